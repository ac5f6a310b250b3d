"""Schedules: a wall time on some weekdays in a zone, and when it next comes, in UTC.

When that is, is decided in bot/delivery/scheduling/schedule.py; here it is only kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Row,
    Select,
    String,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import jobs
from bot.store.chats import ChatState, chats
from bot.store.schema import Key, Utc, metadata

schedules = Table(
    "schedules",
    metadata,
    Column("id", Key, primary_key=True),
    Column("chat", Key, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("wall", String(5), nullable=False),
    Column("days", String(7), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("next_run", Utc, nullable=False, index=True),
    UniqueConstraint("chat", "wall"),
)


@dataclass(frozen=True, slots=True)
class Schedule:
    id: int
    chat: int
    wall: str
    """"HH:MM", 24 hours."""
    days: str
    """Digits of `date.weekday()`: "0123456" is every day, Monday first."""
    zone: str
    """IANA name."""
    next_run: datetime
    """UTC; the slot not yet decided on."""


@dataclass(frozen=True, slots=True)
class NewSchedule:
    wall: str
    days: str
    zone: str
    next_run: datetime


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A chat's next slot, and what the chat has chosen."""

    at: datetime
    telegram_id: int
    settings: Mapping[str, Any]


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(**row._mapping)


async def of_chat(c: AsyncConnection, chat: int) -> Sequence[Schedule]:
    query = select(schedules).where(schedules.c.chat == chat).order_by(schedules.c.wall)
    return [_schedule(row) for row in await c.execute(query)]


async def replace(c: AsyncConnection, chat: int, entries: Iterable[NewSchedule]) -> None:
    """These and no others. An entry that stays as it was keeps the slot it stands at."""
    before = {s.wall: s for s in await of_chat(c, chat)}
    await c.execute(delete(schedules).where(schedules.c.chat == chat))
    for entry in entries:
        old = before.get(entry.wall)
        same = old and (old.days, old.zone) == (entry.days, entry.zone)
        next_run = old.next_run if old and same else entry.next_run
        made = await c.execute(
            insert(schedules)
            .values(chat=chat, wall=entry.wall, days=entry.days, zone=entry.zone, next_run=next_run)
            .returning(schedules.c.id)
        )
        await jobs.add(c, jobs.schedule(made.scalar_one(), chat, next_run))


async def others(c: AsyncConnection, without: set[int]) -> list[Schedule]:
    """Every schedule but those."""
    found = [_schedule(row) for row in await c.execute(select(schedules))]
    return [each for each in found if each.id not in without]


async def get_due(c: AsyncConnection, schedule: int, now: datetime) -> Schedule | None:
    """The schedule, where its next run has come and its chat is not gone."""
    row = (await c.execute(_due(now).where(schedules.c.id == schedule))).first()
    return _schedule(row) if row else None


async def due(c: AsyncConnection, now: datetime) -> Sequence[Schedule]:
    """Those whose next run has come, oldest first. Chats that are gone have none."""
    query = _due(now).order_by(schedules.c.next_run, schedules.c.id)
    return [_schedule(row) for row in await c.execute(query)]


def _due(now: datetime) -> Select[Any]:
    return (
        select(schedules)
        .join(chats, chats.c.id == schedules.c.chat)
        .where(schedules.c.next_run <= now, chats.c.state != ChatState.GONE)
    )


async def advance(
    c: AsyncConnection, schedule: int, expected: datetime, next_run: datetime
) -> bool:
    """Move on from the slot at `expected`; False where somebody else already has."""
    changed = await c.execute(
        update(schedules)
        .where(schedules.c.id == schedule, schedules.c.next_run == expected)
        .values(next_run=next_run)
        .returning(schedules.c.chat)
    )
    chat = changed.scalar()
    if chat is None:
        return False
    await jobs.add(c, jobs.schedule(schedule, chat, next_run))
    return True


async def soonest(c: AsyncConnection) -> datetime | None:
    """When the next slot of any chat that is not gone comes."""
    query = (
        select(func.min(schedules.c.next_run, type_=Utc))
        .join(chats, chats.c.id == schedules.c.chat)
        .where(chats.c.state != ChatState.GONE)
    )
    found: datetime | None = (await c.execute(query)).scalar()
    return found


async def upcoming(c: AsyncConnection) -> Sequence[Upcoming]:
    """The next slot of every chat that is not gone and has one, soonest first."""
    at = func.min(schedules.c.next_run, type_=Utc).label("at")
    first = select(schedules.c.chat, at).group_by(schedules.c.chat).subquery()
    query = (
        select(first.c.at, chats.c.telegram_id, chats.c.settings)
        .join(chats, chats.c.id == first.c.chat)
        .where(chats.c.state != ChatState.GONE)
        .order_by(first.c.at, chats.c.id)
    )
    return [Upcoming(**row._mapping) for row in await c.execute(query)]
