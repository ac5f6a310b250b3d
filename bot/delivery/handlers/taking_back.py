"""Delete under a brief of one's own: the article goes from every chat that has it, at once."""

from __future__ import annotations

from collections.abc import Sequence

from bot.delivery.desk import Choice, Desk, Screen, Visit
from bot.delivery.handlers.sharing import may_manage, name_of
from bot.delivery.scheduling.editions import Editions
from bot.pipeline.pages import headline_of
from bot.store import chats, rights
from bot.store.outbox import Shown
from bot.store.removal import take_back
from bot.store.rights import article_for


async def asked(visit: Visit) -> None:
    """What goes, and from where, before it goes."""
    number = int(visit.data["article"])
    async with visit.desk.store.reading() as c:
        stored = await article_for(c, visit.chat, number)
        given = [each for each in await rights.of_article(c, number) if not each.own]
        to = [await chats.get(c, each.chat) for each in given]
    if stored is None or stored.brief is None:
        await visit.answer(visit.tell("brief.gone"))
        return
    if not await may_manage(visit, number):
        await visit.answer(visit.tell("delete.not_yours"))
        return
    text = visit.tell("delete.sure", headline=headline_of(stored.brief))
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
        shown = await take_back(c, number, desk.now())
        await visit.answer_in(c, visit.tell("delete.done"))
    await erase(desk, shown)
    desk.sender.wake()


async def erase(desk: Desk, shown: Sequence[Shown]) -> None:
    """After the commit: out of Telegram, out of this process's memory, off the disk."""
    # Editions keeps articles that many chats share; a new one holds none.
    desk.editions = Editions(desk.runner)
    for each in dict.fromkeys(shown):
        await desk.delete(each.telegram_id, each.message_id)
    await desk.store.scrub()
