"""Articles move through their stages in the database, whatever happens on the way, and whichever
runner works them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from bot.errors import BudgetSpent, DamagedModel, EngineUnavailable
from bot.jobs.worker import JobWorker
from bot.pipeline.article_jobs import MOST_BEGUN, kinds
from bot.pipeline.article_work import ArticleWork
from bot.pipeline.authors import AT_ONCE
from bot.pipeline.in_process import InProcess
from bot.pipeline.seams import Runner
from bot.pipeline.spelling import NamesSpeller
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Article, Brief, EngineIdentity, Interest, Progress, Translation
from bot.store import articles, chats, figures, incidents, requests
from bot.store.articles import Stage, StoredArticle
from bot.store.jobs import Queue
from bot.store.store import Store, open_store
from bot.store.styled import styled_briefs
from bot.translation.names import Names
from bot.translation.names.learning import Learnt
from bot.translation.names.terms import Term
from tests.empty_database import new_database
from tests.store.conftest import emptied
from tests.store.made_records import article, brief, publish

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def article_of(given: Article | Translation) -> Article:
    return given if isinstance(given, Article) else given.article


class Models:
    """Does nothing but remember, and fail where told."""

    def __init__(self) -> None:
        self.encoder = SentenceEncoder()
        self.speller = NamesSpeller(Names.load)
        self.translated: list[str | None] = []
        self.shared: list[str | None] = []
        self.condensed = 0
        self.stayed: list[str | None] = []
        self.fail: dict[str, Exception] = {}
        self.terms: tuple[Term, ...] = ()
        self.taught: Sequence[Learnt] = ()
        self.down: dict[str, str] = {}

    def translate(
        self,
        articles: Sequence[Article | Translation],
        shared: Collection[str] = (),
        points: int | None = None,
    ) -> list[Translation]:
        given = list(map(article_of, articles))
        self.translated += [each.title for each in given]
        self.shared += [each.title for each in given if each.id in shared]
        for each in given:
            if each.title in self.fail:
                raise self.fail[each.title]
        return [brief(each, "English").translation for each in given]

    def translate_private(
        self,
        articles: Sequence[Article | Translation],
        *,
        may_leave: bool = False,
        points: int | None = None,
    ) -> list[Translation]:
        return self.translate(articles)

    def renewers(self) -> Collection[EngineIdentity]:
        return ()

    def brief(self, given: Sequence[Translation], *, stays: bool = False) -> list[Brief]:
        self.condensed += len(given)
        self.stayed += [each.article.title for each in given if stays]
        return [brief(each.article, "English") for each in given]

    def use(self, terms: Sequence[Term]) -> None:
        self.terms = tuple(terms)

    def lessons(self) -> Sequence[Learnt]:
        told, self.taught = self.taught, ()
        return told

    def passed_over(self) -> dict[str, str]:
        return self.down

    def stop(self) -> None:
        """Nothing is asked."""

    def close(self) -> None:
        """Nothing is held."""


class Listener:
    def __init__(self) -> None:
        self.ready: list[int] = []
        self.given_up: list[tuple[int, str | None]] = []
        self.waits: list[tuple[int, datetime]] = []

    def progress(self, article: int, stage: str, done: int, total: int) -> None:
        """Not looked at here."""

    async def briefed(self, c: Any, article: int, brief: Brief) -> None:
        self.ready.append(article)
        for request in await requests.waiting_for(c, article):
            await requests.answered(c, request.id)

    async def whole(self, c: Any, article: int) -> None:
        """Nobody presses here."""

    async def failed(self, c: Any, article: int, reason: str | None) -> None:
        self.given_up.append((article, reason))

    async def postponed(self, article: int, until: datetime) -> None:
        self.waits.append((article, until))

    async def settled(self, article: int) -> None:
        raise RuntimeError("tidying up failed")


@dataclass
class Running:
    work: ArticleWork
    runner: Runner


@pytest.fixture(params=["in_process", "procrastinate"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """For either runner, empty."""
    if request.param == "in_process":
        url = new_database(tmp_path)
    else:
        url = request.getfixturevalue("queued")
    opened = await open_store(url, migrated=False)
    yield opened
    if opened.queued:
        await emptied(opened)
    await opened.close()


@asynccontextmanager
async def running(
    store: Store, models: Models, listener: Listener, at_once: int = 1, **more: Any
) -> AsyncIterator[Running]:
    """`at_once`: articles, where the runner can; one at a time their order can be seen."""

    def load(progress: Progress) -> Models:
        return models

    work = ArticleWork(store, load, listener, first_pause=timedelta(), **more)
    runner = runner_of(store, work, at_once)
    task = asyncio.create_task(runner.run())
    try:
        yield Running(work, runner)
        assert not task.done()
    finally:
        work.stop()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await work.close()


def runner_of(store: Store, work: ArticleWork, at_once: int) -> Runner:
    """The one that the database is for."""
    if not store.queued:
        return InProcess(store, work)
    queues = {Queue.INTERACTIVE: 1, Queue.ARTICLES: at_once, Queue.HOUSEKEEPING: 1}
    return JobWorker(address_of(store), kinds(store, work), queues)


def address_of(store: Store) -> str:
    return store.engine.url.render_as_string(hide_password=False)


async def nudged(running: Running, done: Callable[[], bool]) -> None:
    """Until it is done; what waits for its time is looked for at once."""
    async with asyncio.timeout(60):
        while not done():
            running.runner.nudge()
            await asyncio.sleep(0.01)


async def add(store: Store, *titles: str) -> list[int]:
    async with store.transaction() as c:
        return [(await articles.add(c, article(t, "نص المقال"), NOW))[0] for t in titles]


async def until_stage(store: Store, number: int, stage: Stage) -> None:
    async with asyncio.timeout(90):
        while True:
            async with store.read_only() as c:
                stored = await articles.get(c, number)
            if stored and stored.stage is stage:
                return
            await asyncio.sleep(0.01)


async def test_an_article_somebody_waits_for_comes_first(store: Store) -> None:
    one, two, three = await add(store, "أ", "ب", "ج")
    async with store.transaction() as c:
        chat = await chats.ensure(c, 7, chats.ChatKind.PRIVATE, NOW)
        request = await requests.add(c, chat.id, {}, 1, NOW)
        await requests.read(c, request, three)
    models, listener = Models(), Listener()
    async with running(store, models, listener):
        await until_stage(store, two, Stage.BRIEFED)
        await until_stage(store, one, Stage.BRIEFED)
    assert listener.ready.index(three) <= int(store.queued)


async def test_an_article_waits_while_something_else_goes_first(store: Store) -> None:
    one, awaited = await add(store, "أ", "ب")
    async with store.transaction() as c:
        chat = await chats.ensure(c, 7, chats.ChatKind.PRIVATE, NOW)
        request = await requests.add(c, chat.id, {}, 1, NOW)
        await requests.read(c, request, awaited)
    models = Models()
    async with running(store, models, Listener()) as started:
        with started.work.precedence.first():
            await until_stage(store, awaited, Stage.BRIEFED)
            assert len(models.translated) == 1
        await until_stage(store, one, Stage.BRIEFED)


async def test_what_several_chats_wait_for_is_marked_so(store: Store) -> None:
    one, two = await add(store, "أ", "ب")
    async with store.transaction() as c:
        await publish(c, one)
        await publish(c, two)
        for who in (7, 8):
            chat = await chats.ensure(c, who, chats.ChatKind.PRIVATE, NOW)
            for number in (one, two) if who == 7 else (two,):
                request = await requests.add(c, chat.id, {}, number, NOW)
                await requests.read(c, request, number)
    models = Models()
    async with running(store, models, Listener()):
        await until_stage(store, one, Stage.BRIEFED)
        await until_stage(store, two, Stage.BRIEFED)
    assert len(models.translated) == 2
    assert len(models.shared) == 1


async def test_what_is_not_public_is_condensed_on_this_machine(store: Store) -> None:
    private, public = await add(store, "أ", "ب")
    async with store.transaction() as c:
        await publish(c, public)
    models = Models()
    async with running(store, models, Listener()):
        await until_stage(store, private, Stage.BRIEFED)
        await until_stage(store, public, Stage.BRIEFED)
    assert models.stayed == ["أ"]


async def test_a_translation_that_is_stored_is_not_made_again(store: Store) -> None:
    (number,) = await add(store, "أ")
    async with store.transaction() as c:
        made = brief(article("أ", "نص المقال"), "English").translation
        await articles.set_translation(c, number, made)
    models = Models()
    async with running(store, models, Listener()):
        await until_stage(store, number, Stage.BRIEFED)
    assert models.translated == []
    assert models.condensed == 1


async def test_one_that_fails_is_tried_again_later_and_then_given_up(store: Store) -> None:
    bad, good = await add(store, "سيئ", "جيد")
    models, listener = Models(), Listener()
    models.fail["سيئ"] = DamagedModel("The model is damaged. Build it again.")
    async with running(store, models, listener) as office:
        await until_stage(store, good, Stage.BRIEFED)
        await nudged(office, lambda: bool(listener.given_up))
        await until_stage(store, bad, Stage.FAILED)
    assert models.translated.count("سيئ") == 3
    assert listener.given_up == [(bad, "The model is damaged. Build it again.")]
    async with store.read_only() as c:
        (row,) = await incidents.recent(c, kind=incidents.Incident.ARTICLE_FAILED)
    assert row.detail == "DamagedModel"


async def test_an_unknown_fault_tells_nobody_its_text(store: Store) -> None:
    (number,) = await add(store, "أ")
    models, listener = Models(), Listener()
    models.fail["أ"] = ValueError("نص المقال")
    async with running(store, models, listener) as office:
        await nudged(office, lambda: bool(listener.given_up))
        await until_stage(store, number, Stage.FAILED)
    assert models.translated == ["أ"] * 3
    assert listener.given_up == [(number, None)]


async def test_composing_takes_the_chats_own_number_of_points(store: Store) -> None:
    (number,) = await add(store, "أ")
    async with running(store, Models(), Listener()) as office:
        await until_stage(store, number, Stage.BRIEFED)
        async with store.read_only() as c:
            stored = await articles.get(c, number)
        assert stored is not None
        made = await office.work.composer.compose(
            [stored],
            NOW,
            stories=0,
            points=1,
            interest=Interest(),
            topics={},
            by_topic=False,
            style="",
        )
    assert (len(made.stories), len(made.also)) == (0, 1)


async def test_a_burst_never_keeps_waiting_who_pasted_a_text(store: Store) -> None:
    slot = datetime(2020, 1, 1, tzinfo=UTC)
    async with store.transaction() as c:
        for n in range(40):
            await articles.add(c, article(f"feed {n}", f"نص {n}"), NOW, slot=slot)
        chat = await chats.ensure(c, 7, chats.ChatKind.PRIVATE, NOW)
        number, _ = await articles.add(c, article("pasted", "نص ملصق"), NOW)
        request = await requests.add(c, chat.id, {}, 1, NOW)
        await requests.read(c, request, number)
    models, listener = Models(), Listener()
    async with running(store, models, listener), asyncio.timeout(90):
        while number not in listener.ready:
            await asyncio.sleep(0.01)
    # On the queue, one of the others may have been begun before.
    assert "pasted" in models.translated[: 1 + int(store.queued)]


async def test_headlines_are_translated_between_articles(store: Store) -> None:
    models, listener = Models(), Listener()
    async with running(store, models, listener) as office:
        (made,) = await office.work.translate([article("عنوان", "نص")])
    assert made.article.title == "عنوان"
    assert listener.ready == []


async def test_what_waits_for_a_time_that_is_known_is_taken_up_then(store: Store) -> None:
    (number,) = await add(store, "أ")
    models, listener = Models(), Listener()
    again = datetime.now(UTC) + timedelta(seconds=1)
    models.fail["أ"] = BudgetSpent("Today's tokens are spent.", again_at=again)
    async with running(store, models, listener) as office:
        await nudged(office, lambda: bool(listener.waits))
        models.fail.clear()
        await nudged(office, lambda: number in listener.ready)
    assert listener.waits == [(number, again)]
    assert models.translated == ["أ", "أ"]


@pytest.mark.parametrize("store", ["in_process"], indirect=True)
async def test_a_spent_budget_is_waited_for_and_counts_no_try(store: Store) -> None:
    one, two = await add(store, "أ", "ب")
    models, listener = Models(), Listener()
    start = datetime(2026, 11, 22, 21, tzinfo=UTC)
    tomorrow = datetime(2026, 11, 23, tzinfo=UTC)
    spent = BudgetSpent("Today's tokens are spent.", again_at=tomorrow)
    models.fail = {"أ": spent, "ب": spent}
    with time_machine.travel(start, tick=False) as clock:
        async with running(store, models, listener) as office:
            for hours in range(1, 4):
                async with asyncio.timeout(10):
                    while len(listener.waits) < 2:
                        await asyncio.sleep(0.01)
                clock.move_to(start + timedelta(hours=hours) - timedelta(minutes=1))
                office.runner.nudge()
            assert sorted(listener.waits) == [(one, tomorrow), (two, tomorrow)]
            assert office.work.trouble is not None
            assert office.work.trouble.error is spent
            async with store.read_only() as c:
                assert await articles.postponed(c, start) == (2, tomorrow)
                assert await articles.postponed_until(c, one, start) == tomorrow
                assert await articles.postponed(c, tomorrow) == (0, None)
            models.fail.clear()
            clock.move_to(tomorrow + timedelta(seconds=1))
            office.runner.nudge()
            await until_stage(store, one, Stage.BRIEFED)
            await until_stage(store, two, Stage.BRIEFED)
            assert office.work.trouble is None
    assert listener.given_up == []
    assert models.translated == ["أ", "ب"] * 2


async def test_what_waiting_will_not_mend_is_given_up_as_ever(store: Store) -> None:
    (number,) = await add(store, "أ")
    models, listener = Models(), Listener()
    models.fail["أ"] = EngineUnavailable("The endpoint does not answer.")
    async with running(store, models, listener) as office:
        await nudged(office, lambda: bool(listener.given_up))
        await until_stage(store, number, Stage.FAILED)
    assert listener.given_up == [(number, "The endpoint does not answer.")]
    assert listener.waits == []


@pytest.mark.parametrize("store", ["in_process"], indirect=True)
async def test_what_ended_every_process_that_was_at_it_is_given_up(store: Store) -> None:
    numbers = await add(store, "أ", "ب")
    models, listener = Models(), Listener()
    work = ArticleWork(store, lambda progress: models, listener)
    article, _ = kinds(store, work)
    for number, begun in zip(numbers, (MOST_BEGUN, MOST_BEGUN - 1), strict=True):
        await article.do(number, begun)
    await work.close()
    assert (models.translated, listener.given_up) == (["ب"], [(numbers[0], None)])
    async with store.read_only() as c:
        (given_up,) = await articles.given_up(c)
    assert (given_up.number, given_up.error) == (numbers[0], "WorkerKilled")


async def test_a_translation_is_stored_with_its_figures(store: Store) -> None:
    (number,) = await add(store, "أ")
    models = Models()
    async with running(store, models, Listener()):
        await until_stage(store, number, Stage.BRIEFED)
    async with store.read_only() as c:
        stored = await articles.get(c, number)
        found = await figures.latest(c, 10)
    assert stored is not None
    assert stored.translation is not None
    assert found == figures.figures_of(stored.translation, found.seconds)
    assert found.articles == 1
    assert found.words > 0


class Asking(Models):
    """Its author waits for an endpoint, until `answered`."""

    def __init__(self) -> None:
        super().__init__()
        self.answered, self.asked = threading.Event(), threading.Event()

    def writing(
        self, translation: Translation, styles: Sequence[str], *, stays: bool = False
    ) -> Callable[[], tuple[Brief, dict[str, Brief]]]:
        def write() -> tuple[Brief, dict[str, Brief]]:
            self.asked.set()
            assert self.answered.wait(90)
            made = brief(translation.article, "English")
            return made, dict.fromkeys(styles, made)

        return write


async def test_a_slow_author_keeps_no_other_article_from_being_translated(store: Store) -> None:
    numbers = await add(store, *(f"خبر {n}" for n in range(AT_ONCE + 2)))
    models, listener = Asking(), Listener()

    async def styles(c: Any, stored: StoredArticle) -> Sequence[str]:
        return ("analyst",) if stored.number == numbers[0] else ()

    at_once = len(numbers)
    async with running(store, models, listener, at_once, summary="chat", styles=styles):
        try:
            for number in numbers:
                await until_stage(store, number, Stage.TRANSLATED)
            assert models.asked.is_set()
            assert listener.ready == []
        finally:
            models.answered.set()
        for number in numbers:
            await until_stage(store, number, Stage.BRIEFED)
    assert len(models.translated) == len(numbers)
    assert sorted(listener.ready) == numbers
    async with store.read_only() as c:
        query = select(styled_briefs.c.article, styled_briefs.c.style)
        assert (await c.execute(query)).all() == [(numbers[0], "analyst")]
