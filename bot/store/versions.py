"""Which articles are versions of one, and who was told of that.

Versions of one article are a series, and each is an article of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Table,
    column,
    exists,
    false,
    func,
    insert,
    select,
    table,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.digests import digest_articles, digests
from bot.store.schema import Key, Utc, metadata

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
_articles = table(
    "articles",
    column("number"),
    column("received_at", Utc),
    column("brief"),
    column("public", Boolean),
).alias("versioned")

Visible = Callable[[ColumnElement[int], ColumnElement[bool]], ColumnElement[bool]]
"""The condition that a chat may see an article, by its columns `number` and `public`, as
bot/store/rights.py makes it."""


@dataclass(frozen=True, slots=True)
class Version:
    article: int
    series: int
    """The number of the first version."""
    current_at: datetime
    """When the outlet was last seen to show it; the latest of a series is what it says now."""
    anew: bool
    """Most of it was new against the version before."""


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


async def outdated(c: AsyncConnection, chat: int, visible: Visible) -> Sequence[tuple[int, int]]:
    """Pairs of articles: what the chat was told last, and the version that holds now.

    Oldest first. The later version is one that has its brief and that the chat may see.
    """
    known = await _told_last(c, chat)
    series = article_versions.c
    current = (
        select(series.series, series.article)
        .join(_articles, _articles.c.number == series.article)
        .where(
            series.series.in_(list(known)),
            _articles.c.brief.is_not(None),
            visible(_articles.c.number, _articles.c.public),
        )
        .order_by(series.current_at, series.article)
    )
    latest = {row.series: row.article for row in await c.execute(current)}
    pairs = [(known[number], article) for number, article in latest.items()]
    return sorted((had, now) for had, now in pairs if had != now)


async def told_at(c: AsyncConnection, chat: int, at: datetime) -> Sequence[tuple[int, int]]:
    """Pairs of articles: what the chat had been told, and the version that it was told of by the
    digest of that time."""
    known = await _told_last(c, chat, at)
    series = article_versions.c
    told = (
        select(series.series, series.article)
        .join(versions_told, versions_told.c.article == series.article)
        .where(versions_told.c.chat == chat, versions_told.c.at == at)
    )
    found = [(row.series, row.article) for row in await c.execute(told)]
    return sorted((known[number], article) for number, article in found if number in known)


async def as_corrected(
    c: AsyncConnection,
    chat: int,
    numbers: Sequence[int],
    visible: Visible,
    told: Collection[int] = (),
    before: datetime | None = None,
) -> list[int]:
    """These articles, each in the version by which the chat's digests corrected it last, as far as
    the chat may see that; what was written mostly anew corrects nothing. `told`: versions that it
    is told of now. `before`: until then."""
    own = select(article_versions.c.series).where(article_versions.c.article.in_(numbers))
    query = (
        select(article_versions)
        .join(_articles, _articles.c.number == article_versions.c.article)
        .where(
            article_versions.c.series.in_(own),
            visible(_articles.c.number, _articles.c.public),
        )
        .order_by(article_versions.c.current_at, article_versions.c.article)
    )
    series: dict[int, list[Version]] = {}
    for row in await c.execute(query):
        series.setdefault(row.series, []).append(Version(**row._mapping))
    if not series:
        return list(numbers)
    known = select(versions_told.c.article).where(versions_told.c.chat == chat)
    if before is not None:
        known = known.where(versions_told.c.at < before)
    corrected = {*told, *(await c.execute(known)).scalars()}
    latest: dict[int, int] = {}
    for versions in series.values():
        for place, had in enumerate(versions, 1):
            for later in takewhile(lambda each: not each.anew, versions[place:]):
                if later.article in corrected:
                    latest[had.article] = later.article
    return list(dict.fromkeys(latest.get(number, number) for number in numbers))


async def times_told(c: AsyncConnection, chat: int) -> frozenset[datetime]:
    """When digests of the chat corrected something."""
    query = select(versions_told.c.at).where(versions_told.c.chat == chat)
    return frozenset((await c.execute(query)).scalars())


async def any_told(c: AsyncConnection, chat: int, versions: Collection[int]) -> bool:
    """Whether one of these is what the chat was told last of its article."""
    return bool(versions) and not set(versions).isdisjoint((await _told_last(c, chat)).values())


async def _told_last(
    c: AsyncConnection, chat: int, before: datetime | None = None
) -> dict[int, int]:
    """Of each series the version that the chat was told last; `before`: until then."""
    had = (
        select(digest_articles.c.article, func.max(digests.c.made_at, type_=Utc).label("at"))
        .join(digests, digests.c.id == digest_articles.c.digest)
        .where(digests.c.chat == chat)
        .group_by(digest_articles.c.article)
    )
    told = select(versions_told.c.article, versions_told.c.at).where(versions_told.c.chat == chat)
    if before is not None:
        had = had.where(digests.c.made_at < before)
        told = told.where(versions_told.c.at < before)
    series = article_versions.c
    known: dict[int, tuple[datetime, int]] = {}
    for query in (had, told):
        seen = query.subquery()
        rows = select(series.series, seen.c.article, seen.c.at).join(
            seen, seen.c.article == series.article
        )
        for number, article, at in await c.execute(rows):
            known[number] = max(known.get(number, (at, article)), (at, article))
    return {number: article for number, (_, article) in known.items()}


def replaced(article: ColumnElement[int], visible: Visible) -> ColumnElement[bool]:
    """Whether its outlet says something else now: a later version has its brief, and the chat may
    see it."""
    own, later = (article_versions.alias(name) for name in ("own", "later"))
    return exists().where(
        own.c.article == article,
        later.c.series == own.c.series,
        later.c.current_at > own.c.current_at,
        _articles.c.number == later.c.article,
        _articles.c.brief.is_not(None),
        visible(_articles.c.number, _articles.c.public),
    )


def no_news_to(chat: int, article: ColumnElement[int], visible: Visible) -> ColumnElement[bool]:
    """Whether an article is a version of one the chat's digests held, and no more than an edit
    of it, or was replaced."""
    own, held, later = (article_versions.alias(name) for name in ("own", "held", "later"))
    # A version that the chat may not see says nothing of those that it may.
    rewritten = exists().where(
        later.c.series == own.c.series,
        later.c.anew,
        later.c.current_at > held.c.current_at,
        later.c.current_at <= own.c.current_at,
        _articles.c.number == later.c.article,
        visible(_articles.c.number, _articles.c.public),
    )
    had = exists().where(
        own.c.article == article,
        held.c.series == own.c.series,
        digest_articles.c.article == held.c.article,
        digests.c.id == digest_articles.c.digest,
        digests.c.chat == chat,
        ~rewritten,
    )
    return replaced(article, visible) | had


async def tell(c: AsyncConnection, chat: int, told: Iterable[int], now: datetime) -> None:
    """These versions are what the chat was told last."""
    for article in dict.fromkeys(told):
        mine = versions_told.c.chat == chat, versions_told.c.article == article
        changed = await c.execute(update(versions_told).where(*mine).values(at=now))
        if not changed.rowcount:
            await c.execute(insert(versions_told).values(chat=chat, article=article, at=now))
