"""Polls of sources: which are due, which process makes one, and what came of it.

A poll is claimed for a while before it begins, so that two processes never ask one source at the
same time. What came of it is written only while the claim still stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import jobs
from bot.store.schema import Utc
from bot.store.source import UNASKED, Health, Source
from bot.store.sources import source_of, sources


def _asked() -> ColumnElement[bool]:
    return sources.c.health.not_in(UNASKED)


def _free(now: datetime) -> ColumnElement[bool]:
    return sources.c.claimed_until.is_(None) | (sources.c.claimed_until <= now)


async def soonest(c: AsyncConnection, now: datetime) -> datetime | None:
    """When the next check of any source that nobody is at comes."""
    query = select(func.min(sources.c.next_check, type_=Utc)).where(_asked(), _free(now))
    found: datetime | None = (await c.execute(query)).scalar()
    return found


async def claim(
    c: AsyncConnection,
    now: datetime,
    until: datetime,
    claimant: str,
    *,
    limit: int,
    only: int | None = None,
) -> Sequence[Source]:
    """Take due sources for oneself until then, in order of their time.

    `only`: this one, whether it is due or not, but not while another is at it.
    """
    wanted = _asked() & (sources.c.next_check <= now) if only is None else sources.c.id == only
    chosen = (
        select(sources.c.id)
        .where(_free(now), wanted)
        .order_by(sources.c.next_check, sources.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    numbers = list((await c.execute(chosen)).scalars())
    if not numbers:
        return []
    await c.execute(
        update(sources).where(sources.c.id.in_(numbers)).values(claim=claimant, claimed_until=until)
    )
    query = select(sources).where(sources.c.id.in_(numbers))
    rows = await c.execute(query.order_by(sources.c.next_check, sources.c.id))
    return [source_of(row) for row in rows]


async def times(c: AsyncConnection, without: set[int]) -> list[tuple[int, datetime]]:
    """Every source that is asked, with its next check, but those."""
    rows = await c.execute(select(sources.c.id, sources.c.next_check).where(_asked()))
    return [(number, at) for number, at in rows if number not in without]


async def seize(
    c: AsyncConnection, source: int, now: datetime, until: datetime, claimant: str
) -> Source | None:
    """Take a source that is due from whoever has it; None where it is not due. For whoever knows
    by a job's lock that nobody else is at it: the claim then only keeps a process that was taken
    for dead from writing what it found."""
    taken = await c.execute(
        update(sources)
        .where(sources.c.id == source, _asked(), sources.c.next_check <= now)
        .values(claim=claimant, claimed_until=until)
    )
    if taken.rowcount != 1:
        return None
    row = (await c.execute(select(sources).where(sources.c.id == source))).one()
    return source_of(row)


async def release(c: AsyncConnection, claimant: str) -> None:
    """Let go of whatever this claimant holds, as it was."""
    await c.execute(
        update(sources).where(sources.c.claim == claimant).values(claim="", claimed_until=None)
    )


async def _finish(c: AsyncConnection, source: int, claimant: str, values: dict[str, Any]) -> bool:
    done = await c.execute(
        update(sources)
        .where(sources.c.id == source, sources.c.claim == claimant)
        .values(claim="", claimed_until=None, **values)
    )
    if done.rowcount != 1:
        return False
    if values.get("health") is not Health.GONE:
        await jobs.add(c, jobs.source(source, values["next_check"]))
    return True


async def unchanged(
    c: AsyncConnection,
    source: Source,
    claimant: str,
    now: datetime,
    next_check: datetime,
    **seen: Any,
) -> bool:
    """Nothing new: the check time, and that it is well again where it was not.

    `seen`: as in `taken`. False where the claim was lost, and then nothing is written; so with
    all below.
    """
    values = {"checked_at": now, "last_ok": now, "next_check": next_check} | seen
    if source.health is not Health.OK:
        values |= _WELL
    return await _finish(c, source.id, claimant, values)


_WELL: dict[str, Any] = {
    "health": Health.OK,
    "failing_since": None,
    "failures": 0,
    "reported_at": None,
    "error": "",
    "reason": "",
}


async def taken(
    c: AsyncConnection,
    source: Source,
    claimant: str,
    now: datetime,
    next_check: datetime,
    **seen: Any,
) -> bool:
    """Parsed. `seen`: columns that the feed or its headers set, as `etag` or `pace_minutes`."""
    values = _WELL | {"checked_at": now, "last_ok": now, "next_check": next_check} | seen
    return await _finish(c, source.id, claimant, values)


async def failed(
    c: AsyncConnection,
    source: Source,
    claimant: str,
    now: datetime,
    next_check: datetime,
    *,
    error: str,
    reason: str,
    gone: bool = False,
) -> bool:
    """The check came to nothing. `gone`: for good; it is not asked again until revived."""
    values = {
        "health": Health.GONE if gone else Health.FAILING,
        "checked_at": now,
        "next_check": next_check,
        "failing_since": source.failing_since or now,
        "failures": source.failures + 1,
        "error": error[:64],
        "reason": reason.replace("\0", "")[:512],
    }
    return await _finish(c, source.id, claimant, values)


async def revive(c: AsyncConnection, source: int, now: datetime) -> bool:
    """Ask a gone, paused or failing source again, at once and as if nothing had been."""
    done = await c.execute(
        update(sources).where(sources.c.id == source).values(next_check=now, **_WELL)
    )
    await jobs.add(c, jobs.source(source, now))
    return done.rowcount == 1


async def soon(c: AsyncConnection, source: int, now: datetime) -> None:
    """Ask it at the next turn: its next check was set for other settings."""
    await c.execute(update(sources).where(sources.c.id == source).values(next_check=now))
    await jobs.add(c, jobs.source(source, now))


async def count_due(c: AsyncConnection, now: datetime) -> int:
    query = select(func.count()).select_from(sources)
    found = await c.execute(query.where(_asked(), _free(now), sources.c.next_check <= now))
    return int(found.scalar_one())


async def unreported(c: AsyncConnection, failing_before: datetime) -> Sequence[Source]:
    """Failing since before then or gone, and their owner was not told yet."""
    query = (
        select(sources)
        .where(
            sources.c.reported_at.is_(None),
            (sources.c.health == Health.GONE)
            | ((sources.c.health == Health.FAILING) & (sources.c.failing_since <= failing_before)),
        )
        .order_by(sources.c.id)
    )
    return [source_of(row) for row in await c.execute(query)]


async def reported(c: AsyncConnection, source: int, now: datetime) -> None:
    await c.execute(update(sources).where(sources.c.id == source).values(reported_at=now))
