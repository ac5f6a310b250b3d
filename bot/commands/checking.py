"""What `mujaz check` tries beside reading the settings: it writes, asks and translates."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
from sqlalchemy import select

from bot.clock import now_utc
from bot.commands.checking_work import tables, work
from bot.commands.finding import Finding
from bot.config import Settings
from bot.config_errors import strange_variables
from bot.delivery.room_on_disk import folders_written, least_room, there
from bot.delivery.scheduling.schedule import zone_named
from bot.delivery.troubles import LITTLE_ROOM
from bot.errors import BadSettings, MujazError
from bot.pipeline.engine_trial import try_engine
from bot.pipeline.engines import all_engines
from bot.pipeline.web import fetcher
from bot.polling.catalogue import preview
from bot.store import sources
from bot.store.schedules import schedules
from bot.store.source import UNASKED, Health
from bot.store.store import Store, open_store

CLOCK_OFF = 60
"""Seconds from which on the clock is wrong: digests come by it."""
LOCK_SECONDS = 5.0


def variables() -> Finding | None:
    """Variables of the environment that look like ours and are no setting."""
    strange = strange_variables(Settings)
    return Finding("environment", False, " ".join(strange)) if strange else None


async def clock(api_base: str) -> Finding:
    """This machine's clock beside that of Telegram's server."""
    try:
        async with httpx.AsyncClient(timeout=10) as client:
            before = now_utc()
            answer = await client.get(api_base)
            said = parsedate_to_datetime(answer.headers["Date"])
    except (httpx.HTTPError, KeyError, ValueError):
        return Finding("clock", True, f"{now_utc():%Y-%m-%d %H:%M} UTC, not compared")
    off = round((before - said).total_seconds())
    if abs(off) >= CLOCK_OFF:
        way = "ahead of" if off > 0 else "behind"
        return Finding(
            "clock", False, f"{abs(off)} seconds {way} Telegram's. Set it, as by systemd-timesyncd."
        )
    return Finding("clock", True, f"{before:%Y-%m-%d %H:%M} UTC, as Telegram's")


def places(settings: Settings) -> list[Finding]:
    """Every folder that will be written to is written to now, and what room there is."""
    try:
        folders = folders_written(settings)
    except BadSettings:
        # Said of the database.
        folders = {"cache": settings.cache_dir}
    found = [_written(what, folder) for what, folder in folders.items()]
    if all(each.ok for each in found):
        free, where = least_room(settings)
        short = "" if free >= LITTLE_ROOM else f". Make room: {LITTLE_ROOM} MB are little"
        found.append(Finding("disk", not short, f"{free:,} MB free at {where}{short}"))
    return found


def _written(what: str, folder: Path) -> Finding:
    place = there(folder)
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"mujaz")
    except OSError as error:
        return Finding(
            f"{what} folder", False, f"{place} cannot be written: {error.strerror}. Choose another."
        )
    made = "" if place == folder.absolute() else ", made when it is needed"
    return Finding(f"{what} folder", True, f"{folder} can be written{made}")


async def stored(settings: Settings) -> AsyncIterator[Finding]:
    """What the database says: whether it can be written, its tables, who works with it, what
    waits, zones and sources. Nothing where it cannot be opened, which is said elsewhere."""
    try:
        store = await open_store(settings.database_url, migrated=False)
    except MujazError:
        return
    try:
        why = await store.locked(LOCK_SECONDS)
        if why:
            yield Finding("writing", False, f"{why}. Another program holds it: end that one.")
            return
        found, usable = await tables(store)
        yield found
        if not usable:
            return
        async for finding in work(settings, store):
            yield finding
        yield await _zones(store)
        async for finding in _sources(settings, store):
            yield finding
    finally:
        await store.close()


async def _zones(store: Store) -> Finding:
    async with store.read_only() as c:
        named = sorted((await c.execute(select(schedules.c.zone).distinct())).scalars())
    wrong = []
    for name in named:
        try:
            zone_named(name)
        except BadSettings:
            wrong.append(name)
    if wrong:
        unknown = ", ".join(wrong)
        return Finding("zones", False, f"{unknown}: not known here. Upgrade the package tzdata.")
    return Finding("zones", True, f"{len(named)} in use, all known")


async def _sources(settings: Settings, store: Store) -> AsyncIterator[Finding]:
    async with store.read_only() as c:
        listed = await sources.listing(c, everybody=True, limit=10_000)
    asked = [source for source in listed if source.health not in UNASKED]
    failing = sum(source.health is Health.FAILING for source in asked)
    few = f"{len(listed)}, failing: {failing}"
    if not asked:
        yield Finding("sources", True, few)
        return
    yield Finding("sources", failing * 2 <= len(asked), few)
    one = next((source for source in asked if source.health is Health.OK), asked[0])
    # A user's own source is not named: docs/privacy.md.
    name = one.url if one.owner is None else f"source {one.id}"
    try:
        async with fetcher(settings.sources) as web:
            seen = await preview(web, one.url, now_utc())
    except MujazError as error:
        why = str(error) if one.owner is None else error.name
        yield Finding("a source asked", False, f"{name}: {why}")
    else:
        yield Finding("a source asked", True, f"{name}: {seen.entries} entries")


def translation(settings: Settings) -> Finding:
    """A sentence translated by the configured engine, where nothing is left to build."""
    try:
        status = all_engines(settings)[0]
        if not status.usable:
            return Finding("a sentence", False, "not asked, since the engine cannot be used")
        if not status.built:
            return Finding(
                "a sentence", True, "not asked: `mujaz models build` builds the model first"
            )
        return Finding("a sentence", True, try_engine(settings))
    except MujazError as error:
        return Finding("a sentence", False, str(error))
