"""Digests: one row for one chat and one slot, and which articles stood in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.outbox import unsent_digests
from bot.store.schema import Key, Utc, metadata


class Occasion(StrEnum):
    """Why a digest was made."""

    SCHEDULED = "scheduled"
    ASKED = "asked"


digests = Table(
    "digests",
    metadata,
    Column("id", Key, primary_key=True),
    Column("chat", Key, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("slot", String(96), nullable=False),
    Column("occasion", String(16), nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("made_at", Utc, nullable=False, index=True),
    Column("late_by", Integer, nullable=False, server_default="0"),
    Column("content", Text),
    Column("writers", Text, nullable=False, server_default=""),
    UniqueConstraint("chat", "slot"),
    sqlite_autoincrement=True,
)

digest_articles = Table(
    "digest_articles",
    metadata,
    Column("digest", Key, ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "article",
        Key,
        ForeignKey("articles.number", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)


@dataclass(frozen=True, slots=True)
class DigestRow:
    id: int
    chat: int
    slot: str
    """Local date, time and zone: "2026-03-29T02:30[Europe/Berlin]"; free text where asked for."""
    occasion: Occasion
    due_at: datetime
    made_at: datetime
    late_by: int
    """Seconds between the slot and the making, where it was missed; else 0."""
    content: str | None
    """bot.records.Digest through bot.store.serial, for the buttons beneath it."""
    writers: str
    """A line each: the models that wrote in it, with the version of each prompt they were told;
    and what no model wrote that should have, with the reason."""


def _digest(row: Row[Any]) -> DigestRow:
    fields = dict(row._mapping)
    fields["occasion"] = Occasion(fields["occasion"])
    return DigestRow(**fields)


async def insert_once(
    c: AsyncConnection,
    chat: int,
    slot: str,
    due_at: datetime,
    made_at: datetime,
    *,
    occasion: Occasion = Occasion.SCHEDULED,
    late_by: int = 0,
    content: str | None = None,
    writers: str = "",
) -> int | None:
    """The new digest's id; None where this chat has one for this slot."""
    taken = select(digests.c.id).where(digests.c.chat == chat, digests.c.slot == slot)
    if (await c.execute(taken)).first():
        return None
    made = await c.execute(
        insert(digests)
        .values(
            chat=chat,
            slot=slot,
            occasion=occasion,
            due_at=due_at,
            made_at=made_at,
            late_by=late_by,
            content=content,
            writers=writers,
        )
        .returning(digests.c.id)
    )
    return int(made.scalar_one())


async def add_articles(c: AsyncConnection, digest: int, numbers: Iterable[int]) -> None:
    """`numbers`: `StoredArticle.number` of those shown, so that they are not shown again."""
    rows = [{"digest": digest, "article": number} for number in dict.fromkeys(numbers)]
    if rows:
        await c.execute(insert(digest_articles), rows)


async def last_of(c: AsyncConnection, chat: int) -> DigestRow | None:
    """The chat's latest digest of any occasion."""
    query = (
        select(digests)
        .where(digests.c.chat == chat)
        .order_by(digests.c.made_at.desc(), digests.c.id.desc())
        .limit(1)
    )
    row = (await c.execute(query)).first()
    return _digest(row) if row else None


async def of_chat(c: AsyncConnection, chat: int) -> Sequence[DigestRow]:
    """All of a chat's, oldest first."""
    query = select(digests).where(digests.c.chat == chat).order_by(digests.c.id)
    return [_digest(row) for row in await c.execute(query)]


async def latest_made(c: AsyncConnection) -> datetime | None:
    """When the newest digest of any chat was made."""
    found: datetime | None = (
        await c.execute(select(func.max(digests.c.made_at, type_=Utc)))
    ).scalar()
    return found


async def articles_of(c: AsyncConnection, digest: int) -> Sequence[int]:
    """Article numbers."""
    query = select(digest_articles.c.article).where(digest_articles.c.digest == digest)
    return sorted((await c.execute(query)).scalars())


async def prune(c: AsyncConnection, before: datetime) -> int:
    """Delete digests made before then, but those with a message still to go."""
    old = digests.c.made_at < before, digests.c.id.not_in(unsent_digests())
    return (await c.execute(digests.delete().where(*old))).rowcount
