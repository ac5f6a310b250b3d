"""One stored article on its way to a brief, with the models of this process.

Which article comes next is the runner's to know (`bot.pipeline.seams.Runner`). The stage in the
database is the truth; what is in memory here is only what is being worked on now. Model work runs
in one thread, never on the event loop. When nothing is left, what an older model translated is
translated again (bot/pipeline/renewal.py), and then the rest of what was translated only as far as
its brief needs (bot/pipeline/remainders.py).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection
from structlog.contextvars import bound_contextvars

from bot.errors import EngineUnavailable, ModelError, MujazError
from bot.language.lexicon import RuleRow
from bot.pipeline import glossary
from bot.pipeline.authors import Authors
from bot.pipeline.composer import Composer
from bot.pipeline.counting import count
from bot.pipeline.remainders import Remainders
from bot.pipeline.renewal import GivesWay, Renewal
from bot.pipeline.seams import Listener, Models, Trouble
from bot.pipeline.worker import Asked, Done, ModelWorker, Stopped
from bot.records import Article, Brief, Progress, Translation
from bot.stages import stage
from bot.store import articles, figures, incidents, requests, rights, styled, versions
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
WATCHED = 2.0
"""Seconds between two looks for something else to do, while an article is worked on that nobody
waits for."""


Beside = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Later:
    """The article is to be taken up again then."""

    at: datetime


class Overtaken(Exception):
    """Another process has taken the article on, or it is gone: nothing of this is written."""


class ArticleWork:
    """`load` makes the models, in the worker thread, when first needed."""

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
        first_pause: timedelta = FIRST_PAUSE,
        gather: float = 0.0,
        topics: Sequence[RuleRow] | None = None,
        styles: Callable[[AsyncConnection, StoredArticle], Awaitable[Sequence[str]]] | None = None,
    ) -> None:
        """`lets_leave`: whether a chat lets a remote engine have its own texts; None: none does.
        `renew_days`: how old an article may be that is translated again; 0: none is. `points`: of
        the longest brief that anybody reads, so far are articles translated at first; None, or
        where it says None: whole. `idle`: the rest of them is translated when there is nothing
        else to do. `first_pause`: before the second try of an article; doubles.
        `gather`: seconds in which more articles are waited for, to be translated in one go.
        `topics`: the table of topics; None: the shipped one. `styles`: those besides the default
        that somebody who gets an article wants it written in."""
        self._summary = summary
        self._styles = styles
        self._authors = Authors()
        self._written: set[int] = set()
        self._lets_leave = lets_leave
        self._store = store
        self._listener = listener
        self._glossary = glossary.Current(store)
        self._worker = ModelWorker(load, self._progress, gather)
        self.composer = Composer(self._worker, summary, topics)
        self._first_pause = first_pause
        self._current: set[int] = set()
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
        return "busy" if self._current or self._written else "idle"

    @property
    def trouble(self) -> Trouble | None:
        """Why the engine could not be used when it was last asked; None where it could."""
        return self._trouble

    @property
    def passed_over(self) -> Mapping[str, str]:
        """As `Models.passed_over`."""
        return self._worker.passed_over

    def stop(self) -> None:
        """End what is under way at its next sentence; the articles stay as stored."""
        self._worker.stop()

    async def close(self) -> None:
        """Stop, and end the threads."""
        self.stop()
        await asyncio.to_thread(self._shut)

    def _shut(self) -> None:
        self.composer.shut()
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

    # -------------------------------------------------------------------------------- one step

    async def work_on(self, number: int, beside: Beside = lambda: True) -> Later | None:
        """Take an article as far as it is wanted; None where nothing of it is left to do, or it
        was given up. `beside`: asked when what is left needs no model of this process, which may
        work on another article then; where it says False, the article is left at its stage.
        Raises SQLAlchemyError where the database is away."""
        with bound_contextvars(article=number):
            return await self._work_on(number, beside)

    async def _work_on(self, number: int, beside: Beside) -> Later | None:
        self._loop = asyncio.get_running_loop()
        stored = await self._wanted(number)
        if stored is None or isinstance(stored, Later):
            return stored
        self._current.add(number)
        later = None
        try:
            await self._advance(stored, beside)
        except (Stopped, Overtaken):
            return Later(datetime.now(UTC))
        except EngineUnavailable as error:
            later = await self._postponed(stored, error) or await self._failed(
                stored, str(error), error
            )
        except MujazError as error:
            later = await self._failed(stored, str(error), error)
        except (OperationalError, InterfaceError):
            # The database is away; nothing is wrong with the article.
            raise
        except Exception as error:
            later = await self._failed(stored, None, error)
        finally:
            self._current.discard(number)
        await self._settle(number)
        return later

    async def give_up(self, number: int, kind: str) -> None:
        """An article that ended every process that was at it. `kind`: put on record."""
        async with self._store.read_only() as c:
            stored = await articles.get(c, number)
        if stored is not None and stored.brief is None and stored.stage is not Stage.FAILED:
            await self._record_failure(stored, kind, None, None)
            await self._settle(number)

    async def turn_to_others(
        self, others: Callable[[], Awaitable[bool]], beside: Beside = lambda: True
    ) -> bool:
        """Do one piece of what nobody waits for; False where there is none. `others`: whether
        there is something else to do. `beside`: as of `work_on`."""
        self._loop = asyncio.get_running_loop()
        return await self._renew(others, beside) or await self._go_on(others)

    async def _settle(self, number: int) -> None:
        """What is committed stands, whatever tidying up after it comes to."""
        try:
            await self._listener.settled(number)
        except Exception as error:
            log.warning("not_settled", article=number, kind=type(error).__name__)

    async def _wanted(self, number: int) -> StoredArticle | Later | None:
        """The article, where something is left to do for it now."""
        async with self._store.read_only() as c:
            stored = await articles.get(c, number)
            if stored is None or stored.stage is Stage.FAILED:
                return None
            if stored.brief is not None:
                return stored if await requests.waiting_for(c, number) else None
            until = await articles.held_until(c, number)
        if until is not None and until > datetime.now(UTC):
            return Later(until)
        return stored

    async def _advance(self, stored: StoredArticle, beside: Beside) -> None:
        brief = stored.brief
        if brief is None:
            asked = await self._asked(stored, stored.article, await self._points_of(stored.number))
            translation = await self._translated(stored, asked)
            if self._summary in ASKED:
                # Else it is taken up again when there is room.
                if beside():
                    await self._write(stored, asked, translation)
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
        with self._writing(stored.number):
            brief, styled = await self._authors.write(make)
        await self._briefed(stored, brief, styled)

    @contextmanager
    def _writing(self, number: int) -> Iterator[None]:
        """The models do not work on it meanwhile, and what they tell is not of it."""
        self._current.discard(number)
        self._written.add(number)
        try:
            with stage("write", article=number):
                yield
        finally:
            self._written.discard(number)

    async def _briefed(
        self, stored: StoredArticle, brief: Brief, styles: Mapping[str, Brief]
    ) -> bool:
        """Record a brief and give it to those who wait; whether some wait for more."""
        now = datetime.now(UTC)
        async with self._store.transaction() as c:
            if stored.brief is None:
                await _still_at(c, stored.number, Stage.TRANSLATED)
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
            done = await self._worker.translate_soon(asked)
            translation, now = done.translation, datetime.now(UTC)
            async with self._store.transaction() as c:
                await _still_at(c, stored.number, Stage.READ)
                await articles.set_translation(c, stored.number, translation)
                await glossary.remember(c, done.lessons, stored.number, now)
                await figures.record(c, figures_of(translation, done.seconds), now)
            self._trouble = None
            count(translation)
            log.info("article_translated", article=stored.number, seconds=round(done.seconds, 3))
        return translation

    async def _complete(self, stored: StoredArticle, translation: Translation) -> None:
        """Translate what is pending, and give the article to those who wait for all of it."""
        if translation.whole:
            async with self._store.transaction() as c:
                await self._listener.whole(c, stored.number)
            return
        asked = await self._asked(stored, translation)
        done = await self._worker.translate_soon(asked)
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
        count(done.translation, before.pending)
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
        waiting = await self._waiting(stored.number)
        return Asked(
            stored.number,
            await self._glossary.terms(),
            given,
            await self._for_good(stored.number),
            # So that a better engine is worth its price.
            shared=len(waiting) > 1,
            awaited=bool(waiting),
            may_leave=stored.public or await self._may_leave(stored.number),
            points=points,
        )

    async def _renew(self, others: Callable[[], Awaitable[bool]], beside: Beside) -> bool:
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
            done = await self._giving_way(others, self._worker.translate, asked)
            if self._summary in ASKED:
                make = await self._worker.run(
                    partial(self._worker.writing, asked, ()), done.translation
                )
                self._renewal.passed(stored.number)
                beside()
                with self._writing(stored.number):
                    brief, _ = await self._authors.write(make)
            else:
                condense = partial(self._worker.condense, asked)
                brief = await self._giving_way(others, condense, done.translation)
            if await self._renewal.replace(stored.number, brief, done.lessons, done.seconds, now):
                count(brief.translation)
                log.info("article_renewed", article=stored.number)
            self._renewal.passed(stored.number)
        return True

    async def _go_on(self, others: Callable[[], Awaitable[bool]]) -> bool:
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
            done = await self._giving_way(others, self._worker.translate, asked)
            await self._record_rest(stored.number, stored.translation, done)
        return True

    async def _giving_way(
        self, others: Callable[[], Awaitable[bool]], function: Callable[[T], R], given: T
    ) -> R:
        """In the worker's thread, until there is something else to do: then GivesWay is raised."""
        watching = asyncio.create_task(self._watch(others))
        try:
            return await self._worker.run_giving_way(function, given)
        finally:
            watching.cancel()

    async def _watch(self, others: Callable[[], Awaitable[bool]]) -> None:
        """Ask whoever renews to give way, once there is something else to do."""
        while not self._worker.give_way:
            try:
                self._worker.give_way = await others()
            except SQLAlchemyError:
                await asyncio.sleep(WATCHED)

    async def _waiting(self, number: int) -> set[int]:
        """The chats that wait for it."""
        async with self._store.read_only() as c:
            return {request.chat for request in await requests.waiting_for(c, number)}

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

    async def _postponed(self, stored: StoredArticle, error: EngineUnavailable) -> Later | None:
        """Leave it for when the engine says, as for the next day's tokens; no try is counted.

        None where the engine does not say, or it is nothing that waiting mends.
        """
        now, until = datetime.now(UTC), error.again_at
        self._trouble = Trouble(now, error)
        if until is None or until <= now or stored.translation is not None:
            return None
        async with self._store.transaction() as c:
            await articles.postpone(c, stored.number, error.name, until)
        log.warning("article_postponed", article=stored.number, kind=error.name, until=str(until))
        await self._listener.postponed(stored.number, until)
        return Later(until)

    async def _failed(
        self, stored: StoredArticle, reason: str | None, error: Exception
    ) -> Later | None:
        """When to try again; None where it is given up. Only the error's kind is logged: its text
        may quote the article."""
        now = datetime.now(UTC)
        if isinstance(error, ModelError):
            self._trouble = Trouble(now, error)
        last = stored.attempts + 1 >= ATTEMPTS
        retry_at = None if last else now + self._first_pause * 2**stored.attempts
        kind = type(error).__name__
        log.warning("article_failed", article=stored.number, kind=kind, last=last)
        if await self._record_failure(stored, kind, reason, retry_at) or retry_at is None:
            return None
        return Later(retry_at)

    async def _record_failure(
        self, stored: StoredArticle, kind: str, reason: str | None, retry_at: datetime | None
    ) -> bool:
        """Whether whoever waits was told. `retry_at`: None gives the article up."""
        async with self._store.transaction() as c:
            if stored.brief is None:
                await articles.failed(c, stored.number, kind, retry_at=retry_at)
                if retry_at is not None:
                    return False
                await incidents.add(
                    c,
                    Incident.ARTICLE_FAILED,
                    datetime.now(UTC),
                    subject=str(stored.number),
                    detail=kind,
                )
            # Where there is a brief, it is there for others; only this telling of it failed.
            await self._listener.failed(c, stored.number, reason)
        return True

    def _progress(self, stage: str, done: int, total: int) -> None:
        """In the worker's thread."""
        loop = self._loop
        for number in tuple(self._current):
            if loop is not None and not loop.is_closed():
                loop.call_soon_threadsafe(self._listener.progress, number, stage, done, total)


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


async def _still_at(c: AsyncConnection, number: int, stage: Stage) -> None:
    """Raises Overtaken where the article is not at this stage; else it stays there until the
    transaction ends."""
    if await articles.stage_held(c, number) is not stage:
        raise Overtaken
