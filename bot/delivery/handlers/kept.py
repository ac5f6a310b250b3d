"""What is kept about a chat: /export shows it, /forget deletes it."""

from __future__ import annotations

from dataclasses import asdict

from bot.delivery.handlers.standing import known, telegram_id
from bot.delivery.scheduling.editions import Editions
from bot.delivery.sending.filling import with_export, with_form
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.store import chats, users
from bot.store.removal import Forgotten, forget_chat, forget_sources


async def export(visit: Visit) -> None:
    """/export: all that is kept about this chat, as a text file. The operator may name another
    chat, and gets its settings and counts."""
    if not visit.args.strip() or not (visit.owner and visit.private):
        await visit.give(with_export(visit.tell("kept.caption"), visit.chat.id))
        return
    wanted = telegram_id(visit.args)
    if wanted is None:
        await visit.answer(visit.tell("operator.export_usage"))
        return
    async with visit.context.store.read_only() as c:
        whom = await known(c, wanted)
    if not (whom.chats or whom.user):
        await visit.answer(visit.tell("operator.no_chat"))
        return
    await visit.give(with_form(visit.tell("operator.export_caption"), wanted))


async def forget(visit: Visit) -> None:
    """/forget: ask whether to delete all of this chat; the operator may name another chat."""
    wanted = visit.chat.telegram_id
    if visit.owner and visit.private and visit.args.strip():
        wanted = telegram_id(visit.args) or 0
    async with visit.context.store.read_only() as c:
        whom = await known(c, wanted)
    if not whom.chats:
        await visit.answer(visit.tell("operator.no_chat"))
        return
    yes = Choice(
        visit.plain("kept.forget_yes"),
        "forget",
        {"telegram_id": wanted, "thread": visit.chat.thread},
    )
    no = Choice(visit.plain("kept.forget_no"), "forget", {})
    own = wanted == visit.chat.telegram_id
    sure = "kept.forget_sure" if own else "kept.forget_sure_other"
    await visit.answer(Screen(visit.tell(sure, name=whom.name), [[yes, no]]))


async def forget_pressed(visit: Visit, editions: Editions) -> None:
    if "telegram_id" not in visit.data:
        await visit.show(visit.tell("kept.nothing"))
        return
    wanted, own = int(visit.data["telegram_id"]), visit.chat.telegram_id
    if wanted != own and not visit.owner:
        await visit.show(visit.tell("access.owner_only"))
        return
    context, now, gone = visit.context, visit.context.now(), Forgotten()
    async with context.store.transaction() as c:
        await visit.record(c)
        for chat in await chats.of_telegram(c, wanted):
            # A topic is forgotten by itself; the operator's word reaches the whole chat.
            if wanted != own or chat.thread == visit.chat.thread:
                gone += await forget_chat(c, chat, now)
        if wanted != own or visit.private:
            gone += await forget_sources(c, wanted, now)
            await users.forget(c, wanted)
    editions.forget()
    await context.store.scrub()
    lines = [visit.tell("kept.forgotten"), *told(visit, gone), visit.tell("kept.access")]
    text = "\n".join(lines)
    if not await context.direct.edit(own, visit.message_id, text):
        await context.direct.send(own, text, thread=visit.chat.thread)


def told(visit: Visit, gone: Forgotten) -> list[str]:
    """How much of each kind was deleted, a line each."""
    return [
        visit.tell(f"kept.gone_{name}", count=count)
        for name, count in asdict(gone).items()
        if count
    ]
