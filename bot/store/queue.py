"""Which stored article is worked on next, when nobody waits for one.

The oldest digest that waits goes first, then the source's priority, then age: a burst of one feed
holds up only what is for later. One row is read of an index, whatever waits.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.articles import Stage, articles
from bot.store.sources import sources

UNDER_WAY = (Stage.TRANSLATED, Stage.READ)
"""Stages that work is left to do after."""


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
    for stage in stages:
        number: int | None = (await c.execute(_next(stage, now, besides))).scalar()
        if number is not None:
            return number
    return None


def _next(stage: Stage, now: datetime, besides: Collection[int]) -> Select[int]:
    return (
        select(articles.c.number)
        .join(sources, sources.c.id == articles.c.source, isouter=True)
        .where(
            articles.c.stage == stage,
            articles.c.number.not_in(besides),
            articles.c.not_before.is_(None) | (articles.c.not_before <= now),
        )
        .order_by(
            articles.c.slot.asc().nulls_last(),
            func.coalesce(sources.c.priority, 0).desc(),
            articles.c.number,
        )
        .limit(1)
    )


async def waiting(c: AsyncConnection) -> int:
    """How many articles are still to be worked on."""
    query = select(func.count()).select_from(articles).where(articles.c.stage.in_(UNDER_WAY))
    return int((await c.execute(query)).scalar_one())
