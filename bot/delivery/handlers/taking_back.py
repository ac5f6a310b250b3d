"""Delete under a brief of one's own: the article goes from every chat that has it, at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.delivery.desk import Choice, Desk, Screen, Visit
from bot.delivery.handlers.brief_pages import headline_of
from bot.delivery.handlers.sharing import may_manage, name_of
from bot.delivery.scheduling.editions import Editions
from bot.store import chats, outbox, rights
from bot.store.outbox import MessageState, Shown
from bot.store.removal import take_back
from bot.store.rights import article_for

LOOK = 0.5
"""Seconds between two looks for a message that is on its way."""


async def asked(visit: Visit) -> None:
    """What goes, and from where, before it goes."""
    number = int(visit.data["article"])
    async with visit.desk.store.reading() as c:
        stored = await article_for(c, visit.chat, number)
        elsewhere = await rights.came_elsewhere(c, number, visit.chat.id)
        # What came from elsewhere goes from here alone, and who else has it is not told.
        given = [] if elsewhere else await rights.of_article(c, number)
        to = [await chats.get(c, each.chat) for each in given if not each.own]
    if stored is None or stored.brief is None:
        await visit.answer(visit.tell("brief.gone"))
        return
    if not await may_manage(visit, number):
        await visit.answer(visit.tell("delete.not_yours"))
        return
    key = "delete.sure_here" if elsewhere else "delete.sure"
    text = visit.tell(key, headline=headline_of(stored.brief))
    if names := ", ".join(name_of(chat) for chat in to if chat is not None):
        text += "\n" + visit.tell("delete.shared", chats=names)
    yes = Choice(visit.plain("delete.yes"), "delete_now", {"article": number, "sure": True})
    no = Choice(visit.plain("delete.no"), "delete_now", {"article": number})
    await visit.answer(Screen(text, [[yes, no]], (number,)))


async def pressed(visit: Visit) -> None:
    """Confirmed or not; either button works once."""
    if not visit.data.get("sure"):
        await visit.settle(visit.tell("delete.kept"))
        return
    number, desk = int(visit.data["article"]), visit.desk
    if not await may_manage(visit, number):
        await visit.answer(visit.tell("delete.not_yours"))
        return
    async with desk.store.transaction() as c:
        if not await visit.use_up(c):
            return
        elsewhere = await rights.came_elsewhere(c, number, visit.chat.id)
        shown = await take_back(c, number, visit.chat.id, desk.now())
        await visit.answer_in(c, visit.tell("delete.done_here" if elsewhere else "delete.done"))
    await erase(desk, shown)
    desk.sender.wake()


async def erase(desk: Desk, shown: Sequence[Shown]) -> None:
    """After the commit: out of Telegram, out of this process's memory, off the disk."""
    # Editions keeps articles that many chats share; a new one holds none.
    desk.editions = Editions(desk.runner)
    for each in shown:
        if each.message_id is not None:
            await desk.delete(each.telegram_id, each.message_id)
        else:
            desk.spawn(_when_sent(desk, each), f"taking back {each.row}")
    await desk.store.scrub()


async def _when_sent(desk: Desk, each: Shown) -> None:
    """What was on its way when it was taken back goes once it has arrived."""
    while True:
        async with desk.store.reading() as c:
            row = await outbox.get(c, each.row)
        if row is None or row.state is not MessageState.SENDING:
            break
        await asyncio.sleep(LOOK)
    if row is not None and row.message_id is not None:
        await desk.delete(row.telegram_id, row.message_id)
