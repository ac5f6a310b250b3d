"""Digests: one row for one chat and one slot, which articles stood in it, and why where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.outbox import digests_about, unsent_digests
from bot.store.schema import Json, Key, Utc, metadata


class Occasion(StrEnum):
    """Why a digest was made."""

    SCHEDULED = "scheduled"
    ASKED = "asked"
    BREAKING = "breaking"
    """One story, at once."""


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
    Column("page", String(64)),
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

digest_stories = Table(
    "digest_stories",
    metadata,
    Column("digest", Key, ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
    Column("story", Integer, primary_key=True, autoincrement=False),
    Column(
        "article",
        Key,
        ForeignKey("articles.number", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("worth", Json, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A numbered story of a digest, by one of its articles, and why it stood where it did."""

    article: int
    worth: tuple[tuple[str, float, tuple[str, ...]], ...]
    """bot.records.Worth, each as reason, value and what about."""


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
    """What it said, for its page, as bot/pipeline/kept_digests.py has it. None where nothing was
    kept, or something in it was taken back."""
    writers: str
    """A line each: the models that wrote in it, with the version of each prompt they were told;
    and what no model wrote that should have, with the reason."""
    page: str | None = None
    """The name of its page; None: it has none."""


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
    page: str | None = None,
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
            page=page,
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


async def add_stories(c: AsyncConnection, digest: int, placed: Iterable[Placed]) -> None:
    """The numbered stories of a digest, in order, from 1."""
    rows = [
        {"digest": digest, "story": number, "article": each.article, "worth": each.worth}
        for number, each in enumerate(placed, 1)
    ]
    if rows:
        await c.execute(insert(digest_stories), rows)


async def story_of(c: AsyncConnection, digest: int, number: int) -> Placed | None:
    """None where the digest had no such story, or the article is kept no more."""
    query = select(digest_stories.c.article, digest_stories.c.worth).where(
        digest_stories.c.digest == digest, digest_stories.c.story == number
    )
    row = (await c.execute(query)).first()
    if row is None:
        return None
    worth = tuple((reason, value, tuple(about)) for reason, value, about in row.worth)
    return Placed(row.article, worth)


def held_articles() -> ColumnElement[bool]:
    """Whether articles stood in a digest: a slot for which there was nothing has a row too."""
    return exists().where(digest_articles.c.digest == digests.c.id)


async def last_of(c: AsyncConnection, chat: int) -> DigestRow | None:
    """The chat's latest digest, be it of an empty slot; what was sent at once apart."""
    return await _last(c, chat)


async def last_with_articles(
    c: AsyncConnection, chat: int, *, before: int | None = None
) -> DigestRow | None:
    """The chat's latest digest in which articles stood, what was sent at once apart. `before`: the
    latest before that digest."""
    earlier = [digests.c.id < before] if before is not None else []
    return await _last(c, chat, held_articles(), *earlier)


async def _last(c: AsyncConnection, chat: int, *those: ColumnElement[bool]) -> DigestRow | None:
    query = (
        select(digests)
        .where(digests.c.chat == chat, digests.c.occasion != Occasion.BREAKING, *those)
        .order_by(digests.c.made_at.desc(), digests.c.id.desc())
        .limit(1)
    )
    row = (await c.execute(query)).first()
    return _digest(row) if row else None


async def sent_at_once(c: AsyncConnection, chat: int, since: datetime) -> int:
    """How many stories the chat was sent at once since then."""
    query = select(func.count()).where(
        digests.c.chat == chat,
        digests.c.occasion == Occasion.BREAKING,
        digests.c.made_at >= since,
    )
    return int((await c.execute(query)).scalar_one())


async def articles_since(
    c: AsyncConnection, chat: int, since: datetime, limit: int
) -> Sequence[int]:
    """Numbers of the articles in the chat's digests since then, the newest at most."""
    query = (
        select(digest_articles.c.article)
        .join(digests, digests.c.id == digest_articles.c.digest)
        .where(digests.c.chat == chat, digests.c.made_at >= since)
        .order_by(digest_articles.c.article.desc())
        .distinct()
        .limit(limit)
    )
    return sorted((await c.execute(query)).scalars())


async def any_held(c: AsyncConnection, chat: int, numbers: Collection[int]) -> bool:
    """Whether one of these articles stands in a digest of the chat's."""
    query = (
        select(digest_articles.c.article)
        .join(digests, digests.c.id == digest_articles.c.digest)
        .where(digests.c.chat == chat, digest_articles.c.article.in_(numbers))
        .limit(1)
    )
    return (await c.execute(query)).first() is not None


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


async def get(c: AsyncConnection, digest: int) -> DigestRow | None:
    row = (await c.execute(select(digests).where(digests.c.id == digest))).first()
    return _digest(row) if row else None


async def blank(c: AsyncConnection, number: int, chat: int | None = None) -> None:
    """Forget what digests said that held or quoted an article; of one chat, or of all."""
    held = select(digest_articles.c.digest).where(digest_articles.c.article == number)
    quoted = digests.c.id.in_(digests_about(number))
    theirs: list[ColumnElement[bool]] = [digests.c.id.in_(held) | quoted]
    if chat is not None:
        theirs.append(digests.c.chat == chat)
    await c.execute(update(digests).where(*theirs).values(content=None))


async def any_kept(c: AsyncConnection, before: datetime) -> bool:
    """Whether it is still kept what a digest of before then said."""
    query = select(digests.c.id).where(digests.c.made_at < before, digests.c.content.is_not(None))
    return (await c.execute(query.limit(1))).first() is not None


async def let_go(c: AsyncConnection, before: datetime) -> None:
    """Forget what digests said that were made before then: their pages are over."""
    await c.execute(update(digests).where(digests.c.made_at < before).values(content=None))


async def prune(c: AsyncConnection, before: datetime) -> int:
    """Delete digests made before then, but those with a message still to go."""
    old = digests.c.made_at < before, digests.c.id.not_in(unsent_digests())
    return (await c.execute(digests.delete().where(*old))).rowcount
