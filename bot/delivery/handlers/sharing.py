"""/share: one article of this chat is given to another chat, which whoever shares administers."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.access import may_receive
from bot.delivery.desk import Choice, Screen, Visit
from bot.delivery.handlers.brief_pages import headline_of
from bot.delivery.handlers.briefs import enqueue_brief
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
    async with visit.desk.store.reading() as c:
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


async def may_manage(visit: Visit, number: int) -> bool:
    """Whether they may share or delete it: the chat's own, and they sent it or administer here."""
    async with visit.desk.store.reading() as c:
        right = await rights.right(c, number, visit.chat.id)
    if right is None or not right.own:
        return False
    if visit.private or (visit.user is not None and visit.user == right.user):
        return True
    return visit.user is not None and await visit.desk.is_admin(visit.chat.telegram_id, visit.user)


async def _own(visit: Visit) -> StoredArticle | str:
    """The article a button is about, or why nothing can be done with it."""
    number = int(visit.data["article"])
    async with visit.desk.store.reading() as c:
        stored = await article_for(c, visit.chat, number)
    if stored is None or stored.brief is None:
        return visit.tell("brief.gone")
    if not await may_manage(visit, number):
        return visit.tell("share.not_yours")
    return stored


async def choose_chat(visit: Visit) -> None:
    """The button under a brief: to which chat?"""
    stored = await _own(visit)
    if isinstance(stored, str):
        await visit.answer(stored)
        return
    assert stored.brief is not None
    to = await _administered(visit)
    if not to:
        await visit.answer(visit.tell("share.no_chat"))
        return
    data = {"article": stored.number}
    rows = [[Choice(name_of(chat), "share_to", {**data, "to": chat.id})] for chat in to]
    headline = headline_of(stored.brief)
    await visit.answer(Screen(visit.tell("share.to", headline=headline), rows, (stored.number,)))


def name_of(chat: Chat) -> str:
    name = chat.title or str(chat.telegram_id)
    return name if chat.thread == NO_THREAD else f"{name} · {chat.thread}"


async def _administered(visit: Visit) -> list[Chat]:
    """The other chats that may get it from whoever presses."""
    async with visit.desk.store.reading() as c:
        active = await chats.everywhere(c)
        listed = [chat for chat in active if chat.id != visit.chat.id]
        to = await addressees.of_chats(c, [chat.id for chat in listed])
    found = []
    for chat in listed:
        allowed = chat.id in to and may_receive(to[chat.id], visit.desk.settings.bot)
        if allowed and await _administers(visit, chat):
            found.append(chat)
        if len(found) == MOST_CHATS:
            break
    return found


async def _administers(visit: Visit, chat: Chat, *, ask: bool = False) -> bool:
    if visit.user is None:
        return False
    if chat.kind is chats.ChatKind.PRIVATE:
        return chat.telegram_id == visit.user
    return await visit.desk.is_admin(chat.telegram_id, visit.user, ask=ask)


async def confirm(visit: Visit) -> None:
    """A chat was chosen: the question names it."""
    stored = await _own(visit)
    async with visit.desk.store.reading() as c:
        chat = await chats.get(c, int(visit.data["to"]))
    if isinstance(stored, str) or chat is None or not await _administers(visit, chat):
        gone = visit.tell("share.no_chat")
        await visit.show(stored if isinstance(stored, str) else gone)
        return
    assert stored.brief is not None
    text = visit.tell("share.sure", headline=headline_of(stored.brief), chat=name_of(chat))
    yes = Choice(visit.plain("share.yes"), "share_now", dict(visit.data))
    no = Choice(visit.plain("share.no"), "share_now", {"article": stored.number})
    await visit.show(Screen(text, [[yes, no]], (stored.number,)))


async def pressed(visit: Visit) -> None:
    """Confirmed or not; either button works once."""
    if "to" not in visit.data:
        await visit.settle(visit.tell("share.not_shared"))
        return
    stored = await _own(visit)
    if isinstance(stored, str):
        await visit.settle(stored)
        return
    async with visit.desk.store.reading() as c:
        chat = await chats.get(c, int(visit.data["to"]))
    gone = chat is None or chat.state is ChatState.GONE
    # What is shared cannot be unseen, so the right is not taken from memory.
    if chat is None or gone or not await _administers(visit, chat, ask=True):
        await visit.settle(visit.tell("share.no_chat"))
        return
    async with visit.desk.store.transaction() as c:
        if not await visit.settle_in(c, visit.tell("share.done", chat=name_of(chat))):
            return
        await give(visit, c, stored, chat)
    await visit.settled()


async def give(visit: Visit, c: AsyncConnection, stored: StoredArticle, chat: Chat) -> None:
    """The right to see it, and its brief, within the caller's transaction."""
    assert stored.brief is not None
    await rights.share(c, stored.number, chat.id, visit.desk.now(), visit.user)
    await enqueue_brief(visit.desk, c, chat, stored.number, stored.brief)
