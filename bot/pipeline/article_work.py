"""One stored article on its way to a brief, with the models of this process.

Which article comes next is the runner's to know (`bot.pipeline.seams.Runner`). The stage in the
database is the truth; what is in memory here is only what is being worked on now. Model work runs
in one thread, never on the event loop. When nothing is left, there is bot/pipeline/idle_work.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy.exc import InterfaceError, OperationalError
from structlog.contextvars import bound_contextvars

from bot.language.lexicon import RuleRow
from bot.pipeline.asking import Asking, Points, Styles
from bot.pipeline.authors import Authors
from bot.pipeline.composer import Composer
from bot.pipeline.idle_work import Beside, IdleWork, Others
from bot.pipeline.in_hand import InHand
from bot.pipeline.precedence import Precedence
from bot.pipeline.recording import Overtaken, Recording
from bot.pipeline.remainders import Remainders
from bot.pipeline.renewal import Renewal
from bot.pipeline.seams import Listener, Models, Trouble
from bot.pipeline.setbacks import FIRST_PAUSE, Later, Setbacks
from bot.pipeline.worker import Asked, ModelWorker, Stopped
from bot.records import Article, Progress, Translation
from bot.store import articles, requests
from bot.store.articles import Stage, StoredArticle
from bot.store.chats import Chat
from bot.store.store import Store
from bot.summary.summariser import ASKED


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
        points: Points | None = None,
        idle: bool = False,
        first_pause: timedelta = FIRST_PAUSE,
        gather: float = 0.0,
        topics: Sequence[RuleRow] | None = None,
        styles: Styles | None = None,
    ) -> None:
        """`lets_leave`: whether a chat lets a remote engine have its own texts; None: none does.
        `renew_days`: how old an article may be that is translated again; 0: none is. `points`: of
        the longest brief that anybody reads, so far are articles translated at first; None, or
        where it says None: whole. `idle`: the rest of them is translated when there is nothing
        else to do. `first_pause`: before the second try of an article; doubles.
        `gather`: seconds in which more articles are waited for, to be translated in one go.
        `topics`: the table of topics; None: the shipped one. `styles`: those besides the default
        that somebody who gets an article wants it written in."""
        self._store = store
        self._written = summary in ASKED
        self._in_hand = InHand(listener)
        self._authors = Authors(self._in_hand)
        self._worker = ModelWorker(load, self._in_hand.progress, gather)
        self.composer = Composer(self._worker, summary, topics)
        self.precedence = Precedence()
        self._asking = Asking(store, lets_leave, points, styles)
        self._recording = Recording(store, listener)
        self._setbacks = Setbacks(store, listener, first_pause)
        self._idle = IdleWork(
            self._worker,
            self._asking,
            self._recording,
            self._setbacks,
            Renewal(store, renew_days),
            Remainders(store, idle),
            self._authors if self._written else None,
        )

    @property
    def state(self) -> str:
        """ "not loaded", "idle" or "busy"."""
        if self._worker.models is None:
            return "not loaded"
        return "busy" if self._in_hand.busy else "idle"

    @property
    def trouble(self) -> Trouble | None:
        """Why the engine could not be used when it was last asked; None where it could."""
        return self._setbacks.trouble

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
        self._worker.give_way = True
        terms = await self._asking.terms()
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
            stored = await self._wanted(number)
            if stored is None or isinstance(stored, Later):
                return stored
            later = None
            try:
                with self._in_hand.working(number):
                    await self._advance(stored, beside)
            except (Stopped, Overtaken):
                return Later(datetime.now(UTC))
            except (OperationalError, InterfaceError):
                # The database is away; nothing is wrong with the article.
                raise
            except Exception as error:
                later = await self._setbacks.met(stored, error)
            await self._recording.settled(number)
            return later

    async def give_up(self, number: int, kind: str) -> None:
        """An article that ended every process that was at it. `kind`: put on record."""
        async with self._store.read_only() as c:
            stored = await articles.get(c, number)
        if stored is not None and stored.brief is None and stored.stage is not Stage.FAILED:
            await self._setbacks.record(stored, kind)
            await self._recording.settled(number)

    async def turn_to_others(self, others: Others, beside: Beside = lambda: True) -> bool:
        """Do one piece of what nobody waits for; False where there is none. `others`: whether
        there is something else to do. `beside`: as of `work_on`."""
        return await self._idle.turn(others, beside)

    async def _wanted(self, number: int) -> StoredArticle | Later | None:
        """The article, where something is left to do for it now."""
        async with self._store.read_only() as c:
            stored = await articles.get(c, number)
            if stored is None or stored.stage is Stage.FAILED:
                return None
            if stored.brief is not None:
                return stored if await requests.waiting_for(c, number) else None
        until = stored.not_before
        return Later(until) if until is not None and until > datetime.now(UTC) else stored

    async def _advance(self, stored: StoredArticle, beside: Beside) -> None:
        brief = stored.brief
        if brief is None:
            asked = await self._asking.asked(stored, stored.article, in_part=True)
            await self._turn(asked)
            translation = await self._translated(stored, asked)
            if self._written:
                # Else it is taken up again when there is room.
                if beside():
                    await self._write(stored, asked, translation)
                return
            await self._turn(asked)
            brief = await self._worker.run(partial(self._worker.condense, asked), translation)
        if await self._recording.briefed(stored, brief, {}):
            # What is left waits for the whole article.
            await self._complete(stored.number)

    async def _turn(self, asked: Asked) -> None:
        """What nobody waits for stands aside before each of its steps."""
        if not asked.awaited:
            await self.precedence.turn()

    async def _write(self, stored: StoredArticle, asked: Asked, translation: Translation) -> None:
        """Beside the work on other articles. Who waits for all of the article is served after
        it, in the order of all work."""
        styles = await self._asking.styles(stored)
        make = await self._worker.run(partial(self._worker.writing, asked, styles), translation)
        brief, styled = await self._authors.write(stored.number, make)
        await self._recording.briefed(stored, brief, styled)

    async def _translated(self, stored: StoredArticle, asked: Asked) -> Translation:
        if stored.translation is not None:
            return stored.translation
        if asked.points is None:
            # Versions of one article are compared whole.
            for number in await self._asking.older_in_part(stored.number):
                await self._complete(number)
        done = await self._worker.translate_soon(asked)
        await self._recording.translated(stored.number, done)
        self._setbacks.trouble = None
        return done.translation

    async def _complete(self, number: int) -> None:
        """Translate what is pending, and give the article to those who wait for all of it."""
        async with self._store.read_only() as c:
            stored = await articles.get(c, number)
        if stored is None or stored.translation is None:
            return
        done = None
        if not stored.translation.whole:
            asked = await self._asking.asked(stored, stored.translation)
            done = await self._worker.translate_soon(asked)
            self._setbacks.trouble = None
        await self._recording.rest(stored, done)
