"""Where a chat's own texts are translated, and what the chat is told of it.

Where a remote engine may have them, the chat is told so before its first text goes there, and may
keep its texts on this machine.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import Settings
from bot.delivery.desk import Choice, Screen, Visit
from bot.delivery.scheduling.preferences import Preferences, to_json
from bot.pipeline.private_texts import remote_hosts
from bot.store import chats
from bot.store.chats import Chat


def host_of(settings: Settings) -> str:
    """The host that gets private texts; "" where they stay on this machine."""
    if settings.translation.private_text != "any":
        return ""
    return ", ".join(remote_hosts(settings))


def lets_leave(settings: Settings, chat: Chat) -> bool:
    """Whether the chat was told of the host and has not kept its texts here."""
    host = host_of(settings)
    told = chat.settings.get("told_host") == host
    return bool(host) and told and not chat.settings.get("stays_here")


async def tell_first(visit: Visit) -> None:
    """Before a chat's text is taken in: say where it goes, the first time.

    It is said at once, not through the outbox: only what Telegram took counts as said.
    """
    desk, chat = visit.desk, visit.chat
    host, preferences = host_of(desk.settings), visit.preferences
    if not host or preferences.told_host == host or desk.settings.bot.newsroom:
        return
    screen = _screen(visit, host, stays=preferences.stays_here)
    async with desk.store.transaction() as c:
        keyboard = await desk.keyboard(c, chat.id, screen)
    said = await desk.direct(chat.telegram_id, screen.text, thread=chat.thread, keyboard=keyboard)
    if said is not None:
        async with desk.store.transaction() as c:
            await _save(c, chat, replace(preferences, told_host=host))


def _screen(visit: Visit, host: str, *, stays: bool) -> Screen:
    key, label = ("stays", "let_go") if stays else ("leaves", "keep")
    choice = Choice(visit.plain(f"private.{label}"), "private", {"stays": not stays})
    return Screen(visit.tell(f"private.{key}", host=host), [[choice]])


async def pressed(visit: Visit) -> None:
    """Keep this chat's texts here from now on, or let them go."""
    stays, host = bool(visit.data["stays"]), host_of(visit.desk.settings)
    if not host:
        await visit.show(visit.tell("private.here"))
        return
    async with visit.desk.store.transaction() as c:
        await _save(c, visit.chat, replace(visit.preferences, stays_here=stays, told_host=host))
    await visit.show(_screen(visit, host, stays=stays))


async def _save(c: AsyncConnection, chat: Chat, preferences: Preferences) -> None:
    # No new version of the settings: open menus do not show this one.
    await chats.save_settings(c, chat.id, to_json(preferences), chat.settings_version)
