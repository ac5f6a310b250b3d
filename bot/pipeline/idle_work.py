"""What nobody waits for, while there is nothing else to do: what an older model translated is
translated again (bot/pipeline/renewal.py), and then the rest of what was translated only as far as
its brief needs (bot/pipeline/remainders.py).

What comes in meanwhile goes first: then the article is left as it is, and taken up again later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import ModelError
from bot.pipeline.ahead import Ahead
from bot.pipeline.asking import Asking
from bot.pipeline.authors import Authors
from bot.pipeline.recording import Overtaken, Recording
from bot.pipeline.remainders import Remainders
from bot.pipeline.renewal import Renewal
from bot.pipeline.setbacks import Setbacks
from bot.pipeline.worker import GivesWay, ModelWorker, Stopped
from bot.records import Brief
from bot.store.articles import StoredArticle

T = TypeVar("T")
R = TypeVar("R")

log = structlog.get_logger(__name__)

WATCHED = 2.0
"""Seconds between two looks for something else to do, where the database is away."""

Others = Callable[[], Awaitable[bool]]
Beside = Callable[[], bool]


class IdleWork:
    def __init__(
        self,
        worker: ModelWorker,
        asking: Asking,
        recording: Recording,
        setbacks: Setbacks,
        renewal: Renewal,
        remainders: Remainders,
        authors: Authors | None,
    ) -> None:
        """`authors`: where a model behind an endpoint writes the briefs."""
        self._worker = worker
        self._asking = asking
        self._recording = recording
        self._setbacks = setbacks
        self._renewal = renewal
        self._remainders = remainders
        self._authors = authors

    async def turn(self, others: Others, beside: Beside) -> bool:
        """Do one piece of it; False where there is none. As `ArticleWork.turn_to_others`."""
        try:
            return await self._renew(others, beside) or await self._go_on(others)
        except Stopped:
            return False

    async def _renew(self, others: Others, beside: Beside) -> bool:
        """Translate one article of an older model again; False where there is none."""
        now = datetime.now(UTC)
        if await self._renewal.candidate(now) is None:
            return False
        engines = await self._worker.run(self._worker.renewers, None)
        if not engines:
            self._renewal.rest(now)
            return False
        stored = await self._renewal.next(engines, now)
        if stored is None:
            return False
        with _idly("article_not_renewed", stored.number, self._renewal, now):
            try:
                await self._translate_again(stored, others, beside)
            except Overtaken:
                self._renewal.again(stored.number)
        return True

    async def _translate_again(self, stored: StoredArticle, others: Others, beside: Beside) -> None:
        in_part = stored.translation is not None and not stored.translation.whole
        asked = await self._asking.asked(stored, stored.article, in_part=in_part)
        done = await self._giving_way(others, self._worker.translate, asked)
        if self._authors is not None:
            make = await self._worker.run(
                partial(self._worker.writing, asked, ()), done.translation
            )
            # While it is written, the next one may be looked at.
            self._renewal.passed(stored.number)
            beside()
            brief, _ = await self._authors.write(stored.number, make)
        else:
            condense: Callable[..., Brief] = partial(self._worker.condense, asked)
            brief = await self._giving_way(others, condense, done.translation)
        await self._recording.renewed(stored, brief, done)
        self._renewal.passed(stored.number)

    async def _go_on(self, others: Others) -> bool:
        """Translate the rest of one article; False where there is none."""
        now = datetime.now(UTC)
        stored = await self._remainders.next(now)
        if stored is None or stored.translation is None:
            return False
        if not await self._worker.run(self._worker.renewers, None):
            self._remainders.rest(now)
            return False
        asked = await self._asking.asked(stored, stored.translation)
        with _idly("article_not_whole", stored.number, self._remainders, now):
            done = await self._giving_way(others, self._worker.translate, asked)
            await self._recording.rest(stored, done)
            self._setbacks.trouble = None
        return True

    async def _giving_way(self, others: Others, function: Callable[[T], R], given: T) -> R:
        """In the worker's thread, until there is something else to do: then GivesWay is raised."""
        watching = asyncio.create_task(self._watch(others))
        try:
            return await self._worker.run_giving_way(function, given)
        finally:
            watching.cancel()

    async def _watch(self, others: Others) -> None:
        """Ask whoever works to give way, once there is something else to do."""
        while not self._worker.give_way:
            try:
                self._worker.give_way = await others()
            except SQLAlchemyError:
                await asyncio.sleep(WATCHED)


@contextmanager
def _idly(failed: str, number: int, ahead: Ahead, now: datetime) -> Iterator[None]:
    """Work on an article that nobody waits for: what goes wrong is logged as `failed`, and the
    article passed over, or all of it left for later where the engine cannot be used."""
    try:
        yield
    except (GivesWay, Overtaken):
        # It is as it was, or as somebody else left it, and looked at again.
        pass
    except ModelError as error:
        log.warning(failed, article=number, kind=error.name)
        ahead.rest(now)
    except (SQLAlchemyError, Stopped):
        raise
    except Exception as error:
        log.warning(failed, article=number, kind=type(error).__name__)
        ahead.passed(number)
