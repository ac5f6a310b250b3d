"""Which articles a chat is offered, by the sources they came from.

An article may have come from several sources; bot/intake/ingest.py puts them on it as keys.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.article_keys import KeyKind, article_keys
from bot.store.articles import articles
from bot.store.schema import Utc
from bot.store.source import Health
from bot.store.sources import sources


def _came_from(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        article_keys.c.article == articles.c.number,
        article_keys.c.kind == KeyKind.SOURCE,
        *conditions,
    )


def from_any(ids: Collection[int]) -> ColumnElement[bool]:
    """Articles that one of these sources brought."""
    return _came_from(article_keys.c.value.in_([str(each) for each in ids]))


def open_to(user: int) -> ColumnElement[bool]:
    """Articles that are public or that no source brought (pasted, sent), or one that is this
    user's own.

    That another user's source brought a public article as well changes nothing.
    """
    own = sources.c.owner == user
    return or_(
        articles.c.public,
        ~_came_from(),
        _came_from(article_keys.c.value.in_(select(cast(sources.c.id, String)).where(own))),
    )


async def with_topics(c: AsyncConnection, topics: Collection[str]) -> Sequence[tuple[int, int]]:
    """(id, owner or 0) of the sources with one of these topics, whatever their case."""
    query = select(sources.c.id, sources.c.topic, sources.c.owner).where(sources.c.topic != "")
    wanted = {topic.casefold() for topic in topics}
    return [
        (row.id, row.owner or 0) for row in await c.execute(query) if row.topic.casefold() in wanted
    ]


async def failing(c: AsyncConnection) -> int:
    """How many fail or are gone."""
    query = select(func.count()).where(sources.c.health.in_((Health.FAILING, Health.GONE)))
    return int((await c.execute(query)).scalar_one())


async def last_checked(c: AsyncConnection) -> datetime | None:
    """When any source was looked at last."""
    query = select(func.max(sources.c.checked_at, type_=Utc))
    found: datetime | None = (await c.execute(query)).scalar()
    return found
