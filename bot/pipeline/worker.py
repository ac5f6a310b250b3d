"""The models of a process, and the one thread that works with them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

from structlog.contextvars import bound_contextvars

from bot.pipeline.seams import Models, Written
from bot.records import Article, Brief, EngineIdentity, Progress, Translation
from bot.stages import stage
from bot.translation.names.learning import Learnt
from bot.translation.names.terms import Term

T = TypeVar("T")
R = TypeVar("R")


class Stopped(Exception):
    """The process ends; the article's stage in the database says where to go on."""


class GivesWay(Exception):
    """Something else is to be done: this is done another time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One article for the worker's thread."""

    number: int
    """`StoredArticle.number`"""
    terms: Sequence[Term]
    given: Article | Translation
    public: bool
    shared: bool
    """Several chats wait for it."""
    may_leave: bool
    """It is not public, and a remote engine may have it all the same."""
    points: int | None = None
    """Only as far as a brief of so many points needs; None: whole."""
    awaited: bool = False
    """Somebody waits for it: it goes before what was asked earlier."""

    @property
    def stays(self) -> bool:
        """Nothing of it may leave this machine."""
        return not (self.public or self.may_leave)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it."""

    translation: Translation
    lessons: Sequence[Learnt]
    seconds: float


class ModelWorker:
    """`run` and `run_giving_way` are for the event loop; what they are given works in the thread,
    where the other methods may be called."""

    def __init__(
        self, load: Callable[[Progress], Models], told: Progress, gather: float = 0.0
    ) -> None:
        """`load` makes the models when they are first needed; `told` hears of their progress in
        the thread. `gather`: seconds in which more articles are waited for, to be translated in
        one go, while the thread has nothing to do."""
        self._load = load
        self._gather = gather
        self._waiting: list[tuple[Asked, asyncio.Future[Done]]] = []
        self._batches: asyncio.Task[None] | None = None
        self._told = told
        self._models: Models | None = None
        self._in_use: Sequence[Term] = ()
        self._thread = ThreadPoolExecutor(1, "model")
        self._yields = False
        """The thread is at something that nobody waits for."""
        self.give_way = False
        """There is something else to do."""
        self._closing = False

    @property
    def models(self) -> Models | None:
        """None until they are loaded."""
        return self._models

    @property
    def passed_over(self) -> Mapping[str, str]:
        """As `Models.passed_over`."""
        return self._models.passed_over() if self._models else {}

    async def run(self, function: Callable[[T], R], given: T) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, given)

    async def run_giving_way(self, function: Callable[[T], R], given: T) -> R:
        """Raises GivesWay where `give_way` is set before it is done."""

        def yielding(asked: T) -> R:
            # Set here and not on the loop: what is next in this thread has nobody to give way to.
            self._yields = True
            try:
                return function(asked)
            finally:
                self._yields = False

        self.give_way = False
        return await self.run(yielding, given)

    async def translate_soon(self, asked: Asked) -> Done:
        """`translate`, in one go with others that are asked for meanwhile."""
        answer: asyncio.Future[Done] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        if self._batches is None or self._batches.done():
            self._batches = asyncio.create_task(self._work_off())
        return await answer

    async def _work_off(self) -> None:
        if self._gather:
            await asyncio.sleep(self._gather)
        while self._waiting:
            batch = self._next_batch()
            try:
                made = await self.run(self.translate_all, [asked for asked, _ in batch])
            except Exception as error:
                if len(batch) == 1:
                    _answer(batch[0][1], error)
                    continue
                # Which of them is at fault is seen when each is alone.
                for asked, answer in batch:
                    try:
                        _answer(answer, await self.run(self.translate, asked))
                    except Exception as own:
                        _answer(answer, own)
            else:
                for (_, answer), done in zip(batch, made, strict=True):
                    _answer(answer, done)

    def _next_batch(self) -> list[tuple[Asked, asyncio.Future[Done]]]:
        """What is asked for first, or the first that somebody waits for, and all that may go with
        it. What is not public goes alone: an article must not tell another how a name is spelled
        that only its chat may know."""
        waiting = [each for each in self._waiting if not each[1].done()]
        if not waiting:
            self._waiting = []
            return []
        first, _ = head = next((each for each in waiting if each[0].awaited), waiting[0])
        together = [head]
        if first.public:
            together += [
                each
                for each in waiting
                if each is not head
                and each[0].public
                and each[0].terms is first.terms
                and each[0].points == first.points
                and each[0].awaited == first.awaited
            ]
        self._waiting = [each for each in waiting if each not in together]
        return together

    def stop(self) -> None:
        """End what is under way at its next sentence, or its next wait for an endpoint."""
        self._closing = True
        if self._models is not None:
            self._models.stop()

    def shut(self) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)
        if self._models is not None:
            self._models.close()

    # ------------------------------------------------------------------------- in the thread

    def translate(self, asked: Asked) -> Done:
        models, given, points = self.spelling(asked.terms), asked.given, asked.points
        began = monotonic()
        with bound_contextvars(article=asked.number), stage("translate", article=asked.number):
            if asked.public:
                shared = {_article(asked).id} if asked.shared else ()
                (translation,) = models.translate([given], shared, points)
            else:
                (translation,) = models.translate_private(
                    [given], may_leave=asked.may_leave, points=points
                )
        return Done(translation, models.lessons(), monotonic() - began)

    def translate_all(self, batch: Sequence[Asked]) -> list[Done]:
        """Of one article, or of several public ones."""
        if len(batch) == 1:
            return [self.translate(batch[0])]
        if not batch:
            return []
        first = batch[0]
        models, began = self.spelling(first.terms), monotonic()
        shared = {_article(each).id for each in batch if each.shared}
        with stage("translate", len(batch)):
            made = models.translate([each.given for each in batch], shared, first.points)
        lessons, seconds = models.lessons(), (monotonic() - began) / len(batch)
        return [
            Done(each, [one for one in lessons if one.article == each.article.id], seconds)
            for each in made
        ]

    def condense(self, asked: Asked, translation: Translation) -> Brief:
        models = self._ready()
        with bound_contextvars(article=asked.number), stage("brief", article=asked.number):
            (brief,) = models.brief([translation], stays=asked.stays)
        return brief

    def writing(self, asked: Asked, styles: Sequence[str], translation: Translation) -> Written:
        """As `Models.writing`; what it gives may work in any thread."""
        return self._ready().writing(translation, styles, stays=asked.stays)

    def spelling(self, terms: Sequence[Term]) -> Models:
        """The models, spelling names by these entries."""
        models = self._ready()
        if terms is not self._in_use:
            models.use(terms)
            self._in_use = terms
        return models

    def ready(self, _: None = None) -> Models:
        """The models, loaded where they were not."""
        return self._ready()

    def renewers(self, _: None = None) -> Collection[EngineIdentity]:
        """As `Models.renewers`."""
        return self._ready().renewers()

    def _ready(self) -> Models:
        if self._models is None:
            self._models = self._load(self._progress)
        if self._closing:
            raise Stopped
        return self._models

    def _progress(self, stage: str, done: int, total: int) -> None:
        if self._closing:
            # The one way to end a translation half way; nobody waits for its result any more.
            raise Stopped
        if self._yields and self.give_way:
            raise GivesWay
        self._told(stage, done, total)


def _article(asked: Asked) -> Article:
    given = asked.given
    return given if isinstance(given, Article) else given.article


def _answer(to: asyncio.Future[Done], what: Done | Exception) -> None:
    if to.done():
        # Whoever asked was cancelled.
        return
    if isinstance(what, Exception):
        to.set_exception(what)
    else:
        to.set_result(what)
