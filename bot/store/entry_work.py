"""Entries that wait for their text: whose turn it is, who is at one, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    Select,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.entries import COLUMNS, EntryState, StoredEntry, clean, enqueue, entries, entry_of
from bot.store.sources import sources


async def waiting(c: AsyncConnection, now: datetime, *, without: Collection[int] = ()) -> bool:
    """Whether `claim` would find one."""
    return (await c.execute(_next(now, without))).first() is not None


def _next(now: datetime, without: Collection[int]) -> Select[int]:
    return (
        select(entries.c.id)
        .join(sources, sources.c.id == entries.c.source)
        .where(
            entries.c.state == EntryState.WAITING,
            entries.c.not_before.is_(None) | (entries.c.not_before <= now),
            entries.c.claimed_until.is_(None) | (entries.c.claimed_until <= now),
            entries.c.source.not_in(list(without)),
        )
        .order_by(entries.c.slot.asc().nulls_last(), sources.c.priority.desc(), entries.c.id)
        .limit(1)
    )


async def claim(
    c: AsyncConnection,
    now: datetime,
    until: datetime,
    claimant: str,
    *,
    without: Collection[int] = (),
) -> StoredEntry | None:
    """Take the next waiting entry for oneself until then.

    In order: the oldest digest that waits, the source's priority, age. `without`: sources passed
    over, since one of their pages is being fetched already.
    """
    chosen = _next(now, without).with_for_update(skip_locked=True, of=entries)
    number = (await c.execute(chosen)).scalar()
    if number is None:
        return None
    made = await c.execute(
        update(entries)
        .where(entries.c.id == number)
        .values(claim=claimant, claimed_until=until)
        .returning(*COLUMNS)
    )
    return entry_of(made.one())


async def waiting_one(c: AsyncConnection, entry: int, now: datetime) -> StoredEntry | None:
    """The entry, where it waits and its pause after a failure is over."""
    query = select(*COLUMNS).where(
        entries.c.id == entry,
        entries.c.state == EntryState.WAITING,
        entries.c.not_before.is_(None) | (entries.c.not_before <= now),
    )
    row = (await c.execute(query)).first()
    return entry_of(row) if row else None


async def release(c: AsyncConnection, claimant: str) -> None:
    """Let go of whatever this claimant holds, as it was."""
    await c.execute(
        update(entries).where(entries.c.claim == claimant).values(claim="", claimed_until=None)
    )


async def taken(c: AsyncConnection, entry: int, article: int) -> None:
    await c.execute(
        update(entries)
        .where(entries.c.id == entry)
        .values(state=EntryState.TAKEN, article=article, payload=None, error="", reason="")
    )


async def refused(c: AsyncConnection, entry: int, error: str, reason: str) -> None:
    await c.execute(
        update(entries)
        .where(entries.c.id == entry)
        .values(
            state=EntryState.REFUSED,
            payload=None,
            error=error[:64],
            reason=(clean(reason) or "")[:512],
        )
    )


async def dropped(c: AsyncConnection, entry: int) -> None:
    """Refuse it where it still waits: the operator wants nothing of it."""
    query = select(entries.c.id).where(entries.c.id == entry, entries.c.state == EntryState.WAITING)
    if (await c.execute(query)).first():
        await refused(c, entry, "Dropped", "`mujaz work drop` threw it away.")


async def postponed(
    c: AsyncConnection, entry: int, retry_at: datetime, error: str, reason: str
) -> None:
    """One attempt came to nothing; it is tried again then."""
    await c.execute(
        update(entries)
        .where(entries.c.id == entry)
        .values(
            attempts=entries.c.attempts + 1,
            not_before=retry_at,
            claim="",
            claimed_until=None,
            error=error[:64],
            reason=(clean(reason) or "")[:512],
        )
    )
    await enqueue(c, entry)
