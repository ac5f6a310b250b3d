"""Which stored article is worked on next, when nobody waits for one.

The oldest digest that waits goes first, then the source's priority, then age: a burst of one feed
holds up only what is for later. What has missed its digest for long comes after what is still in
time, the newest of it first: where more comes in than can be worked, readers get today's news and
not ever older news. One row is read of an index, whatever waits.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, UnaryExpression, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.articles import Stage, articles
from bot.store.sources import sources

UNDER_WAY = (Stage.TRANSLATED, Stage.READ)
"""Stages that work is left to do after."""
LONG_MISSED = timedelta(hours=6)
"""A digest due so long ago was sent without what it misses, or is left out
(`bot.delivery.scheduling.schedule.GRACE`)."""


async def first(
    c: AsyncConnection,
    now: datetime,
    stages: Sequence[Stage] = UNDER_WAY,
    besides: Collection[int] = (),
) -> int | None:
    """The number of the next article; those whose pause after a failure lasts are passed over.

    What is translated already goes first: it is all but done. `besides`: numbers of articles that
    are being worked on.
    """
    slot, missed = articles.c.slot, now - LONG_MISSED
    for stage in stages:
        for which, order in (
            (slot >= missed, slot.asc()),
            (slot < missed, slot.desc()),
            (slot.is_(None), slot.asc()),
        ):
            number = await _next(c, stage, now, besides, which, order)
            if number is not None:
                return number
    return None


async def _next(
    c: AsyncConnection,
    stage: Stage,
    now: datetime,
    besides: Collection[int],
    which: ColumnElement[bool],
    order: UnaryExpression[datetime | None],
) -> int | None:
    query = (
        select(articles.c.number)
        .join(sources, sources.c.id == articles.c.source, isouter=True)
        .where(
            articles.c.stage == stage,
            which,
            articles.c.number.not_in(besides),
            articles.c.not_before.is_(None) | (articles.c.not_before <= now),
        )
        .order_by(
            order,
            func.coalesce(sources.c.priority, 0).desc(),
            articles.c.number,
        )
        .limit(1)
    )
    number: int | None = (await c.execute(query)).scalar()
    return number


async def waiting(c: AsyncConnection) -> int:
    """How many articles are still to be worked on."""
    query = select(func.count()).select_from(articles).where(articles.c.stage.in_(UNDER_WAY))
    return int((await c.execute(query)).scalar_one())
