"""One entry's text: read, and the entry recorded as an article or as refused, with the reason."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from structlog.contextvars import bound_contextvars

from bot.errors import FetchError, MujazError
from bot.intake.ingest import note, take_within
from bot.metrics import REFUSED
from bot.polling.context import PollContext
from bot.polling.fulltext import ATTEMPTS, PASSING, FoundText, article_of
from bot.polling.recording import AWAY, PollRound
from bot.sources.feeds.entries import Entry
from bot.sources.intervals import Bounds, after_failure
from bot.stages import stage
from bot.store import entry_work, serial, sources
from bot.store.audience import Audience
from bot.store.entries import StoredEntry
from bot.store.source import Source

log = structlog.get_logger(__name__)

PAUSES = Bounds(timedelta(minutes=10), timedelta(hours=6))
"""Between two tries at a page."""


async def read_entry(context: PollContext, entry: StoredEntry, round_: PollRound) -> None:
    """Never raises for what an entry or its page is like."""
    with bound_contextvars(entry=entry.id, source=entry.source):
        await _read(context, entry, round_)


async def _read(context: PollContext, entry: StoredEntry, round_: PollRound) -> None:
    async with context.store.read_only() as c:
        source = await sources.get(c, entry.source)
    if source is None or entry.payload is None:
        return
    try:
        stored = serial.loads(Entry, entry.payload)
        with stage("entry", entry=entry.id, source=source.id):
            found = await article_of(
                context.fetcher,
                source,
                stored,
                context.aside,
                last=entry.attempts + 1 >= ATTEMPTS,
            )
        await _take(context, source, entry, found, round_)
    except MujazError as error:
        await _refuse(context, entry, error, str(error), round_)
    except AWAY:
        raise
    except Exception as error:
        log.warning("entry_failed", entry=entry.id, kind=type(error).__name__)
        reason = "It could not be read; the log says more."
        await _refuse(context, entry, error, reason, round_)
    round_.tell()


async def _take(
    context: PollContext, source: Source, entry: StoredEntry, found: FoundText, round_: PollRound
) -> None:
    async with context.store.transaction() as c:
        taken = await take_within(
            c,
            found.article,
            found.keys,
            audience=Audience(public=source.owner is None, source=source.id),
            source=source.id,
            slot=entry.slot,
            now=context.now(),
        )
        await entry_work.taken(c, entry.id, taken.number)
    note(taken, "feed")
    round_.taken += 1
    if taken.new:
        round_.new += 1
        context.nudge()


async def _refuse(
    context: PollContext, entry: StoredEntry, error: Exception, reason: str, round_: PollRound
) -> None:
    now = context.now()
    async with context.store.transaction() as c:
        if isinstance(error, PASSING) and entry.attempts + 1 < ATTEMPTS:
            again = _again(entry, error, now)
            await entry_work.postponed(c, entry.id, again, type(error).__name__, reason)
            round_.postponed += 1
        else:
            await entry_work.refused(c, entry.id, type(error).__name__, reason)
            round_.refused += 1
            REFUSED.labels("feed").inc()


def _again(entry: StoredEntry, error: FetchError, now: datetime) -> datetime:
    wait = timedelta(seconds=error.retry_after) if error.retry_after is not None else None
    return after_failure(now, entry.attempts + 1, PAUSES, str(entry.id), wait)
