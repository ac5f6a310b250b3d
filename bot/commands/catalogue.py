"""What `mujaz sources` does, on the bot's database; the texts it answers with."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.clock import now_utc
from bot.commands.database import opened
from bot.commands.log import set_up_logging
from bot.commands.terminal import NOTHING_MADE
from bot.config import Settings
from bot.errors import BadSetting, ModelError, NoSuchSource
from bot.pipeline.web import fetcher
from bot.polling.catalogue import Preview, all_sources, draft, give_opml, preview, take_opml
from bot.polling.filters import checked
from bot.polling.poller import Poller
from bot.polling.recording import PollRound
from bot.records import Article, Progress, Translation
from bot.store import entries, polls, sources
from bot.store.entries import StoredEntry
from bot.store.removal import remove_source
from bot.store.source import FullText, Health, NewSource, Source
from bot.store.store import Store

if TYPE_CHECKING:
    from bot.pipeline.rooms import Rooms

NAMED = 20
"""Refused outlines and failing sources that are named one by one."""


def chosen(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options of the command line as settings of a source. Raises BadFilter, BadSetting."""
    given = {name: value for name, value in options.items() if value is not None}
    if "interval" in given:
        given["interval_minutes"] = _minutes(given.pop("interval"))
    for name in ("must", "must_not"):
        if name in given:
            given[name] = checked(given[name])
    if "full_text" in given:
        given["full_text"] = FullText(given["full_text"])
    if "user_agent" in given:
        agent = given["user_agent"]
        if not agent.isascii() or not agent.isprintable() or len(agent) > 256:
            raise BadSetting("A user agent is up to 256 printable ASCII characters.")
        given["user_agent"] = agent or None
    return given


def _minutes(text: str) -> int | None:
    if text.strip().lower() in ("auto", ""):
        return None
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 100_000:
        raise BadSetting(f'{text!r} is no interval: give minutes, or "auto".')
    return int(text)


async def _find(store: Store, named: str) -> Source:
    """By number or address. Raises NoSuchSource."""
    found = None
    number = named.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 18:
        async with store.read_only() as c:
            found = await sources.get(c, int(number))
    else:
        for each in await all_sources(store, everybody=True):
            if named in (each.url, each.title):
                found = each
    if found is None:
        raise NoSuchSource(f"There is no source {named}. See mujaz sources list.")
    return found


# -------------------------------------------------------------------------------------- adding


async def looked_at(settings: Settings, url: str) -> Preview:
    async with fetcher(settings.sources) as web:
        return await preview(web, url, now_utc())


def shown_preview(found: Preview) -> str:
    lines = [
        f"Title:    {found.title or 'none'}",
        f"Address:  {found.url}",
        f"Kind:     {found.kind}, {found.entries} entries",
        f"Language: {found.language or 'unknown'}",
    ]
    if found.language and found.language != "ar":
        lines.append("          It is not Arabic: its articles would be refused.")
    lines += ["Newest:", *(f"  - {each}" for each in found.headlines)]
    if not found.headlines:
        lines.append("  nothing yet")
    return "\n".join(lines)


class _Waiting:
    """The models behind the asynchronous `translate` that `draft` asks for."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def translate(self, texts: Sequence[Article]) -> list[Translation]:
        return self._rooms.translate(texts)


def draft_of(settings: Settings, found: Preview, progress: Progress) -> str:
    """The headlines in English, or a sentence that says why there is no draft."""
    import asyncio

    from bot.pipeline.rooms import Rooms

    rooms = Rooms(settings, progress)
    try:
        lines = asyncio.run(draft(_Waiting(rooms), found.headlines))
    except ModelError as error:
        return f"No draft translation: {error}"
    finally:
        rooms.close()
    if not lines:
        return "No draft translation: the headlines are not Arabic."
    return "\n".join(["Draft translation:", *(f"  - {line}" for line in lines)])


async def added(settings: Settings, found: Preview, given: Mapping[str, Any]) -> str:
    values = {"title": found.title or "", "language": found.language, **given}
    async with opened(settings) as store, store.transaction() as c:
        number, new = await sources.add(c, NewSource(found.url, found.kind, **values), now_utc())
    name = values["title"] or found.url
    if not new:
        return f"Source {number} is known already: {name}"
    return f"Added source {number}: {name}"


# ------------------------------------------------------------------------------- the catalogue


async def everything(settings: Settings, topic: str | None) -> list[Source]:
    async with opened(settings) as store:
        return await all_sources(store, topic=topic, everybody=True)


async def one(settings: Settings, named: str) -> tuple[Source, Sequence[StoredEntry]]:
    async with opened(settings) as store:
        found = await _find(store, named)
        async with store.read_only() as c:
            return found, await entries.recent(c, found.id)


async def changed(
    settings: Settings, named: str, given: Mapping[str, Any], pause: bool | None
) -> str:
    async with opened(settings) as store:
        found = await _find(store, named)
        async with store.transaction() as c:
            if given:
                await sources.change(c, found.id, **given)
            if "interval_minutes" in given:
                await polls.soon(c, found.id, now_utc())
            if pause:
                await sources.change(c, found.id, health=Health.PAUSED)
            elif pause is False:
                await polls.revive(c, found.id, now_utc())
    return f"Changed source {found.id}: {given.get('title') or found.name}"


async def removed(settings: Settings, source: Source) -> str:
    async with opened(settings) as store, store.transaction() as c:
        await remove_source(c, source.id, now_utc())
    return f"Removed source {source.id}: {source.name}"


async def imported(settings: Settings, data: bytes) -> tuple[str, int]:
    """Raises NotOutlines."""
    async with opened(settings) as store:
        report = await take_opml(store, data, None, now_utc())
    lines = [
        f"{len(report.added)} added, {len(report.known)} known already, "
        f"{len(report.refused)} refused."
    ]
    lines += [f"Refused {each.path}: {each.reason}" for each in report.refused[:NAMED]]
    if len(report.refused) > NAMED:
        lines.append(f"... and {len(report.refused) - NAMED} more")
    return "\n".join(lines), 0 if report.added or report.known else NOTHING_MADE


async def exported(settings: Settings, everybody: bool) -> str:
    async with opened(settings) as store:
        return (await give_opml(store, None, everybody=everybody)).decode()


# ------------------------------------------------------------------------------------- a round


async def polled(settings: Settings, named: str | None, progress: Progress) -> tuple[str, int]:
    # What fails is in the summary; the log would tell it a second time.
    set_up_logging("console", "error")
    logging.getLogger("httpx").setLevel(logging.ERROR)
    async with opened(settings) as store, fetcher(settings.sources) as web:
        only = (await _find(store, named)).id if named else None
        began = now_utc()
        async with Poller(store, web, settings.sources, lambda: None) as poller:
            done = await poller.once(only=only, progress=progress)
        failing = [
            each
            for each in await all_sources(store, everybody=True)
            if each.error and each.checked_at and each.checked_at >= began
        ]
    lines = [
        _summary(done),
        *(f"Failing: {e.name}: {e.error}: {e.reason}" for e in failing[:NAMED]),
    ]
    if len(failing) > NAMED:
        lines.append(f"... and {len(failing) - NAMED} more; see mujaz sources list")
    wrong = done.checked and done.failed == done.checked
    return "\n".join(lines), NOTHING_MADE if wrong else 0


def _summary(done: PollRound) -> str:
    if not done.checked and not done.taken + done.refused + done.postponed:
        return "No source is due, and nothing waits to be read."
    changed = done.checked - done.unchanged - done.failed
    text = (
        f"{_counted(done.checked, 'source')} asked: {changed} changed, {done.unchanged} "
        f"unchanged, {done.failed} failing. {_counted(done.found, 'new entry', 'new entries')}: "
        f"{_counted(done.new, 'new article')}, "
        f"{done.taken - done.new} known already, {done.refused} refused"
    )
    if done.postponed:
        text += f", {done.postponed} to be tried again"
    return text + "."


def _counted(number: int, what: str, several: str = "") -> str:
    return f"{number} {what if number == 1 else several or what + 's'}"
