"""Updates that came from Telegram and are not handled yet, so that neither a kill nor a failure
loses one.

A row is written before the update is confirmed to Telegram, and goes in the transaction that puts
the update on record (bot/store/updates.py), or when nothing came of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Column, Integer, Table, Text, delete, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema import Utc, metadata

KEPT = timedelta(days=1)
"""As long as Telegram keeps what is not confirmed; after it nobody waits for an answer."""

inbox = Table(
    "inbox",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("told", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("at", Utc, nullable=False),
)


@dataclass(frozen=True, slots=True)
class KeptUpdate:
    id: int
    """The update's number."""
    told: str
    """The update as JSON."""
    tries: int
    """Tries begun, this life's first one included."""


async def keep(c: AsyncConnection, number: int, told: str, now: datetime) -> bool:
    """Before its first try; False where it is kept already."""
    make = pg_insert if c.dialect.name == "postgresql" else sqlite_insert
    row = make(inbox).values(id=number, told=told, tries=1, at=now).on_conflict_do_nothing()
    return (await c.execute(row.returning(inbox.c.id))).first() is not None


async def tried(c: AsyncConnection, number: int) -> int | None:
    """A further try begins: which one it is. None where the update is not kept."""
    changed = (
        update(inbox)
        .where(inbox.c.id == number)
        .values(tries=inbox.c.tries + 1)
        .returning(inbox.c.tries)
    )
    tries: int | None = (await c.execute(changed)).scalar()
    return tries


async def tries_of(c: AsyncConnection, number: int) -> int | None:
    """Tries begun of a kept update."""
    query = select(inbox.c.tries).where(inbox.c.id == number)
    tries: int | None = (await c.execute(query)).scalar()
    return tries


async def done(c: AsyncConnection, number: int) -> None:
    await c.execute(delete(inbox).where(inbox.c.id == number))


async def left(c: AsyncConnection) -> Sequence[KeptUpdate]:
    """What a process that ended did not come to, in Telegram's order; each counts as tried."""
    await c.execute(update(inbox).values(tries=inbox.c.tries + 1))
    return await listing(c)


async def listing(c: AsyncConnection) -> Sequence[KeptUpdate]:
    """All that is kept, in Telegram's order."""
    query = select(inbox.c.id, inbox.c.told, inbox.c.tries).order_by(inbox.c.id)
    return [KeptUpdate(**row._mapping) for row in await c.execute(query)]


async def prune(c: AsyncConnection, before: datetime) -> int:
    return (await c.execute(delete(inbox).where(inbox.c.at < before))).rowcount
