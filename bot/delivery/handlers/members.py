"""/users and /chats: who uses the bot, page by page, and what the operator can do about each."""

from __future__ import annotations

from bot.delivery.handlers import members_screens as screens
from bot.delivery.handlers.kept import told
from bot.delivery.handlers.members_screens import PAGE
from bot.delivery.handlers.standing import Known, known, let_in, remove, shut_out
from bot.delivery.scheduling.editions import Editions
from bot.delivery.sending.filling import with_form
from bot.delivery.sending.screens import Screen
from bot.delivery.visit import Visit
from bot.store import chats, invites, rights, sources, users


async def list_users(visit: Visit) -> None:
    """/users: people who have written, whoever wrote last first."""
    await visit.answer(await _list(visit, "users", 0))


async def list_chats(visit: Visit) -> None:
    """/chats: groups and channels, in the order they came."""
    await visit.answer(await _list(visit, "chats", 0))


async def turned(visit: Visit) -> None:
    """A page of either list."""
    await visit.show(await _list(visit, str(visit.data["list"]), int(visit.data.get("page", 0))))


async def _list(visit: Visit, which: str, page: int) -> Screen:
    async with visit.context.store.read_only() as c:
        total = await (users.count(c) if which == "users" else chats.count_shared(c))
        page = min(page, max(0, (total - 1) // PAGE))
        if which == "users":
            ids = [user.id for user in await users.listing(c, PAGE, page * PAGE)]
        else:
            ids = [chat.telegram_id for chat in await chats.shared(c, PAGE, page * PAGE)]
        shown = [await known(c, each) for each in ids]
    return screens.list_screen(visit, which, shown, total, page)


async def pressed(visit: Visit, editions: Editions) -> None:
    """A button of one person or chat."""
    wanted, do = int(visit.data["id"]), str(visit.data.get("do", ""))
    match do:
        case "block" | "unblock":
            async with visit.context.store.transaction() as c:
                whom = await known(c, wanted)
                said = await (shut_out if do == "block" else let_in)(c, visit, whom)
            visit.context.wake()
            await visit.show(await _one(visit, wanted, said))
        case "export":
            await visit.give(with_form(visit.tell("operator.export_caption"), wanted))
        case "remove":
            async with visit.context.store.read_only() as c:
                whom = await known(c, wanted)
            await visit.show(screens.remove_screen(visit, whom))
        case "remove_now":
            await _remove(visit, wanted, editions)
        case _:
            await visit.show(await _one(visit, wanted))


async def _one(visit: Visit, wanted: int, said: str = "") -> Screen:
    async with visit.context.store.read_only() as c:
        whom = await known(c, wanted)
        by = whom.user.invitation if whom.user else None
        invitation = await invites.get(c, by) if by is not None else None
        articles = sum([len(await rights.of_chat(c, chat.id)) for chat in whom.chats])
        owned = await sources.count_owned(c, wanted)
    return screens.one_screen(visit, whom, invitation, articles, owned, said)


async def _remove(visit: Visit, wanted: int, editions: Editions) -> None:
    """Everything goes in one transaction; the bot leaves a group or a channel after it."""
    context = visit.context
    async with context.store.transaction() as c:
        whom = await known(c, wanted)
        if not await visit.use_up(c):
            return
        gone = await remove(c, whom, context.now())
        await visit.answer_in(c, _removed(visit, whom, told(visit, gone)))
    editions.forget()
    await context.store.scrub()
    if whom.shared:
        await context.direct.leave(wanted)
    await visit.settled()


def _removed(visit: Visit, whom: Known, counts: list[str]) -> str:
    lines = [visit.tell("members.removed", name=whom.name), *counts]
    if whom.listed(visit.context.settings.bot):
        lines.append(visit.tell("members.still_listed"))
    return "\n".join(lines)
