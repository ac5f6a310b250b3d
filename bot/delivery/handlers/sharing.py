"""/share: give an article of this chat to another chat that the user administers.

Which other chats a user administers is nobody else's business: pressed in a group, the choice is
offered in the user's private chat. Its buttons carry the group as `of`.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.access import may_receive
from bot.delivery.administrators import Administrators
from bot.delivery.scheduling.preferences import local
from bot.delivery.sending.briefs import enqueue_brief
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.pipeline.pages import headline_of
from bot.store import addressees, chats, rights
from bot.store.articles import StoredArticle
from bot.store.chats import NO_THREAD, Chat, ChatState
from bot.store.rights import article_for

OFFERED = 8
"""Articles that /share offers."""
MOST_CHATS = 40
"""Chats asked about and offered; Telegram answers for each apart."""


async def asked(visit: Visit) -> None:
    """/share: which of this chat's own articles?"""
    rows = []
    shown = []
    async with visit.context.store.read_only() as c:
        for each in await rights.of_chat(c, visit.chat.id):
            stored = await article_for(c, visit.chat, each.article)
            if each.own and stored is not None and stored.brief is not None:
                choice = Choice(headline_of(stored.brief), "share", {"article": stored.number})
                rows.append([choice])
                shown.append(stored.number)
            if len(rows) == OFFERED:
                break
    if not rows:
        await visit.answer(visit.tell("share.nothing"))
        return
    await visit.answer(Screen(visit.tell("share.which"), rows, tuple(shown)))


async def may_manage(
    visit: Visit,
    administrators: Administrators,
    number: int,
    of: Chat | None = None,
    *,
    ask: bool = False,
) -> bool:
    """Whether the user may share or delete the article. It must be the chat's own, and the user
    must have sent it or administer the chat. `of`: the chat, where it is not the visit's. `ask`:
    ask Telegram anew."""
    chat = of or visit.chat
    async with visit.context.store.read_only() as c:
        right = await rights.right(c, number, chat.id)
    if right is None or not right.own:
        return False
    if visit.user is not None and visit.user == right.user:
        return True
    if chat.kind is chats.ChatKind.PRIVATE:
        return chat.id == visit.chat.id
    return visit.user is not None and await administrators.has(
        chat.telegram_id, visit.user, ask=ask
    )


async def _own(
    visit: Visit, administrators: Administrators, *, ask: bool = False
) -> StoredArticle | str:
    """The article a button is about, or why nothing can be done with it."""
    number = int(visit.data["article"])
    async with visit.context.store.read_only() as c:
        of = await chats.get(c, int(visit.data.get("of", visit.chat.id)))
        stored = await article_for(c, of, number) if of else None
    if of is None or stored is None or stored.brief is None:
        return visit.tell("brief.gone")
    if not await may_manage(visit, administrators, number, of, ask=ask):
        return visit.tell("share.not_yours")
    return stored


async def choose_chat(visit: Visit, administrators: Administrators) -> str | None:
    """The button under a brief: to which chat? In a group, what to say in passing."""
    stored = await _own(visit, administrators)
    if isinstance(stored, str):
        await visit.answer(stored)
        return None
    asked_in = await _in_private(visit)
    if asked_in is None:
        return visit.plain("share.write_first")
    await _offer(asked_in, administrators, stored, of=visit.chat)
    return None if visit.private else visit.plain("share.asked_in_private")


async def _in_private(visit: Visit) -> Visit | None:
    """The same visit in the user's private chat; None where there is none."""
    if visit.private:
        return visit
    async with visit.context.store.read_only() as c:
        chat = await chats.find(c, visit.user) if visit.user is not None else None
    return replace(visit, chat=chat) if chat is not None else None


async def _offer(
    visit: Visit, administrators: Administrators, stored: StoredArticle, of: Chat
) -> None:
    assert stored.brief is not None
    to = [each for each in await administered_by(visit, administrators) if each.id != of.id]
    if not to:
        await visit.answer(visit.tell("share.no_chat"))
        return
    data = {"article": stored.number, "of": of.id}
    rows = [[Choice(name_of(chat), "share_to", {**data, "to": chat.id})] for chat in to]
    headline = headline_of(stored.brief)
    await visit.answer(Screen(visit.tell("share.to", headline=headline), rows, (stored.number,)))


def name_of(chat: Chat) -> str:
    name = chat.title or str(chat.telegram_id)
    return name if chat.thread == NO_THREAD else f"{name} · {chat.thread}"


async def administered_by(visit: Visit, administrators: Administrators) -> list[Chat]:
    """The chats that may use the bot and that the user administers."""
    async with visit.context.store.read_only() as c:
        listed = await chats.everywhere(c)
        to = await addressees.of_chats(c, [chat.id for chat in listed])
    found = []
    for chat in listed:
        allowed = chat.id in to and may_receive(to[chat.id], visit.context.settings.bot)
        if allowed and await _administers(visit, administrators, chat):
            found.append(chat)
        if len(found) == MOST_CHATS:
            break
    return found


async def _administers(
    visit: Visit, administrators: Administrators, chat: Chat, *, ask: bool = False
) -> bool:
    if visit.user is None:
        return False
    if chat.kind is chats.ChatKind.PRIVATE:
        return chat.telegram_id == visit.user
    return await administrators.has(chat.telegram_id, visit.user, ask=ask)


async def confirm(visit: Visit, administrators: Administrators) -> None:
    """A chat was chosen: ask whether to share with it."""
    stored = await _own(visit, administrators)
    async with visit.context.store.read_only() as c:
        chat = await chats.get(c, int(visit.data["to"]))
    if (
        isinstance(stored, str)
        or chat is None
        or not await _administers(visit, administrators, chat)
    ):
        gone = visit.tell("share.no_chat")
        await visit.show(stored if isinstance(stored, str) else gone)
        return
    assert stored.brief is not None
    text = visit.tell("share.sure", headline=headline_of(stored.brief), chat=name_of(chat))
    yes = Choice(visit.plain("share.yes"), "share_now", dict(visit.data))
    no = Choice(visit.plain("share.no"), "share_now", {"article": stored.number})
    await visit.show(Screen(text, [[yes, no]], (stored.number,)))


async def pressed(visit: Visit, administrators: Administrators) -> None:
    """One of the two buttons of that question was pressed; they work once."""
    if "to" not in visit.data:
        await visit.settle(visit.tell("share.not_shared"))
        return
    stored = await _own(visit, administrators, ask=True)
    if isinstance(stored, str):
        await visit.settle(stored)
        return
    async with visit.context.store.read_only() as c:
        chat = await chats.get(c, int(visit.data["to"]))
    gone = chat is None or chat.state is ChatState.GONE
    # What is shared cannot be unseen, so the right is not taken from memory.
    if chat is None or gone or not await _administers(visit, administrators, chat, ask=True):
        await visit.settle(visit.tell("share.no_chat"))
        return
    async with visit.context.store.transaction() as c:
        if not await visit.settle_in(c, visit.tell("share.done", chat=name_of(chat))):
            return
        await give(visit, c, stored, chat)
    await visit.settled()


async def give(visit: Visit, c: AsyncConnection, stored: StoredArticle, chat: Chat) -> None:
    """Give a chat the right to see the article, and its brief, in the caller's transaction."""
    assert stored.brief is not None
    now = visit.context.now()
    await rights.share(c, stored.number, chat.id, now, visit.user)
    there = local(now, chat, visit.context.settings.bot)
    await enqueue_brief(c, chat, stored.number, stored.brief, there)
