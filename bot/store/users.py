"""People who have written to the bot, and whether they may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Row, String, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema import Utc, metadata


class Standing(StrEnum):
    UNKNOWN = "unknown"
    """Nobody has let them in; the configuration may still."""
    ALLOWED = "allowed"
    """By an invite."""
    BLOCKED = "blocked"
    """By the operator; wins over everything."""


users = Table(
    "users",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(128), nullable=False, server_default=""),
    Column("language", String(8)),
    Column("standing", String(16), nullable=False, server_default="unknown"),
    Column("first_seen", Utc, nullable=False),
    Column("last_seen", Utc, nullable=False),
)


@dataclass(frozen=True, slots=True)
class User:
    id: int
    """Telegram's."""
    name: str
    language: str | None
    """Of the interface, as chosen by /language; None: follow Telegram's `language_code`."""
    standing: Standing
    first_seen: datetime
    last_seen: datetime


def _user(row: Row[Any]) -> User:
    fields = dict(row._mapping)
    fields["standing"] = Standing(fields["standing"])
    return User(**fields)


async def get(c: AsyncConnection, user: int) -> User | None:
    row = (await c.execute(select(users).where(users.c.id == user))).first()
    return _user(row) if row else None


async def seen(c: AsyncConnection, user: int, name: str, now: datetime) -> User:
    """Record that they wrote; make the row where they are new."""
    changed = await c.execute(
        update(users).where(users.c.id == user).values(name=name[:128], last_seen=now)
    )
    if changed.rowcount == 0:
        await c.execute(
            insert(users).values(id=user, name=name[:128], first_seen=now, last_seen=now)
        )
    found = await get(c, user)
    assert found is not None
    return found


async def set_standing(c: AsyncConnection, user: int, standing: Standing, now: datetime) -> None:
    """Also for somebody who has not written yet."""
    changed = await c.execute(update(users).where(users.c.id == user).values(standing=standing))
    if changed.rowcount == 0:
        await c.execute(
            insert(users).values(id=user, standing=standing, first_seen=now, last_seen=now)
        )


async def forget(c: AsyncConnection, user: int) -> None:
    """Delete what is known of them. Whether they may use the bot stays, with the bare id."""
    unknown = users.c.standing == Standing.UNKNOWN
    await c.execute(delete(users).where(users.c.id == user, unknown))
    await c.execute(update(users).where(users.c.id == user).values(name="", language=None))
