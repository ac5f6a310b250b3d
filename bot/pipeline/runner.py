"""Stored articles on their way to briefs, within this process.

The stage in the database is the truth; what is in memory here is only what is being worked on
now. Model work runs in one thread, never on the event loop. Articles somebody waits for come
before all others, the longest awaited first; the others in the order of bot/store/queue.py. When
nothing is left, what an older model translated is translated again (bot/pipeline/renewal.py), and
then the rest of what was translated only as far as its brief needs (bot/pipeline/remainders.py).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digest.composition import compose
from bot.errors import EngineUnavailable, ModelError, MujazError
from bot.pipeline import glossary
from bot.pipeline.authors import Authors
from bot.pipeline.depth import stands_on
from bot.pipeline.remainders import Remainders
from bot.pipeline.renewal import GivesWay, Renewal
from bot.pipeline.seams import Listener as Listener
from bot.pipeline.seams import Models as Models
from bot.pipeline.seams import Trouble as Trouble
from bot.pipeline.worker import Asked, Done, ModelWorker
from bot.records import Article, Brief, Digest, Progress, Translation
from bot.store import articles, figures, incidents, queue, requests, rights, styled, versions
from bot.store.articles import Stage, StoredArticle
from bot.store.chats import Chat
from bot.store.figures import figures_of
from bot.store.incidents import Incident
from bot.store.store import Store
from bot.summary.summariser import ASKED

T = TypeVar("T")
R = TypeVar("R")

log = structlog.get_logger(__name__)

ATTEMPTS = 3
"""Tries of one article before it is given up."""
FIRST_PAUSE = timedelta(seconds=30)
"""Before the second try; doubles."""
LONGEST_NAP = 30.0
"""Seconds between two looks for work when nothing nudges; another process may add some."""


class Runner:
    """Runs until cancelled. `load` makes the models, in the worker thread, when first needed."""

    def __init__(
        self,
        store: Store,
        load: Callable[[Progress], Models],
        listener: Listener,
        summary: str = "extractive",
        lets_leave: Callable[[Chat], bool] | None = None,
        renew_days: int = 0,
        points: Callable[[AsyncConnection], Awaitable[int | None]] | None = None,
        idle: bool = False,
        styles: Callable[[AsyncConnection, StoredArticle], Awaitable[Sequence[str]]] | None = None,
    ) -> None:
        """`lets_leave`: whether a chat lets a remote engine have its own texts; None: none does.
        `renew_days`: how old an article may be that is translated again; 0: none is. `points`: of
        the longest brief that anybody reads, so far are articles translated at first; None, or
        where it says None: whole. `idle`: the rest of them is translated when there is nothing
        else to do. `styles`: those besides the default that somebody who gets an article wants
        it written in."""
        self._summary = summary
        self._styles = styles
        self._authors = Authors(self.nudge)
        self._lets_leave = lets_leave
        self._store = store
        self._listener = listener
        self._glossary = glossary.Current(store)
        self._worker = ModelWorker(load, self._progress)
        self._composing = ThreadPoolExecutor(1, "compose")
        self._wake = asyncio.Event()
        self._current: int | None = None
        self._renewal = Renewal(store, renew_days)
        self._points = points
        self._remainders = Remainders(store, idle)
        self._trouble: Trouble | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def state(self) -> str:
        """ "not loaded", "idle" or "busy"."""
        if self._worker.models is None:
            return "not loaded"
        return "idle" if self._current is None and not self._authors.at_work else "busy"

    @property
    def trouble(self) -> Trouble | None:
        """Why the engine could not be used when it was last asked; None where it could."""
        return self._trouble

    @property
    def passed_over(self) -> Mapping[str, str]:
        """As `Models.passed_over`."""
        return self._worker.passed_over

    def nudge(self) -> None:
        """There may be work."""
        self._wake.set()

    async def run(self) -> None:
        self._loop = asyncio.get_running_loop()
        while True:
            self._wake.clear()
            try:
                worked = await self._one()
            except SQLAlchemyError as error:
                log.warning("database_away", kind=type(error).__name__)
                worked = False
            if not worked:
                try:
                    async with asyncio.timeout(LONGEST_NAP):
                        await self._wake.wait()
                except TimeoutError:
                    continue

    async def close(self) -> None:
        """Ends the threads at the next sentence; the articles stay as stored."""
        self._worker.stop()
        await self._authors.stop()
        await asyncio.to_thread(self._shut)

    def _shut(self) -> None:
        self._composing.shutdown(wait=True, cancel_futures=True)
        self._authors.shut()
        self._worker.shut()

    async def translate(self, texts: Sequence[Article]) -> list[Translation]:
        """Of texts that are not stored, as headlines are; after what the model is at now.

        They are treated as private: nothing of them is remembered, and none leaves this machine.
        """
        self._loop = asyncio.get_running_loop()
        self._worker.give_way = True
        terms = await self._glossary.terms()
        return await self._worker.run(
            lambda given: self._worker.spelling(terms).translate_private(given), texts
        )

    async def compose(
        self,
        stored: Sequence[StoredArticle],
        made_at: datetime,
        *,
        stories: int,
        points: int,
        style: str = "",
        before: Sequence[Brief] = (),
        since: date | None = None,
    ) -> Digest:
        """A digest of briefed articles, outside the event loop and beside a translation. `before`:
        what its reader was sent, the last time on the day `since`."""
        assert self._loop is not None
        if self._summary in ASKED and self._worker.models is None:
            await self._worker.run(self._worker.ready, None)
        digest = await self._loop.run_in_executor(
            self._composing, self._composed, stored, made_at, stories, points, before, since
        )
        if self._summary not in ASKED or self._worker.models is None:
            return digest
        private = frozenset(each.article.id for each in stored if not each.public)
        edited = partial(self._worker.models.edited, digest, private, style)
        return await self._loop.run_in_executor(self._composing, edited)

    def _composed(
        self,
        stored: Sequence[StoredArticle],
        made_at: datetime,
        stories: int,
        points: int,
        before: Sequence[Brief],
        since: date | None,
    ) -> Digest:
        from bot.pipeline.spelling import NamesSpeller
        from bot.pipeline.vectors import SentenceEncoder
        from bot.summary.summariser import WRITTEN, summariser
        from bot.translation.names import Names

        models = self._worker.models
        encoder = models.encoder if models else SentenceEncoder()
        speller = models.speller if models else NamesSpeller(Names.load)
        briefs = []
        for each in stored:
            assert each.brief is not None
            assert each.translation is not None
            kept = len(each.brief.points)
            # A stored brief holds its best points in the article's order, so another number
            # of points is another choice and not a part of it.
            again = kept != points and not each.brief.whole
            brief = each.brief
            if again and self._summary in WRITTEN:
                # What a model wrote has its most important points first, and is not written anew.
                brief = replace(brief, points=brief.points[:points])
            elif again:
                other = summariser(self._summary, encoder, speller).summarise(
                    each.translation, points
                )
                # A chat may ask for more points than any did when it was translated.
                if not stands_on(other) & each.translation.pending:
                    brief = other
            briefs.append(brief)
        return compose(
            briefs,
            (),
            encoder,
            made_at,
            max_stories=stories,
            points=points,
            before=before,
            since=since,
        )

    # -------------------------------------------------------------------------------- one step

    async def _one(self) -> bool:
        """Take one article one or two stages on; False where there is nothing to do."""
        stored = await self._next()
        if stored is None:
            return await self._renew() or await self._go_on()
        self._current = stored.number
        try:
            await self._tried(stored, self._advance(stored))
        finally:
            self._current = None
        return True

    async def _tried(self, stored: StoredArticle, work: Coroutine[Any, Any, None]) -> None:
        """Work on an article; what goes wrong is put on record."""
        try:
            await work
        except EngineUnavailable as error:
            if not await self._postponed(stored, error):
                await self._failed(stored, str(error), error)
        except MujazError as error:
            await self._failed(stored, str(error), error)
        except Exception as error:
            await self._failed(stored, None, error)
        await self._settle(stored.number)

    async def _settle(self, number: int) -> None:
        """What is committed stands, whatever tidying up after it comes to."""
        try:
            await self._listener.settled(number)
        except Exception as error:
            log.warning("not_settled", article=number, kind=type(error).__name__)

    async def _next(self) -> StoredArticle | None:
        now, written = datetime.now(UTC), self._authors.at_work
        stages = (Stage.READ,) if self._authors.full else queue.UNDER_WAY
        async with self._store.read_only() as c:
            for number in await requests.articles_waited_for(c):
                stored = None if number in written else await articles.get(c, number)
                open_ = stored is not None and stored.stage in (*stages, Stage.BRIEFED)
                if stored and open_ and await _may(c, stored, now):
                    return stored
            first = await queue.first(c, now, stages, besides=written)
            return await articles.get(c, first) if first is not None else None

    async def _advance(self, stored: StoredArticle) -> None:
        brief = stored.brief
        if brief is None:
            asked = await self._asked(stored, stored.article, await self._points_of(stored.number))
            translation = await self._translated(stored, asked)
            if self._summary in ASKED:
                # Else it is taken up again when there is room.
                if not self._authors.full:
                    written = self._write(stored, asked, translation)
                    self._authors.start(stored.number, self._tried(stored, written))
                return
            brief = await self._worker.run(partial(self._worker.condense, asked), translation)
        if await self._briefed(stored, brief, {}):
            # What is left waits for the whole article.
            await self._complete(stored, brief.translation)

    async def _write(self, stored: StoredArticle, asked: Asked, translation: Translation) -> None:
        """Beside the work on other articles. Who waits for all of the article is served after
        it, in the order of all work."""
        styles: Sequence[str] = ()
        if self._styles is not None:
            async with self._store.read_only() as c:
                styles = await self._styles(c, stored)
        make = await self._worker.run(partial(self._worker.writing, asked, styles), translation)
        brief, styled = await self._authors.write(make)
        await self._briefed(stored, brief, styled)

    async def _briefed(
        self, stored: StoredArticle, brief: Brief, styles: Mapping[str, Brief]
    ) -> bool:
        """Record a brief and give it to those who wait; whether some wait for more."""
        now = datetime.now(UTC)
        async with self._store.transaction() as c:
            if stored.brief is None:
                await articles.set_brief(c, stored.number, brief, now)
                await styled.put(c, stored.number, styles)
            await self._listener.briefed(c, stored.number, brief)
            waiting = await requests.waiting_for(c, stored.number)
        log.info("article_briefed", article=stored.number)
        return bool(waiting)

    async def _translated(self, stored: StoredArticle, asked: Asked) -> Translation:
        translation = stored.translation
        if translation is None:
            for older in await self._older_in_part(stored.number):
                if older.translation is not None:
                    await self._complete(older, older.translation)
            done = await self._worker.run(self._worker.translate, asked)
            translation, now = done.translation, datetime.now(UTC)
            async with self._store.transaction() as c:
                await articles.set_translation(c, stored.number, translation)
                await glossary.remember(c, done.lessons, stored.number, now)
                await figures.record(c, figures_of(translation, done.seconds), now)
            self._trouble = None
        return translation

    async def _complete(self, stored: StoredArticle, translation: Translation) -> None:
        """Translate what is pending, and give the article to those who wait for all of it."""
        if translation.whole:
            async with self._store.transaction() as c:
                await self._listener.whole(c, stored.number)
            return
        asked = await self._asked(stored, translation)
        done = await self._worker.run(self._worker.translate, asked)
        await self._record_rest(stored.number, translation, done)

    async def _record_rest(self, number: int, before: Translation, done: Done) -> None:
        now = datetime.now(UTC)
        async with self._store.transaction() as c:
            if await articles.set_whole(c, number, done.translation):
                await glossary.remember(c, done.lessons, number, now)
                made = figures_of(done.translation, done.seconds, before.pending)
                await figures.record(c, made, now)
            await self._listener.whole(c, number)
        self._trouble = None
        log.info("article_whole", article=number)
        await self._settle(number)

    async def _points_of(self, number: int) -> int | None:
        """How far an article is translated at first. Versions of one article are compared sentence
        by sentence, and what changed is quoted in English."""
        if self._points is None:
            return None
        async with self._store.read_only() as c:
            return None if await versions.series_of(c, number) else await self._points(c)

    async def _older_in_part(self, number: int) -> list[StoredArticle]:
        """Earlier versions of an article of which sentences are pending."""
        async with self._store.read_only() as c:
            older = [
                await articles.get(c, each.article)
                for each in await versions.series_of(c, number)
                if each.article != number
            ]
        return [each for each in older if each and each.brief and not each.brief.translation.whole]

    async def _asked(
        self, stored: StoredArticle, given: Article | Translation, points: int | None = None
    ) -> Asked:
        return Asked(
            await self._glossary.terms(),
            given,
            await self._for_good(stored.number),
            shared=await self._shared(stored.number),
            may_leave=stored.public or await self._may_leave(stored.number),
            points=points,
        )

    async def _renew(self) -> bool:
        """Translate one article of an older model again; False where there is none. What comes in
        meanwhile goes first: then the article is left as it is, and taken up again later."""
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
        whole = stored.translation is None or stored.translation.whole
        points = None if whole else await self._points_of(stored.number)
        asked = await self._asked(stored, stored.article, points)
        with _idly("article_not_renewed", stored.number, self._renewal, now):
            done = await self._giving_way(self._worker.translate, asked)
            if self._summary in ASKED:
                self._authors.start(stored.number, self._write_again(stored, asked, done, now))
            else:
                condense = partial(self._worker.condense, asked)
                brief = await self._giving_way(condense, done.translation)
                await self._replace(stored.number, brief, done, now)
            self._renewal.passed(stored.number)
        return True

    async def _write_again(
        self, stored: StoredArticle, asked: Asked, done: Done, now: datetime
    ) -> None:
        with _idly("article_not_renewed", stored.number, self._renewal, now):
            make = await self._worker.run(
                partial(self._worker.writing, asked, ()), done.translation
            )
            brief, _ = await self._authors.write(make)
            await self._replace(stored.number, brief, done, now)

    async def _replace(self, number: int, brief: Brief, done: Done, now: datetime) -> None:
        if await self._renewal.replace(number, brief, done.lessons, done.seconds, now):
            log.info("article_renewed", article=number)

    async def _go_on(self) -> bool:
        """Translate the rest of one article; False where there is none. It gives way as
        renewing does."""
        now = datetime.now(UTC)
        stored = await self._remainders.next(now)
        if stored is None or stored.translation is None:
            return False
        if not await self._worker.run(self._worker.renewers, None):
            self._remainders.rest(now)
            return False
        asked = await self._asked(stored, stored.translation)
        with _idly("article_not_whole", stored.number, self._remainders, now):
            done = await self._giving_way(self._worker.translate, asked)
            await self._record_rest(stored.number, stored.translation, done)
        return True

    async def _giving_way(self, function: Callable[[T], R], given: T) -> R:
        """In the worker's thread, until there is something else to do: then GivesWay is raised."""
        watching = asyncio.create_task(self._watch())
        try:
            return await self._worker.run_giving_way(function, given)
        finally:
            watching.cancel()

    async def _watch(self) -> None:
        """Ask whoever renews to give way, once there is something else to do."""
        while not self._worker.give_way:
            try:
                async with asyncio.timeout(LONGEST_NAP):
                    await self._wake.wait()
            except TimeoutError:
                pass
            self._wake.clear()
            try:
                self._worker.give_way = await self._next() is not None
            except SQLAlchemyError:
                continue

    async def _shared(self, number: int) -> bool:
        """Whether several chats wait for it, so that a better engine is worth its price."""
        async with self._store.read_only() as c:
            return len({r.chat for r in await requests.waiting_for(c, number)}) > 1

    async def _for_good(self, number: int) -> bool:
        """Whether it is public and nobody can take it back, so that it may be remembered."""
        async with self._store.read_only() as c:
            return await rights.public_for_good(c, number)

    async def _may_leave(self, number: int) -> bool:
        """Whether every chat whose own it is lets a remote engine have it."""
        if not self._lets_leave:
            return False
        async with self._store.read_only() as c:
            keepers = await rights.keepers(c, number)
        return bool(keepers) and all(self._lets_leave(chat) for chat in keepers)

    async def _postponed(self, stored: StoredArticle, error: EngineUnavailable) -> bool:
        """Leave it for when the engine says, as for the next day's tokens; no try is counted.

        False where the engine does not say, or it is nothing that waiting mends.
        """
        now, until = datetime.now(UTC), error.again_at
        self._trouble = Trouble(now, error)
        if until is None or until <= now or stored.translation is not None:
            return False
        async with self._store.transaction() as c:
            await articles.postpone(c, stored.number, error.name, until)
        log.warning("article_postponed", article=stored.number, kind=error.name, until=str(until))
        await self._listener.postponed(stored.number, until)
        return True

    async def _failed(self, stored: StoredArticle, reason: str | None, error: Exception) -> None:
        """Only the error's kind is logged: its text may quote the article."""
        now = datetime.now(UTC)
        if isinstance(error, ModelError):
            self._trouble = Trouble(now, error)
        last = stored.attempts + 1 >= ATTEMPTS
        pause = FIRST_PAUSE * 2**stored.attempts
        log.warning("article_failed", article=stored.number, kind=type(error).__name__, last=last)
        async with self._store.transaction() as c:
            if stored.brief is not None:
                # The brief is there for others; only this telling of it failed.
                await self._listener.failed(c, stored.number, reason)
                return
            await articles.failed(
                c, stored.number, type(error).__name__, retry_at=None if last else now + pause
            )
            if last:
                await incidents.add(
                    c,
                    Incident.ARTICLE_FAILED,
                    now,
                    subject=str(stored.number),
                    detail=type(error).__name__,
                )
                await self._listener.failed(c, stored.number, reason)

    def _progress(self, stage: str, done: int, total: int) -> None:
        """In the worker's thread."""
        number = self._current
        if number is not None and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._listener.progress, number, stage, done, total)


@contextmanager
def _idly(failed: str, number: int, ahead: Renewal | Remainders, now: datetime) -> Iterator[None]:
    """Work on an article that nobody waits for: what goes wrong is logged as `failed`, and the
    article passed over, or all of it left for later where the engine cannot be used."""
    try:
        yield
    except GivesWay:
        pass
    except ModelError as error:
        log.warning(failed, article=number, kind=error.name)
        ahead.rest(now)
    except SQLAlchemyError:
        raise
    except Exception as error:
        log.warning(failed, article=number, kind=type(error).__name__)
        ahead.passed(number)


async def _may(c: AsyncConnection, stored: StoredArticle, now: datetime) -> bool:
    """Whether its pause after a failure is over."""
    held = select(articles.articles.c.not_before).where(articles.articles.c.number == stored.number)
    until: datetime | None = (await c.execute(held)).scalar()
    return until is None or until <= now or stored.brief is not None
