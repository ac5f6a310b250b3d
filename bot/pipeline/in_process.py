"""The runner of one process: the next article is a query over the stages in the database.

Articles somebody waits for come before all others, the longest awaited first; the others in the
order of bot/store/queue.py. Where several processes run on one database, only the one that may
works: nothing here keeps two of them from the same article.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.pipeline.article_work import ArticleWork
from bot.pipeline.authors import AT_ONCE
from bot.pipeline.idle_work import Beside
from bot.pipeline.setbacks import Later
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
        self._tasks: dict[asyncio.Task[Any], int] = {}
        """Of articles by their numbers: at most one at the models, the others beside."""

    def nudge(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        try:
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
        finally:
            # The stages in the database say where to go on.
            left = tuple(self._tasks)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _turn(self) -> bool:
        """Take one article one or two stages on; False where there is nothing to do."""
        number = await self._next()
        if number is not None:
            return await self._until_beside(number, partial(self._work.work_on, number))
        if self._full:
            return False
        return await self._until_beside(0, partial(self._work.turn_to_others, self._others))

    async def _until_beside(
        self, number: int, work: Callable[[Beside], Coroutine[Any, Any, Later | bool | None]]
    ) -> bool:
        """Until it is done, or what is left of it goes on beside other work; False where it found
        nothing to do."""
        left = asyncio.Event()

        def beside() -> bool:
            if self._full:
                return False
            left.set()
            return True

        task = asyncio.create_task(work(beside))
        self._tasks[task] = number
        task.add_done_callback(partial(self._ended, left))
        leaving = asyncio.create_task(left.wait())
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        leaving.cancel()
        return not task.done() or task.result() is not False

    def _ended(self, left: asyncio.Event, task: asyncio.Task[Any]) -> None:
        del self._tasks[task]
        if not left.is_set():
            # It is waited for.
            return
        self._wake.set()
        if not task.cancelled() and (error := task.exception()):
            log.warning("database_away", kind=type(error).__name__)

    @property
    def _full(self) -> bool:
        """As much goes on beside as may. Whatever is at work here counts but one."""
        return len(self._tasks) > AT_ONCE

    async def _next(self) -> int | None:
        now, at_work = datetime.now(UTC), set(self._tasks.values())
        # What is translated and has no room to be written waits for it.
        stages = (Stage.READ,) if len(self._tasks) >= AT_ONCE else queue.UNDER_WAY
        async with self._store.read_only() as c:
            for number in await requests.articles_waited_for(c):
                if number not in at_work and await _may_be_taken(c, number, now, stages):
                    return number
            return await queue.first(c, now, stages, besides=at_work)

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


async def _may_be_taken(
    c: AsyncConnection, number: int, now: datetime, stages: Sequence[Stage]
) -> bool:
    """Whether it is at one of these stages or briefed, and its pause after a failure is over."""
    stored = await articles.get(c, number)
    if stored is None or stored.stage not in (*stages, Stage.BRIEFED):
        return False
    until = stored.not_before
    return until is None or until <= now or stored.brief is not None
