"""Invite codes. Only their hashes are kept, so that neither a backup nor a log lets anyone in."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    String,
    Table,
    insert,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema import Key, Utc, metadata

invites = Table(
    "invites",
    metadata,
    Column("id", Key, primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("uses_left", Integer, nullable=False),
    Column("expires_at", Utc),
    Column("made_by", BigInteger, nullable=False),
    Column("created_at", Utc, nullable=False),
)


def _hash(code: str) -> str:
    # The codes are 128 random bits: nothing a slow hash would add.
    return hashlib.sha256(code.encode()).hexdigest()


async def add(
    c: AsyncConnection,
    code: str,
    made_by: int,
    now: datetime,
    *,
    uses: int = 1,
    until: datetime | None = None,
) -> None:
    """A new code: 128 bits that nobody can guess. It cannot be read back."""
    await c.execute(
        insert(invites).values(
            code_hash=_hash(code), uses_left=uses, expires_at=until, made_by=made_by, created_at=now
        )
    )


async def redeem(c: AsyncConnection, code: str, now: datetime) -> bool:
    """Use it once; False where it is unknown, used up or past its end."""
    changed = await c.execute(
        update(invites)
        .where(
            invites.c.code_hash == _hash(code),
            invites.c.uses_left > 0,
            invites.c.expires_at.is_(None) | (invites.c.expires_at > now),
        )
        .values(uses_left=invites.c.uses_left - 1)
    )
    return changed.rowcount == 1
