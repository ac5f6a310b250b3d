"""What the operator has switched on for every process that shares the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, String, Table, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema import Utc, metadata

PAUSED = "paused"
"""No digest is made until it is switched off."""

switches = Table(
    "switches",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("since", Utc, nullable=False),
)


async def since(c: AsyncConnection, name: str) -> datetime | None:
    """When it was switched on; None where it is off."""
    found: datetime | None = (
        await c.execute(select(switches.c.since).where(switches.c.name == name))
    ).scalar()
    return found


async def on(c: AsyncConnection, name: str, now: datetime) -> None:
    if await since(c, name) is None:
        await c.execute(insert(switches).values(name=name, since=now))


async def off(c: AsyncConnection, name: str) -> None:
    await c.execute(delete(switches).where(switches.c.name == name))
