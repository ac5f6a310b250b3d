"""People who have written to the bot, and whether they may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Row,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.chats import chats
from bot.store.schema import Key, Utc, metadata


class Access(StrEnum):
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
    Column("before", String(16)),
    Column("invitation", Key),
)


@dataclass(frozen=True, slots=True)
class User:
    id: int
    """Telegram's."""
    name: str
    language: str | None
    """Of the interface, as chosen by /language; None: follow Telegram's `language_code`."""
    standing: Access
    first_seen: datetime
    last_seen: datetime
    before: Access | None = None
    """Of somebody who is blocked: what they were until then."""
    invitation: int | None = None
    """The number of the invitation that let them in."""


def _user(row: Row[Any]) -> User:
    fields = dict(row._mapping)
    fields["standing"] = Access(fields["standing"])
    fields["before"] = Access(fields["before"]) if fields["before"] else None
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


async def set_standing(c: AsyncConnection, user: int, standing: Access, now: datetime) -> None:
    """Also for somebody who has not written yet."""
    changed = await c.execute(
        update(users).where(users.c.id == user).values(standing=standing, before=None)
    )
    if changed.rowcount == 0:
        await c.execute(
            insert(users).values(id=user, standing=standing, first_seen=now, last_seen=now)
        )


async def block(c: AsyncConnection, user: int, now: datetime) -> None:
    """Shut them out, and keep what they were. Also for somebody who has not written yet."""
    known = await get(c, user)
    if known is not None and known.standing is Access.BLOCKED:
        return
    await set_standing(c, user, Access.BLOCKED, now)
    if known is not None:
        await c.execute(update(users).where(users.c.id == user).values(before=known.standing))


async def unblock(c: AsyncConnection, user: int, now: datetime) -> Access:
    """What they were before they were blocked holds again; that standing."""
    known = await get(c, user)
    if known is None or known.standing is not Access.BLOCKED:
        return known.standing if known else Access.UNKNOWN
    before = known.before or Access.UNKNOWN
    await set_standing(c, user, before, now)
    return before


async def invited(c: AsyncConnection, user: int, invitation: int, now: datetime) -> None:
    """Let them in, and record by which invitation."""
    await set_standing(c, user, Access.ALLOWED, now)
    await c.execute(update(users).where(users.c.id == user).values(invitation=invitation))


async def by_invitation(c: AsyncConnection, invitation: int) -> Sequence[User]:
    """Those it let in, in the order they came."""
    query = select(users).where(users.c.invitation == invitation).order_by(users.c.first_seen)
    return [_user(row) for row in await c.execute(query)]


async def listing(c: AsyncConnection, limit: int, offset: int = 0) -> Sequence[User]:
    """People who have written or are blocked, whoever wrote last first."""
    query = select(users).where(_listed()).order_by(users.c.last_seen.desc(), users.c.id)
    return [_user(row) for row in await c.execute(query.limit(limit).offset(offset))]


async def count(c: AsyncConnection) -> int:
    return int((await c.execute(select(func.count()).where(_listed()))).scalar_one())


def _listed() -> ColumnElement[bool]:
    """People; and a group that was blocked before it was met, which stands in no other list."""
    met = select(chats.c.telegram_id)
    return (users.c.id > 0) | ((users.c.standing == Access.BLOCKED) & users.c.id.not_in(met))


async def forget(c: AsyncConnection, user: int) -> None:
    """Delete what is known of them. Whether they may use the bot stays, with the bare id."""
    unknown = users.c.standing == Access.UNKNOWN
    await c.execute(delete(users).where(users.c.id == user, unknown))
    await c.execute(
        update(users).where(users.c.id == user).values(name="", language=None, invitation=None)
    )
