"""Leases: at most one process does a thing. A counter that stops rising marks the dead.

No clock stands in the row, so that machines whose clocks differ agree; how long a standing
counter must be watched is decided in bot/delivery/sending/lease.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, ColumnElement, String, Table, exists, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema import metadata

lease = Table(
    "lease",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(64), nullable=False, server_default=""),
    Column("beat", BigInteger, nullable=False, server_default="0"),
)


@dataclass(frozen=True, slots=True)
class Lease:
    holder: str
    """Empty: free for the taking."""
    beat: int


async def look(c: AsyncConnection, name: str) -> Lease:
    """Who holds it; a lease nobody ever held is free."""
    row = (
        await c.execute(select(lease.c.holder, lease.c.beat).where(lease.c.name == name))
    ).first()
    return Lease(*row) if row else Lease("", 0)


async def take(c: AsyncConnection, name: str, seen: Lease, holder: str) -> bool:
    """Take it if it still stands as seen; False where it has moved since."""
    make = pg_insert if c.dialect.name == "postgresql" else sqlite_insert
    await c.execute(make(lease).values(name=name).on_conflict_do_nothing())
    changed = await c.execute(
        update(lease)
        .where(lease.c.name == name, lease.c.holder == seen.holder, lease.c.beat == seen.beat)
        .values(holder=holder, beat=seen.beat + 1)
    )
    return changed.rowcount == 1


async def beat(c: AsyncConnection, name: str, holder: str) -> bool:
    """Show that the holder lives; False where it is the holder no more."""
    changed = await c.execute(
        update(lease)
        .where(lease.c.name == name, lease.c.holder == holder)
        .values(beat=lease.c.beat + 1)
    )
    return changed.rowcount == 1


async def release(c: AsyncConnection, name: str, holder: str) -> None:
    await c.execute(
        update(lease)
        .where(lease.c.name == name, lease.c.holder == holder)
        .values(holder="", beat=lease.c.beat + 1)
    )


def held_by(name: str, holder: str) -> ColumnElement[bool]:
    """A condition for statements only the holder may run."""
    return exists().where(lease.c.name == name, lease.c.holder == holder)
