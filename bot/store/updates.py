"""Updates that were answered, so that one that Telegram tells again is not answered again.

The row is written in the transaction of what the update caused. Nothing of the update is kept
but its number.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Column, Table, delete, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import inbox
from bot.store.schema import Utc, metadata

KEPT = timedelta(days=2)
"""Telegram tells again what was not confirmed for 24 hours, and may begin its numbers anew after
a week without updates (core.telegram.org/bots/api#getting-updates, #update)."""

updates = Table(
    "updates",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False, index=True),
)


async def known(c: AsyncConnection, update: int) -> bool:
    query = select(updates.c.id).where(updates.c.id == update)
    return (await c.execute(query)).first() is not None


async def record(c: AsyncConnection, update: int, now: datetime) -> bool:
    """Put it on record, and out of the inbox; False where it is there already."""
    await inbox.done(c, update)
    make = pg_insert if c.dialect.name == "postgresql" else sqlite_insert
    row = make(updates).values(id=update, at=now).on_conflict_do_nothing()
    return (await c.execute(row.returning(updates.c.id))).first() is not None


async def prune(c: AsyncConnection, before: datetime) -> int:
    return (await c.execute(delete(updates).where(updates.c.at < before))).rowcount
