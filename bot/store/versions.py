"""What articles are recognised by, and which are versions of one.

A key is kept as a fingerprint, so that links of any length fit an index; a link's text stands
beside it. Versions of one article are a series, and each is an article of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    delete,
    false,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.articles import articles
from bot.store.schema import Key, Utc, metadata


class KeyKind(StrEnum):
    LINK = "link"
    ENTRY = "entry"
    """A feed entry's key within its source."""
    CALLER = "caller"
    """What another system calls it."""
    TEXT = "text"
    """Of all its words."""
    PASSAGE = "passage"
    """Of some of its words; several articles may have it."""
    SOURCE = "source"
    """A source it came from; many articles have it."""


article_keys = Table(
    "article_keys",
    metadata,
    Column("kind", String(8), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("article", Key, ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True),
    Column("value", Text),
    Index("ix_article_keys_article", "article"),
)

article_versions = Table(
    "article_versions",
    metadata,
    Column("article", Key, ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True),
    Column("series", Key, nullable=False, index=True),
    Column("current_at", Utc, nullable=False),
    Column("anew", Boolean, nullable=False, server_default=false()),
)

versions_told = Table(
    "versions_told",
    metadata,
    Column("chat", Key, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "article",
        Key,
        ForeignKey("articles.number", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("at", Utc, nullable=False),
)

LOCK = 7243620432
"""PostgreSQL's advisory lock under which articles are taken in."""
_MOST_WITH_ONE_PASSAGE = 8
"""A passage that more articles have is a site's own boilerplate."""


@dataclass(frozen=True, slots=True)
class Version:
    article: int
    series: int
    """The number of the first version."""
    current_at: datetime
    """When the outlet was last seen to show it; the latest of a series is what it says now."""
    anew: bool
    """Most of it was new against the version before."""


async def one_at_a_time(c: AsyncConnection) -> None:
    """Nobody else takes an article in until this transaction ends.

    On SQLite a writing transaction is alone anyway.
    """
    if c.dialect.name == "postgresql":
        await c.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _hashed(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:32]


async def holders(c: AsyncConnection, kind: KeyKind, values: Iterable[str]) -> Sequence[int]:
    """The articles that have any of these keys, newest first, a few at most of each key."""
    found: set[int] = set()
    for value in dict.fromkeys(values):
        query = (
            select(article_keys.c.article)
            .where(article_keys.c.kind == kind, article_keys.c.key == _hashed(value))
            .order_by(article_keys.c.article.desc())
            .limit(_MOST_WITH_ONE_PASSAGE)
        )
        found.update((await c.execute(query)).scalars())
    return sorted(found, reverse=True)


async def give(
    c: AsyncConnection,
    article: int,
    kind: KeyKind,
    keys: Iterable[str],
    *,
    alone: bool = False,
    text: str | None = None,
) -> None:
    """Put keys on an article. `alone`: they are taken off every other. `text`: what they stand
    for, to be shown."""
    for value in dict.fromkeys(keys):
        key = article_keys.c.kind == kind, article_keys.c.key == _hashed(value)
        if alone:
            await c.execute(delete(article_keys).where(*key, article_keys.c.article != article))
        there = select(article_keys.c.article).where(*key, article_keys.c.article == article)
        if (await c.execute(there)).first() is None:
            await c.execute(
                insert(article_keys).values(
                    kind=kind, key=_hashed(value), article=article, value=text and _storable(text)
                )
            )


def _storable(value: str) -> str:
    return value.replace("\0", "").encode("utf-8", "replace").decode()


async def hand_over(c: AsyncConnection, before: int, after: int, kinds: Sequence[KeyKind]) -> None:
    """Keys of these kinds go from one article to another that has none of them yet."""
    await c.execute(
        update(article_keys)
        .where(article_keys.c.article == before, article_keys.c.kind.in_(kinds))
        .values(article=after)
    )


async def values_of(c: AsyncConnection, article: int, kind: KeyKind) -> Sequence[str]:
    """The links or the sources of an article."""
    query = (
        select(article_keys.c.value)
        .where(article_keys.c.article == article, article_keys.c.kind == kind)
        .order_by(article_keys.c.value)
    )
    return [value for value in (await c.execute(query)).scalars() if value]


# --------------------------------------------------------------------------------- versions


async def series_of(c: AsyncConnection, article: int) -> Sequence[Version]:
    """All versions of an article, what the outlet says now last; nothing where there is one."""
    own = select(article_versions.c.series).where(article_versions.c.article == article)
    query = (
        select(article_versions)
        .where(article_versions.c.series == own.scalar_subquery())
        .order_by(article_versions.c.current_at, article_versions.c.article)
    )
    return [Version(**row._mapping) for row in await c.execute(query)]


async def add_version(
    c: AsyncConnection, article: int, before: int, now: datetime, *, anew: bool = False
) -> None:
    """`article` is the version after `before`, and what its outlet says now."""
    known = await series_of(c, before)
    series = known[0].series if known else before
    if not known:
        received = select(articles.c.received_at).where(articles.c.number == before)
        since = (await c.execute(received)).scalar_one()
        first = {"article": before, "series": series, "current_at": since}
        await c.execute(insert(article_versions).values(**first))
    await c.execute(
        insert(article_versions).values(article=article, series=series, current_at=now, anew=anew)
    )


async def seen_again(c: AsyncConnection, article: int, now: datetime) -> None:
    """The outlet shows this version now; only of importance where it had shown a later one."""
    await c.execute(
        update(article_versions).where(article_versions.c.article == article).values(current_at=now)
    )
