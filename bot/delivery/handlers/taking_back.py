"""The button Delete under a chat's own brief: the article goes from every chat that has it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.delivery.administrators import Administrators
from bot.delivery.context import BotContext
from bot.delivery.handlers.sharing import may_manage, name_of
from bot.delivery.scheduling.editions import Editions
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.pipeline.pages import headline_of
from bot.store import chats, rights
from bot.store.outbox import Shown
from bot.store.removal import take_back
from bot.store.rights import article_for


async def asked(visit: Visit, administrators: Administrators) -> None:
    """Ask first, naming the article and the chats it was shared with."""
    number = int(visit.data["article"])
    async with visit.context.store.read_only() as c:
        stored = await article_for(c, visit.chat, number)
        given = [each for each in await rights.of_article(c, number) if not each.own]
        to = [await chats.get(c, each.chat) for each in given]
    if stored is None or stored.brief is None:
        await visit.answer(visit.tell("brief.gone"))
        return
    if not await may_manage(visit, administrators, number):
        await visit.answer(visit.tell("delete.not_yours"))
        return
    text = visit.tell("delete.sure", headline=headline_of(stored.brief))
    if names := ", ".join(name_of(chat) for chat in to if chat is not None):
        text += "\n" + visit.tell("delete.shared", chats=names)
    yes = Choice(visit.plain("delete.yes"), "delete_now", {"article": number, "sure": True})
    no = Choice(visit.plain("delete.no"), "delete_now", {"article": number})
    await visit.answer(Screen(text, [[yes, no]], (number,)))


async def pressed(visit: Visit, administrators: Administrators, editions: Editions) -> None:
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
        shown = await take_back(c, number, context.now())
        await visit.answer_in(c, visit.tell("delete.done"))
    await erase(context, editions, shown)
    context.wake()


async def erase(context: BotContext, editions: Editions, shown: Sequence[Shown]) -> None:
    """After the commit: delete the messages, and what memory and the disk still hold of it."""
    editions.forget()
    for each in dict.fromkeys(shown):
        await context.direct.delete(each.telegram_id, each.message_id)
    await context.store.scrub()
