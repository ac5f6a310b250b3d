"""/sources, /source and /remove, and the buttons beneath what they show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.handlers import sources_typed as typed
from bot.delivery.handlers.sources_rights import manages, seen_by
from bot.delivery.handlers.sources_screens import (
    PAGE,
    interval_screen,
    list_screen,
    name_of,
    remove_screen,
    source_screen,
    text_screen,
    topic_screen,
    words_screen,
)
from bot.delivery.requests.refusals import reason
from bot.delivery.scheduling.editions import Editions
from bot.delivery.sending.screens import Screen
from bot.delivery.visit import Visit
from bot.errors import BadFilter
from bot.store import entries, polls, sources
from bot.store.removal import remove_source
from bot.store.source import FullText, Health, Source

_SETTABLE = ("interval_minutes", "full_text", "topic", "priority")
"""By a button; the rest is typed."""


async def listed(visit: Visit) -> None:
    """/sources: those this chat can have, with how they are."""
    await visit.answer(await _list(visit, 0))


async def list_page(visit: Visit) -> None:
    await visit.show(await _list(visit, int(visit.data.get("page", 0))))


async def _list(visit: Visit, page: int) -> Screen:
    seen = seen_by(visit)
    async with visit.context.store.read_only() as c:
        total = await seen.count(c)
        page = min(page, max(0, (total - 1) // PAGE))
        found = await seen.listing(c, PAGE, page * PAGE)
    return list_screen(visit, found, total, page)


async def _get(visit: Visit, number: int) -> Source | None:
    async with visit.context.store.read_only() as c:
        source = await sources.get(c, number)
    return source if source is not None and seen_by(visit).sees(source) else None


async def _screen(visit: Visit, source: Source) -> Screen:
    async with visit.context.store.read_only() as c:
        return await _screen_in(c, visit, source)


async def _screen_in(c: AsyncConnection, visit: Visit, source: Source) -> Screen:
    return source_screen(visit, source, await entries.count_by_state(c, source.id))


async def one(visit: Visit, editions: Editions) -> None:
    """/source 12, /source 12 topic=Economy interval=60"""
    asked = typed.number_and_rest(visit.args)
    if asked is None:
        await visit.answer(visit.tell("sources.source_usage"))
        return
    number, rest = asked
    source = await _get(visit, number)
    if source is None:
        await visit.answer(visit.tell("sources.gone"))
    elif not rest:
        await visit.answer(await _screen(visit, source))
    elif not manages(visit, source):
        await visit.answer(visit.tell("sources.not_yours"))
    else:
        await _change_as_typed(visit, source, rest)
        # Articles that are held show what was changed of them, as the source's title.
        editions.forget()


async def _change_as_typed(visit: Visit, source: Source, text: str) -> None:
    limits = visit.context.settings.sources
    intervals = range(limits.floor_minutes, max(limits.ceiling_minutes, limits.floor_minutes) + 1)
    try:
        found = typed.settings(text, intervals, operator=visit.owner)
    except BadFilter as error:
        await visit.answer(visit.tell("reading.failed", reason=reason(visit.language, error)))
        return
    if isinstance(found, typed.Unread):
        await visit.answer(visit.tell(found.key, **found.values))
        return
    async with visit.context.store.transaction() as c:
        await visit.answer_in(c, await _changed_in(c, visit, source, found))
    visit.context.wake()


async def _changed(visit: Visit, source: Source, settings: dict[str, Any]) -> Screen | str:
    """Change settings by a button. A press that comes again after a kill sets the same value."""
    async with visit.context.store.transaction() as c:
        return await _changed_in(c, visit, source, settings)


async def _changed_in(
    c: AsyncConnection, visit: Visit, source: Source, settings: dict[str, Any]
) -> Screen | str:
    await sources.change(c, source.id, **settings)
    if "interval_minutes" in settings:
        await polls.soon(c, source.id, visit.context.now())
    now = await sources.get(c, source.id)
    return await _screen_in(c, visit, now) if now else visit.tell("sources.gone")


async def remove(visit: Visit) -> None:
    """/remove 12: ask whether to remove it."""
    asked = typed.number_and_rest(visit.args)
    if asked is None or asked[1]:
        await visit.answer(visit.tell("sources.remove_usage"))
        return
    source = await _get(visit, asked[0])
    if source is None:
        await visit.answer(visit.tell("sources.gone"))
    elif not manages(visit, source):
        await visit.answer(visit.tell("sources.not_yours"))
    else:
        await visit.answer(remove_screen(visit, source))


async def pressed(visit: Visit) -> str | None:
    """A button of one source was pressed; returns the text of the toast."""
    source = await _get(visit, int(visit.data["id"]))
    if source is None:
        await visit.show(visit.tell("sources.gone"))
        return None
    if not visit.data.keys() - {"id"}:
        await visit.show(await _screen(visit, source))
        return None
    if not manages(visit, source):
        return visit.plain("sources.not_yours")
    if "page" in visit.data:
        await visit.show(await _page(visit, source, str(visit.data["page"])))
        return None
    if "set" in visit.data:
        name, value = str(visit.data["set"]), visit.data["value"]
        if name in _SETTABLE:
            value = FullText(value) if name == "full_text" else value
            await visit.show(await _changed(visit, source, {name: value}))
        return visit.plain("sources.saved")
    await _do(visit, source, str(visit.data["do"]))
    return None


async def _page(visit: Visit, source: Source, name: str) -> Screen:
    match name:
        case "interval":
            return interval_screen(visit, source)
        case "text":
            return text_screen(visit, source)
        case "words":
            return words_screen(visit, source)
        case "remove":
            return remove_screen(visit, source)
    return topic_screen(visit, source, await topics(visit))


async def topics(visit: Visit) -> Sequence[str]:
    async with visit.context.store.read_only() as c:
        return await sources.topics(c, owner=seen_by(visit).owner)


async def _do(visit: Visit, source: Source, what: str) -> None:
    match what:
        case "remove":
            async with visit.context.store.transaction() as c:
                said = visit.tell("sources.removed", title=name_of(source))
                if not await visit.settle_in(c, said):
                    return
                await remove_source(c, source.id, visit.context.now())
            await visit.settled()
        case "keep":
            await visit.settle(visit.tell("sources.kept"))
        case "pause":
            await visit.show(await _changed(visit, source, {"health": Health.PAUSED}))
        case "resume":
            async with visit.context.store.transaction() as c:
                await polls.revive(c, source.id, visit.context.now())
                source = await sources.get(c, source.id) or source
            await visit.show(await _screen(visit, source))
