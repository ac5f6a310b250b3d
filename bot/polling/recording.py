"""What a check came to, into the database: each in one transaction, while its claim stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.polling.context import PollContext
from bot.polling.fulltext import sorted_out, worth_reading_again
from bot.polling.poll import Failed, FeedChanged, Unchanged
from bot.store import entries, polls, sources
from bot.store.entries import NewEntry
from bot.store.source import Source

log = structlog.get_logger(__name__)


AWAY = (OperationalError, InterfaceError)
"""The database, not what was to be written, is at fault."""


@dataclass(slots=True)
class PollRound:
    """What one round did, in numbers."""

    due: int = 0
    """Sources to be asked, as counted when the round began."""
    checked: int = 0
    unchanged: int = 0
    failed: int = 0
    found: int = 0
    """Entries not seen before, and edited ones."""
    taken: int = 0
    """Entries that became articles or were known as one."""
    new: int = 0
    """Articles."""
    refused: int = 0
    postponed: int = 0
    """Entries whose page did not answer, to be tried again."""
    progress: Callable[[str, int, int], None] | None = field(default=None, repr=False)

    def tell(self) -> None:
        if self.progress is None:
            return
        done = self.taken + self.refused + self.postponed
        if done:
            self.progress("reading articles", done, max(self.found, done))
        else:
            self.progress("checking sources", self.checked, max(self.due, self.checked))


class _Lost(Exception):
    """The claim ran out and another process has the source: nothing of this is written."""


async def record_unchanged(
    c: AsyncConnection, context: PollContext, finished: Iterable[tuple[Source, Unchanged, datetime]]
) -> None:
    for source, outcome, now in finished:
        await polls.unchanged(c, source, context.claimant, now, outcome.next_check, **outcome.seen)


async def record(
    context: PollContext,
    source: Source,
    outcome: FeedChanged | Failed,
    now: datetime,
    round_: PollRound,
) -> None:
    try:
        async with context.store.transaction() as c:
            if isinstance(outcome, Failed):
                round_.failed += await _record_failure(c, context, source, outcome, now)
                return
            waiting, refused = await _record_entries(c, context, source, outcome, now)
    except _Lost:
        log.info("claim_lost", source=source.id)
        return
    round_.found += waiting + refused
    round_.refused += refused


async def _record_failure(
    c: AsyncConnection, context: PollContext, source: Source, outcome: Failed, now: datetime
) -> int:
    return await polls.failed(
        c,
        source,
        context.claimant,
        now,
        outcome.next_check,
        error=outcome.error,
        reason=outcome.reason,
        gone=outcome.gone,
    )


async def _record_entries(
    c: AsyncConnection, context: PollContext, source: Source, outcome: FeedChanged, now: datetime
) -> tuple[int, int]:
    """How many entries wait for their text now, and how many were refused at once."""
    days = context.settings.oldest_days
    oldest = timedelta(days=days) if days else None
    keys = [entry.key for entry in outcome.feed.entries]
    known = await entries.known(c, source.id, keys)
    news: list[NewEntry] = []
    edits = 0
    for new in sorted_out(source, outcome.feed.entries, now, oldest):
        before = known.get(new.key)
        if before is None:
            news.append(new)
        elif worth_reading_again(before, new):
            await entries.edited(c, before.id, new)
            edits += 1
    slot = await context.slots(c, source) if news else None
    # Feeds list the newest first; what came first is to be read first.
    await entries.add(c, source.id, news[::-1], now, slot)
    await entries.shown(c, source.id, keys, now)
    seen: dict[str, Any] = dict(outcome.seen)
    if news:
        seen["last_new"] = now
    if outcome.moved_to:
        seen |= await _moved(c, source, outcome.moved_to)
    if not await polls.taken(c, source, context.claimant, now, outcome.next_check, **seen):
        raise _Lost
    refused = sum(new.payload is None for new in news)
    return len(news) - refused + edits, refused


async def _moved(c: AsyncConnection, source: Source, to: str) -> dict[str, Any]:
    """The new address, where it is no other source's."""
    if await sources.by_url(c, to, owner=source.owner):
        return {}
    log.info("source_moved", source=source.id)
    return {"url": to, "moved_to": None, "moved_times": 0}
