"""Stored articles on their way to briefs, within this process.

The stage in the database is the truth; what is in memory here is only what is being worked on
now. Model work runs in one thread, never on the event loop. Articles somebody waits for come
before all others, the longest awaited first; the others in the order of bot/store/queue.py. When
nothing is left, what an older model translated is translated again (bot/pipeline/renewal.py).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from typing import TypeVar

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digest.composition import compose
from bot.errors import EngineUnavailable, ModelError, MujazError
from bot.pipeline import glossary
from bot.pipeline.renewal import GivesWay, Renewal
from bot.pipeline.seams import Listener as Listener
from bot.pipeline.seams import Models as Models
from bot.pipeline.seams import Trouble as Trouble
from bot.records import Article, Brief, Digest, Progress, Translation
from bot.store import articles, figures, incidents, queue, requests, rights
from bot.store.articles import Stage, StoredArticle
from bot.store.chats import Chat
from bot.store.figures import figures_of
from bot.store.incidents import Incident
from bot.store.store import Store
from bot.translation.names.learning import Learnt
from bot.translation.names.terms import Term

T = TypeVar("T")
R = TypeVar("R")

log = structlog.get_logger(__name__)

ATTEMPTS = 3
"""Tries of one article before it is given up."""
FIRST_PAUSE = timedelta(seconds=30)
"""Before the second try; doubles."""
LONGEST_NAP = 30.0
"""Seconds between two looks for work when nothing nudges; another process may add some."""


class Stopped(Exception):
    """The process ends; the article's stage in the database says where to go on."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One article for the worker's thread."""

    terms: Sequence[Term]
    article: Article
    public: bool
    shared: bool
    """Several chats wait for it."""
    may_leave: bool
    """It is not public, and a remote engine may have it all the same."""


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
    ) -> None:
        """`lets_leave`: whether a chat lets a remote engine have its own texts; None: none does.
        `renew_days`: how old an article may be that is translated again; 0: none is."""
        self._summary = summary
        self._lets_leave = lets_leave
        self._store = store
        self._load = load
        self._listener = listener
        self._models: Models | None = None
        self._glossary = glossary.Current(store)
        self._in_use: Sequence[Term] = ()
        self._worker = ThreadPoolExecutor(1, "model")
        self._composing = ThreadPoolExecutor(1, "compose")
        self._wake = asyncio.Event()
        self._current: int | None = None
        self._renewal = Renewal(store, renew_days)
        self._renewing = False
        self._give_way = False
        self._closing = False
        self._trouble: Trouble | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def state(self) -> str:
        """ "not loaded", "idle" or "busy"."""
        if self._models is None:
            return "not loaded"
        return "idle" if self._current is None else "busy"

    @property
    def trouble(self) -> Trouble | None:
        """Why the engine could not be used when it was last asked; None where it could."""
        return self._trouble

    @property
    def passed_over(self) -> Mapping[str, str]:
        """As `Models.passed_over`."""
        return self._models.passed_over() if self._models else {}

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
        self._closing = True
        await asyncio.to_thread(self._shut)

    def _shut(self) -> None:
        self._worker.shutdown(wait=True, cancel_futures=True)
        self._composing.shutdown(wait=True, cancel_futures=True)
        if self._models is not None:
            self._models.close()

    async def translate(self, texts: Sequence[Article]) -> list[Translation]:
        """Of texts that are not stored, as headlines are; after what the model is at now.

        They are treated as private: nothing of them is remembered, and none leaves this machine.
        """
        self._loop = asyncio.get_running_loop()
        self._give_way = True
        terms = await self._glossary.terms()
        return await self._in_worker(
            lambda given: self._spelling(terms).translate_private(given), texts
        )

    async def compose(
        self, stored: Sequence[StoredArticle], made_at: datetime, *, stories: int, points: int
    ) -> Digest:
        """A digest of briefed articles, outside the event loop and beside a translation."""
        assert self._loop is not None
        return await self._loop.run_in_executor(
            self._composing, self._composed, stored, made_at, stories, points
        )

    def _composed(
        self, stored: Sequence[StoredArticle], made_at: datetime, stories: int, points: int
    ) -> Digest:
        from bot.pipeline.spelling import NamesSpeller
        from bot.pipeline.vectors import SentenceEncoder
        from bot.summary.summariser import WRITTEN, summariser
        from bot.translation.names import Names

        encoder = self._models.encoder if self._models else SentenceEncoder()
        speller = self._models.speller if self._models else NamesSpeller(Names.load)
        briefs = []
        for each in stored:
            assert each.brief is not None
            assert each.translation is not None
            kept = len(each.brief.points)
            # A stored brief holds its best points in the article's order, so another number
            # of points is another choice and not a part of it.
            again = kept != points and not each.brief.whole
            if again and self._summary in WRITTEN:
                # What a model wrote has its most important points first, and is not written anew.
                briefs.append(replace(each.brief, points=each.brief.points[:points]))
                continue
            condense = summariser(self._summary, encoder, speller) if again else None
            briefs.append(condense.summarise(each.translation, points) if condense else each.brief)
        return compose(briefs, (), encoder, made_at, max_stories=stories, points=points)

    # -------------------------------------------------------------------------------- one step

    async def _one(self) -> bool:
        """Take one article one or two stages on; False where there is nothing to do."""
        stored = await self._next()
        if stored is None:
            return await self._renew()
        self._current = stored.number
        try:
            await self._advance(stored)
        except EngineUnavailable as error:
            if not await self._postponed(stored, error):
                await self._failed(stored, str(error), error)
        except MujazError as error:
            await self._failed(stored, str(error), error)
        except Exception as error:
            await self._failed(stored, None, error)
        finally:
            self._current = None
        # What is committed stands, whatever tidying up after it comes to.
        try:
            await self._listener.settled(stored.number)
        except Exception as error:
            log.warning("not_settled", article=stored.number, kind=type(error).__name__)
        return True

    async def _next(self) -> StoredArticle | None:
        now = datetime.now(UTC)
        async with self._store.read_only() as c:
            for number in await requests.articles_waited_for(c):
                stored = await articles.get(c, number)
                if stored and stored.stage is not Stage.FAILED and await _may(c, stored, now):
                    return stored
            first = await queue.first(c, now)
            return await articles.get(c, first) if first is not None else None

    async def _advance(self, stored: StoredArticle) -> None:
        if stored.brief is not None:
            brief = stored.brief
        else:
            translation = stored.translation
            asked = await self._asked(stored)
            if translation is None:
                made, lessons, seconds = await self._in_worker(self._translate, asked)
                now = datetime.now(UTC)
                async with self._store.transaction() as c:
                    await articles.set_translation(c, stored.number, made)
                    await glossary.remember(c, lessons, stored.number, now)
                    await figures.record(c, figures_of(made, seconds), now)
                self._trouble = None
                translation = made
            brief = await self._in_worker(partial(self._condense, asked), translation)
        now = datetime.now(UTC)
        async with self._store.transaction() as c:
            if stored.brief is None:
                await articles.set_brief(c, stored.number, brief, now)
            await self._listener.briefed(c, stored.number, brief)
        log.info("article_briefed", article=stored.number)

    async def _asked(self, stored: StoredArticle) -> _Asked:
        return _Asked(
            await self._glossary.terms(),
            stored.article,
            await self._for_good(stored.number),
            shared=await self._shared(stored.number),
            may_leave=stored.public or await self._may_leave(stored.number),
        )

    async def _renew(self) -> bool:
        """Translate one article of an older model again; False where there is none. What comes in
        meanwhile goes first: then the article is left as it is, and taken up again later."""
        now = datetime.now(UTC)
        if await self._renewal.candidate(now) is None:
            return False
        engines = await self._in_worker(lambda _: self._ready().renewers(), None)
        if not engines:
            self._renewal.rest(now)
            return False
        stored = await self._renewal.next(engines, now)
        if stored is None:
            return False
        self._give_way = False
        watching = asyncio.create_task(self._watch())
        try:
            made, lessons, seconds = await self._in_worker(
                self._translate_again, await self._asked(stored)
            )
            if await self._renewal.replace(stored.number, made, lessons, seconds, now):
                log.info("article_renewed", article=stored.number)
            self._renewal.passed(stored.number)
        except GivesWay:
            pass
        except ModelError as error:
            log.warning("article_not_renewed", article=stored.number, kind=error.name)
            self._renewal.rest(now)
        except SQLAlchemyError:
            raise
        except Exception as error:
            log.warning("article_not_renewed", article=stored.number, kind=type(error).__name__)
            self._renewal.passed(stored.number)
        finally:
            watching.cancel()
        return True

    async def _watch(self) -> None:
        """Ask whoever renews to give way, once there is something else to do."""
        while not self._give_way:
            try:
                async with asyncio.timeout(LONGEST_NAP):
                    await self._wake.wait()
            except TimeoutError:
                pass
            self._wake.clear()
            try:
                self._give_way = await self._next() is not None
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

    # ------------------------------------------------------------------- in the worker's thread

    async def _in_worker(self, function: Callable[[T], R], given: T) -> R:
        assert self._loop is not None
        return await self._loop.run_in_executor(self._worker, function, given)

    def _progress(self, stage: str, done: int, total: int) -> None:
        if self._closing:
            # The one way to end a translation half way; nobody waits for its result any more.
            raise Stopped
        if self._renewing and self._give_way:
            raise GivesWay
        number = self._current
        if number is not None and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._listener.progress, number, stage, done, total)

    def _ready(self) -> Models:
        if self._models is None:
            self._models = self._load(self._progress)
        return self._models

    def _spelling(self, terms: Sequence[Term]) -> Models:
        """The models, spelling names by these entries."""
        models = self._ready()
        if terms is not self._in_use:
            models.use(terms)
            self._in_use = terms
        return models

    def _translate(self, asked: _Asked) -> tuple[Translation, Sequence[Learnt], float]:
        models, article = self._spelling(asked.terms), asked.article
        began = monotonic()
        if asked.public:
            (translation,) = models.translate([article], {article.id} if asked.shared else ())
        else:
            (translation,) = models.translate_private([article], may_leave=asked.may_leave)
        return translation, models.lessons(), monotonic() - began

    def _translate_again(self, asked: _Asked) -> tuple[Brief, Sequence[Learnt], float]:
        # Set here and not on the loop: what is next in this thread has nobody to give way to.
        self._renewing = True
        try:
            translation, lessons, seconds = self._translate(asked)
            return self._condense(asked, translation), lessons, seconds
        finally:
            self._renewing = False

    def _condense(self, asked: _Asked, translation: Translation) -> Brief:
        stays = not (asked.public or asked.may_leave)
        (brief,) = self._ready().brief([translation], stays=stays)
        return brief


async def _may(c: AsyncConnection, stored: StoredArticle, now: datetime) -> bool:
    """Whether its pause after a failure is over."""
    held = select(articles.articles.c.not_before).where(articles.articles.c.number == stored.number)
    until: datetime | None = (await c.execute(held)).scalar()
    return until is None or until <= now or stored.brief is not None
