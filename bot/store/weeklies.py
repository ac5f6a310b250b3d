"""When the picture of the week next comes to the chats that have it sent to them.

What it shows is in bot/delivery/scheduling/weekly.py; here is only the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Row, String, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.chats import ChatState, chats
from bot.store.schema import Key, Utc, metadata

weeklies = Table(
    "weeklies",
    metadata,
    Column(
        "chat",
        Key,
        ForeignKey("chats.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("wall", String(5), nullable=False),
    Column("day", String(7), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("next_run", Utc, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Weekly:
    chat: int
    wall: str
    """"HH:MM", 24 hours."""
    day: str
    """The digit of `date.weekday()`."""
    zone: str
    """IANA name."""
    next_run: datetime
    """UTC; the slot not yet decided on."""


def _weekly(row: Row[Any]) -> Weekly:
    return Weekly(**row._mapping)


async def get(c: AsyncConnection, chat: int) -> Weekly | None:
    row = (await c.execute(select(weeklies).where(weeklies.c.chat == chat))).first()
    return _weekly(row) if row else None


async def replace(c: AsyncConnection, chat: int, wanted: Weekly | None) -> None:
    """This and no other. One that stays as it was keeps the slot it stands at."""
    before = await get(c, chat)
    if before and wanted and _time(before) == _time(wanted):
        return
    await c.execute(delete(weeklies).where(weeklies.c.chat == chat))
    if wanted is not None:
        await c.execute(insert(weeklies).values(**asdict(wanted)))


def _time(of: Weekly) -> tuple[str, str, str]:
    return of.wall, of.day, of.zone


async def due(c: AsyncConnection, now: datetime) -> Sequence[Weekly]:
    """Those whose slot has come, oldest first. Chats that are gone have none."""
    query = (
        select(weeklies)
        .join(chats, chats.c.id == weeklies.c.chat)
        .where(weeklies.c.next_run <= now, chats.c.state != ChatState.GONE)
        .order_by(weeklies.c.next_run, weeklies.c.chat)
    )
    return [_weekly(row) for row in await c.execute(query)]


async def advance(c: AsyncConnection, chat: int, expected: datetime, next_run: datetime) -> bool:
    """Move on from the slot at `expected`; False where somebody else already has."""
    changed = await c.execute(
        update(weeklies)
        .where(weeklies.c.chat == chat, weeklies.c.next_run == expected)
        .values(next_run=next_run)
    )
    return changed.rowcount > 0
