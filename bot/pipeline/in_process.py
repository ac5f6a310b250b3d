"""The runner of one process: the next article is a query over the stages in the database.

Articles somebody waits for come before all others, the longest awaited first; the others in the
order of bot/store/queue.py. Where several processes run on one database, only the one that may
works: nothing here keeps two of them from the same article.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.pipeline.article_work import ArticleWork
from bot.store import articles, queue, requests
from bot.store.articles import Stage
from bot.store.store import Store

log = structlog.get_logger(__name__)

LONGEST_NAP = 30.0
"""Seconds between two looks for work when nothing nudges; another process may add some."""
STANDING_BY = 1.0
"""Seconds between two looks whether this process may work."""


class InProcess:
    """A `bot.pipeline.seams.Runner`."""

    def __init__(
        self, store: Store, work: ArticleWork, may: Callable[[], bool] = lambda: True
    ) -> None:
        """`may`: whether this process is the one that works."""
        self._store = store
        self._work = work
        self._may = may
        self._wake = asyncio.Event()

    def nudge(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        while True:
            self._wake.clear()
            worked = False
            if self._may():
                try:
                    worked = await self._turn()
                except SQLAlchemyError as error:
                    log.warning("database_away", kind=type(error).__name__)
            if not worked:
                await self._nap(LONGEST_NAP if self._may() else STANDING_BY)

    async def _turn(self) -> bool:
        """Take one article one or two stages on; False where there is nothing to do."""
        number = await self._next()
        if number is None:
            return await self._work.turn_to_others(self._others)
        await self._work.work_on(number)
        return True

    async def _next(self) -> int | None:
        now = datetime.now(UTC)
        async with self._store.read_only() as c:
            for number in await requests.articles_waited_for(c):
                if await _may_be_taken(c, number, now):
                    return number
            return await queue.first(c, now)

    async def _others(self) -> bool:
        """Whether there is an article to work on, as soon as there may be one."""
        await self._nap(LONGEST_NAP)
        self._wake.clear()
        return await self._next() is not None

    async def _nap(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return


async def _may_be_taken(c: AsyncConnection, number: int, now: datetime) -> bool:
    """Whether it was not given up, and its pause after a failure is over."""
    stored = await articles.get(c, number)
    if stored is None or stored.stage is Stage.FAILED:
        return False
    until = await articles.held_until(c, number)
    return until is None or until <= now or stored.brief is not None
