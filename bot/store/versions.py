"""What articles are recognised by, which are versions of one, and who was told of that.

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
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    column,
    delete,
    exists,
    false,
    func,
    insert,
    select,
    table,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.digests import digest_articles, digests
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

# The table itself is in bot.store.articles, whose queries need this file.
_articles = table("articles", column("number"), column("received_at", Utc), column("brief")).alias(
    "versioned"
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
    """The articles that have any of these keys, newest first, a few for each key at most."""
    keys = [_hashed(value) for value in dict.fromkeys(values)]
    if not keys:
        return []
    query = (
        select(article_keys.c.article)
        .where(article_keys.c.kind == kind, article_keys.c.key.in_(keys))
        .distinct()
        .order_by(article_keys.c.article.desc())
        .limit(_MOST_WITH_ONE_PASSAGE * len(keys))
    )
    return list((await c.execute(query)).scalars())


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
    hashed = [_hashed(value) for value in dict.fromkeys(keys)]
    if not hashed:
        return
    these = article_keys.c.kind == kind, article_keys.c.key.in_(hashed)
    if alone:
        await c.execute(delete(article_keys).where(*these, article_keys.c.article != article))
    there = select(article_keys.c.key).where(*these, article_keys.c.article == article)
    known = set((await c.execute(there)).scalars())
    kept = text and _storable(text)
    rows = [
        {"kind": kind, "key": key, "article": article, "value": kept}
        for key in hashed
        if key not in known
    ]
    if rows:
        await c.execute(insert(article_keys), rows)


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
        received = select(_articles.c.received_at).where(_articles.c.number == before)
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


# ------------------------------------------------------------------------- what chats were told


async def outdated(c: AsyncConnection, chat: int) -> Sequence[tuple[int, int]]:
    """Pairs of articles: what the chat was told last, and the version that holds now.

    Oldest first. The later version is one that has its brief.
    """
    had = (
        select(digest_articles.c.article, func.max(digests.c.made_at, type_=Utc).label("at"))
        .join(digests, digests.c.id == digest_articles.c.digest)
        .where(digests.c.chat == chat)
        .group_by(digest_articles.c.article)
    )
    told = select(versions_told.c.article, versions_told.c.at).where(versions_told.c.chat == chat)
    series = article_versions.c
    known: dict[int, tuple[datetime, int]] = {}
    for query in (had, told):
        seen = query.subquery()
        rows = select(series.series, seen.c.article, seen.c.at).join(
            seen, seen.c.article == series.article
        )
        for number, article, at in await c.execute(rows):
            known[number] = max(known.get(number, (at, article)), (at, article))
    current = (
        select(series.series, series.article)
        .join(_articles, _articles.c.number == series.article)
        .where(series.series.in_(list(known)), _articles.c.brief.is_not(None))
        .order_by(series.current_at, series.article)
    )
    latest = {row.series: row.article for row in await c.execute(current)}
    pairs = [(known[number][1], article) for number, article in latest.items()]
    return sorted((had, now) for had, now in pairs if had != now)


def no_news_to(chat: int, article: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether an article is a version of one the chat's digests held, and no more than an edit
    of it, or was replaced by a version that has its brief."""
    own, held, later = (article_versions.alias(name) for name in ("own", "held", "later"))
    replaced = exists().where(
        own.c.article == article,
        later.c.series == own.c.series,
        later.c.current_at > own.c.current_at,
        _articles.c.number == later.c.article,
        _articles.c.brief.is_not(None),
    )
    rewritten = exists().where(
        later.c.series == own.c.series,
        later.c.anew,
        later.c.current_at > held.c.current_at,
        later.c.current_at <= own.c.current_at,
    )
    had = exists().where(
        own.c.article == article,
        held.c.series == own.c.series,
        digest_articles.c.article == held.c.article,
        digests.c.id == digest_articles.c.digest,
        digests.c.chat == chat,
        ~rewritten,
    )
    return replaced | had


async def tell(c: AsyncConnection, chat: int, told: Iterable[int], now: datetime) -> None:
    """These versions are what the chat was told last."""
    for article in dict.fromkeys(told):
        mine = versions_told.c.chat == chat, versions_told.c.article == article
        changed = await c.execute(update(versions_told).where(*mine).values(at=now))
        if not changed.rowcount:
            await c.execute(insert(versions_told).values(chat=chat, article=article, at=now))
