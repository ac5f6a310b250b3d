"""The button Delete under a chat's own brief: the article goes from every chat that has it."""

from __future__ import annotations

import asyncio

from bot.delivery.administrators import Administrators
from bot.delivery.context import BotContext
from bot.delivery.handlers.sharing import may_manage, name_of
from bot.delivery.scheduling.editions import Editions
from bot.delivery.sending.erasing import erase
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.tasks import Tasks
from bot.delivery.visit import Visit
from bot.pipeline.pages import headline_of
from bot.store import chats, outbox, removal, rights
from bot.store.rights import article_for

LOOK = 0.5
"""Seconds between two looks for a message that is on its way."""


async def asked(visit: Visit, administrators: Administrators) -> None:
    """Ask first, naming the article and the chats it was shared with."""
    number = int(visit.data["article"])
    async with visit.context.store.read_only() as c:
        stored = await article_for(c, visit.chat, number)
        elsewhere = await rights.came_elsewhere(c, number, visit.chat.id)
        # What came from elsewhere goes from here alone, and who else has it is not told.
        given = [] if elsewhere else await rights.of_article(c, number)
        to = [await chats.get(c, each.chat) for each in given if not each.own]
    if stored is None or stored.brief is None:
        await visit.answer(visit.tell("brief.gone"))
        return
    if not await may_manage(visit, administrators, number):
        await visit.answer(visit.tell("delete.not_yours"))
        return
    key = "delete.sure_here" if elsewhere else "delete.sure"
    text = visit.tell(key, headline=headline_of(stored.brief))
    names = ", ".join(name_of(chat) for chat in to if chat is not None)
    if not visit.private and not elsewhere:
        # With whom somebody shared it is not for the whole group.
        text += "\n" + visit.tell("delete.everywhere")
    elif names:
        text += "\n" + visit.tell("delete.shared", chats=names)
    yes = Choice(visit.plain("delete.yes"), "delete_now", {"article": number, "sure": True})
    no = Choice(visit.plain("delete.no"), "delete_now", {"article": number})
    await visit.answer(Screen(text, [[yes, no]], (number,)))


async def pressed(
    visit: Visit, administrators: Administrators, editions: Editions, tasks: Tasks
) -> None:
    """One of the two buttons of that question was pressed; they work once."""
    if not visit.data.get("sure"):
        await visit.settle(visit.tell("delete.kept"))
        return
    number, context = int(visit.data["article"]), visit.context
    if not await may_manage(visit, administrators, number):
        await visit.answer(visit.tell("delete.not_yours"))
        return
    async with context.store.transaction() as c:
        if not await visit.use_up(c):
            return
        elsewhere = await rights.came_elsewhere(c, number, visit.chat.id)
        for each in await removal.kin(c, number, visit.chat.id):
            await removal.take_back(c, each, visit.chat.id, context.now())
        await visit.answer_in(c, visit.tell("delete.done_here" if elsewhere else "delete.done"))
    # Editions hold articles that many chats share; they let go of all.
    editions.forget()
    left = await erase(context.store, context.direct)
    await context.store.scrub()
    if left:
        await visit.answer(visit.tell("delete.left", count=left))
    tasks.spawn(_erase_late(context), "taking back")
    context.wake()


async def _erase_late(context: BotContext) -> None:
    """Delete what was on its way when it was taken back, once it has arrived."""
    while True:
        async with context.store.read_only() as c:
            waits = await outbox.on_their_way_back(c)
        if not waits:
            break
        await asyncio.sleep(LOOK)
    await erase(context.store, context.direct)
