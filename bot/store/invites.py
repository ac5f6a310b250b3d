"""Invite codes. Only their hashes are kept, so that neither a backup nor a log lets anyone in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema import Key, Utc, metadata
from bot.store.users import users

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


async def redeem(c: AsyncConnection, code: str, now: datetime) -> int | None:
    """Use it once; its number, or None where it is unknown, used up or past its end."""
    used: int | None = (
        await c.execute(
            update(invites)
            .where(
                invites.c.code_hash == _hash(code),
                invites.c.uses_left > 0,
                invites.c.expires_at.is_(None) | (invites.c.expires_at > now),
            )
            .values(uses_left=invites.c.uses_left - 1)
            .returning(invites.c.id)
        )
    ).scalar()
    return used


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is known of an invitation: not its code."""

    id: int
    uses_left: int
    expires_at: datetime | None
    created_at: datetime

    def open(self, now: datetime) -> bool:
        """Whether it still lets somebody in."""
        return self.uses_left > 0 and (self.expires_at is None or self.expires_at > now)


_SHOWN = (invites.c.id, invites.c.uses_left, invites.c.expires_at, invites.c.created_at)


async def listing(c: AsyncConnection, limit: int, offset: int = 0) -> Sequence[Invitation]:
    """The newest first."""
    query = select(*_SHOWN).order_by(invites.c.id.desc()).limit(limit).offset(offset)
    return [Invitation(*row) for row in await c.execute(query)]


async def count(c: AsyncConnection) -> int:
    return int((await c.execute(select(func.count(invites.c.id)))).scalar_one())


async def get(c: AsyncConnection, number: int) -> Invitation | None:
    row = (await c.execute(select(*_SHOWN).where(invites.c.id == number))).first()
    return Invitation(*row) if row else None


async def remove(c: AsyncConnection, number: int) -> bool:
    """It lets nobody in any more; those it let in stay. Whether there was one.

    The number may be given again, so nobody is said to have come by it.
    """
    await c.execute(update(users).where(users.c.invitation == number).values(invitation=None))
    return (await c.execute(delete(invites).where(invites.c.id == number))).rowcount == 1
