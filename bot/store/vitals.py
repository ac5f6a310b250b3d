"""How the work stands, in numbers, for whoever watches the machines.

Every query reads an index and ends at a bound, so that asking often costs little whatever waits.
No name, no text and no address is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, FromClause, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import incidents
from bot.store.articles import articles
from bot.store.entries import EntryState, entries
from bot.store.outbox import is_unsent, outbox
from bot.store.queue import UNDER_WAY
from bot.store.sources import sources

MOST = 100_000
"""Rows that are counted of one thing; more are said to be as many."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Vitals:
    articles: int
    """To be translated or briefed; at most MOST, as every count here."""
    oldest_article: float
    """Seconds since the one that has waited longest came in; 0 where none waits."""
    entries: int
    """Of feeds, whose text is still to be read."""
    messages: int
    """Promised and not sent."""
    oldest_message: float
    """Seconds since the promise of the one that has waited longest."""
    sources: Mapping[str, int]
    """By health."""
    incidents: Mapping[str, int]
    """Of the last hour, by kind."""


async def look(c: AsyncConnection, now: datetime) -> Vitals:
    waiting = articles.c.stage.in_(UNDER_WAY)
    unread = entries.c.state == EntryState.WAITING
    health = select(sources.c.health, func.count()).group_by(sources.c.health)
    return Vitals(
        articles=await _count(c, articles, waiting),
        oldest_article=_age(await _oldest_article(c), now),
        entries=await _count(c, entries, unread),
        messages=await _count(c, outbox, is_unsent),
        oldest_message=_age(await _oldest_message(c), now),
        sources={str(each): count for each, count in await c.execute(health)},
        incidents={
            kind.value: count
            for kind, count in (await incidents.count_since(c, now - HOUR)).items()
        },
    )


async def _count(c: AsyncConnection, table: FromClause, where: ColumnElement[bool]) -> int:
    some = select(1).select_from(table).where(where).limit(MOST).subquery()
    return int((await c.execute(select(func.count()).select_from(some))).scalar_one())


async def _oldest_article(c: AsyncConnection) -> datetime | None:
    """Numbers rise in the order of arrival, so the first of each stage is its oldest."""
    found = []
    for stage in UNDER_WAY:
        first = (
            select(articles.c.received_at)
            .where(articles.c.stage == stage)
            .order_by(articles.c.number)
            .limit(1)
        )
        found.append((await c.execute(first)).scalar())
    return min((each for each in found if each is not None), default=None)


async def _oldest_message(c: AsyncConnection) -> datetime | None:
    """Of MOST of them, by the index of those that wait: rows beside it are read for one only."""
    some = select(outbox.c.id).where(is_unsent).limit(MOST).subquery()
    first = select(func.min(some.c.id)).scalar_subquery()
    query = select(outbox.c.created_at).where(outbox.c.id == first)
    oldest: datetime | None = (await c.execute(query)).scalar()
    return oldest


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since is not None else 0.0
