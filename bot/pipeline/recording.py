"""What came of an article, each step in one transaction, and only where it is still as it was when
the work on it began."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.pipeline import glossary
from bot.pipeline.counting import count
from bot.pipeline.seams import Listener
from bot.pipeline.worker import Done
from bot.records import Brief
from bot.store import articles, figures, requests, styled
from bot.store.articles import Stage, StoredArticle
from bot.store.figures import figures_of
from bot.store.store import Store

log = structlog.get_logger(__name__)


class Overtaken(Exception):
    """Somebody else has taken the article on or changed it, or it is gone: nothing is written."""


class Recording:
    """Each method but `settled` raises Overtaken."""

    def __init__(self, store: Store, listener: Listener) -> None:
        self._store = store
        self._listener = listener

    async def translated(self, number: int, done: Done) -> None:
        now = datetime.now(UTC)
        async with self._store.transaction() as c:
            await _still_at(c, number, Stage.READ)
            await articles.set_translation(c, number, done.translation)
            await glossary.remember(c, done.lessons, number, now)
            await figures.record(c, figures_of(done.translation, done.seconds), now)
        count(done.translation)
        log.info("article_translated", article=number, seconds=round(done.seconds, 3))

    async def briefed(
        self, stored: StoredArticle, brief: Brief, styles: Mapping[str, Brief]
    ) -> bool:
        """Record a brief and give it to those who wait; whether some wait for more."""
        now = datetime.now(UTC)
        async with self._store.transaction() as c:
            # Who was taken for dead and woke up must not tell them twice.
            await _still_at(c, stored.number, Stage.BRIEFED if stored.brief else Stage.TRANSLATED)
            if stored.brief is None:
                await articles.set_brief(c, stored.number, brief, now)
                await styled.put(c, stored.number, styles)
            await self._listener.briefed(c, stored.number, brief)
            waiting = await requests.waiting_for(c, stored.number)
        log.info("article_briefed", article=stored.number)
        return bool(waiting)

    async def rest(self, stored: StoredArticle, done: Done | None) -> None:
        """Give the article to those who wait for all of it. `done`: what was pending; None:
        nothing was."""
        now = datetime.now(UTC)
        pending = stored.translation.pending if stored.translation else frozenset()
        async with self._store.transaction() as c:
            await _still_at(c, stored.number, Stage.BRIEFED)
            if done is not None:
                if not await articles.set_whole(c, stored, done.translation):
                    raise Overtaken
                await glossary.remember(c, done.lessons, stored.number, now)
                made = figures_of(done.translation, done.seconds, pending)
                await figures.record(c, made, now)
            await self._listener.whole(c, stored.number)
        if done is not None:
            count(done.translation, pending)
            log.info("article_whole", article=stored.number)
            await self.settled(stored.number)

    async def renewed(self, stored: StoredArticle, brief: Brief, done: Done) -> None:
        """Put another brief in the old one's place."""
        now = datetime.now(UTC)
        async with self._store.transaction() as c:
            if not await articles.replace_brief(c, stored, brief):
                raise Overtaken
            await styled.forget(c, stored.number)
            await glossary.remember(c, done.lessons, stored.number, now)
            await figures.record(c, figures_of(brief.translation, done.seconds), now)
        count(brief.translation)
        log.info("article_renewed", article=stored.number)

    async def settled(self, number: int) -> None:
        """What is committed stands, whatever tidying up after it comes to."""
        try:
            await self._listener.settled(number)
        except Exception as error:
            log.warning("not_settled", article=number, kind=type(error).__name__)


async def _still_at(c: AsyncConnection, number: int, stage: Stage) -> None:
    """The article stays at this stage until the transaction ends."""
    if await articles.stage_held(c, number) is not stage:
        raise Overtaken
