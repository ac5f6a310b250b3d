"""Channels and groups set up from an administrator's private chat.

/settings @channel, a chat picked with Telegram's own button, and the links behind "Add to a
channel" all come to the same menus; nothing of it is said in the channel or the group.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.delivery.administrators import Administrators
from bot.delivery.handlers.entrance import Entrance
from bot.delivery.handlers.menu_buttons import in_rows
from bot.delivery.handlers.sharing import administered_by, name_of
from bot.delivery.sending.post import ChatButton, Payload
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import ABOUT, Visit
from bot.store.chats import ChatKind

GROUP_LINK = "https://t.me/{username}?startgroup"
CHANNEL_LINK = "https://t.me/{username}?startchannel&admin=post_messages"
"""core.telegram.org/api/links, "Group/channel bot links"."""
_NAME = re.compile(
    r"\s*(?:https?://t\.me/|@)(?P<name>[A-Za-z]\w{3,31})(?:/\d*)?(?!\S)|\s*(?P<id>-\d{3,20})(?!\S)"
)


def named_in(args: str) -> tuple[str | int, str] | None:
    """("@channel", the rest) of "@channel 18:30"; None where no chat is named first."""
    found = _NAME.match(args)
    if found is None:
        return None
    name: str | int = int(found["id"]) if found["id"] else f"@{found['name']}"
    return name, args[found.end() :].strip()


async def aimed(
    visit: Visit, entrance: Entrance, administrators: Administrators, username: str
) -> Visit | None:
    """The visit about the chat that its arguments name; None where that was answered as wrong."""
    named = named_in(visit.args)
    if named is None or not visit.private or visit.user is None:
        return visit
    name, rest = named
    found = await administrators.chat_named(name)
    if found is None:
        text = visit.tell("chats.not_there", name=name)
        await visit.answer(Screen(text, _adding(visit, username)))
        return None
    if not await administrators.has(found.id, visit.user, ask=True):
        await visit.answer(visit.tell("chats.not_admin", name=found.title or name))
        return None
    chat = await entrance.adopt(found, visit.chat)
    if chat is None:
        await visit.answer(visit.tell("chats.denied", name=found.title or name))
        return None
    return replace(visit, chat=chat, at=visit.chat, args=rest)


async def offered(visit: Visit, administrators: Administrators, username: str) -> None:
    """The chats that the user administers, each with its settings, and how to add another."""
    found = await administered_by(visit, administrators)
    others = [chat for chat in found if chat.kind is not ChatKind.PRIVATE]
    rows = [[Choice(name_of(chat), "menu", {ABOUT: chat.id})] for chat in others]
    pick = Choice(visit.plain("chats.pick"), "pick")
    text = visit.tell("chats.which" if others else "chats.none")
    await visit.show(Screen(text, [*rows, *_adding(visit, username), [pick]]))


def _adding(visit: Visit, username: str) -> list[list[Choice]]:
    return in_rows(
        [
            Choice(visit.plain("chats.add_channel"), url=CHANNEL_LINK.format(username=username)),
            Choice(visit.plain("chats.add_group"), url=GROUP_LINK.format(username=username)),
        ],
        2,
    )


async def pick(visit: Visit) -> None:
    """Telegram's own list of the user's chats, behind two buttons in the keyboard's place."""
    buttons = (
        ChatButton(visit.plain("chats.pick_channel"), 1, channel=True),
        ChatButton(visit.plain("chats.pick_group"), 2, channel=False),
    )
    await visit.give(Payload(visit.tell("chats.pick_how"), chat_buttons=buttons))
