"""The rest of articles that were translated in part: which, in what order, and what stays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import DamagedModel
from bot.pipeline.article_work import ArticleWork
from bot.pipeline.in_process import InProcess
from bot.records import Article, Brief, EngineIdentity, Progress, TranslatedSegment, Translation
from bot.store import articles, figures, versions
from bot.store.articles import Stage, StoredArticle
from bot.store.store import Store, open_store
from tests.empty_database import new_database
from tests.pipeline.test_runner import Listener, Models, article_of, until_stage
from tests.store.made_records import article, brief, publish

NOW = datetime.now(UTC)
LATER = "The rest."


def parted(of: Article, points: int | None) -> Translation:
    """The first sentence in English, the second only where `points` is None."""
    made = brief(of, "English").translation
    (first,) = made.segments
    second = replace(first.segment, index=1)
    rest = TranslatedSegment(second, "", None, pending=True)
    if points is None:
        rest = TranslatedSegment(second, LATER, -0.1, engine=made.engine)
    return replace(made, segments=(first, rest))


class Parted(Models):
    """Translates in part where it is asked to."""

    def __init__(self, *engines: EngineIdentity) -> None:
        super().__init__()
        self.engines = engines or (EngineIdentity("made", "1", "made 1"),)
        self.asked: list[tuple[str | None, int | None, str]] = []
        self.private = 0

    def renewers(self) -> Collection[EngineIdentity]:
        return self.engines

    def translate(
        self,
        given: Sequence[Article | Translation],
        shared: Collection[str] = (),
        points: int | None = None,
    ) -> list[Translation]:
        self.asked += [(article_of(e).title, points, type(e).__name__) for e in given]
        super().translate(given, shared, points)
        return [parted(article_of(each), points) for each in given]

    def translate_private(
        self,
        given: Sequence[Article | Translation],
        *,
        may_leave: bool = False,
        points: int | None = None,
    ) -> list[Translation]:
        self.private += 1
        return self.translate(given, points=points)

    def brief(self, given: Sequence[Translation], *, stays: bool = False) -> list[Brief]:
        return [replace(brief(each.article, "English"), translation=each) for each in given]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(new_database(tmp_path), migrated=False)
    yield opened
    await opened.close()


@asynccontextmanager
async def working(store: Store, models: Models, *, idle: bool = True) -> AsyncIterator[InProcess]:
    async def three(c: object) -> int:
        return 3

    def load(progress: Progress) -> Models:
        return models

    work = ArticleWork(store, load, Listener(), points=three, idle=idle)
    runner = InProcess(store, work)
    task = asyncio.create_task(runner.run())
    try:
        yield runner
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await work.close()


async def added(store: Store, title: str, *, public: bool = True, part: bool = True) -> int:
    """An article with the brief of its part; as it came where `part` is false."""
    made = article(title, f"نص {title}")
    async with store.transaction() as c:
        number, _ = await articles.add(c, made, NOW)
        if public:
            await publish(c, number)
        if part:
            told = replace(brief(made, "English"), translation=parted(made, 3))
            await articles.set_brief(c, number, told, NOW)
    return number


async def stored(store: Store, number: int) -> StoredArticle:
    async with store.read_only() as c:
        found = await articles.get(c, number)
    assert found is not None
    return found


async def until_whole(store: Store, *numbers: int) -> None:
    async with asyncio.timeout(90):
        for number in numbers:
            while not ((found := (await stored(store, number)).translation) and found.whole):
                await asyncio.sleep(0.01)


async def test_an_idle_worker_finishes_the_newest_first_and_keeps_the_brief(store: Store) -> None:
    one, two = await added(store, "أول"), await added(store, "ثان", public=False)
    before = await stored(store, one)
    models = Parted()
    async with working(store, models):
        await until_whole(store, one, two)
    assert models.asked == [("ثان", None, "Translation"), ("أول", None, "Translation")]
    assert models.private == 1
    after = await stored(store, one)
    assert after.brief is not None
    assert before.brief is not None
    assert replace(after.brief, translation=before.brief.translation) == before.brief
    assert (after.stage, after.ready_at) == (Stage.BRIEFED, before.ready_at)
    async with store.read_only() as c:
        made = await figures.latest(c, 10)
        # One new sentence of each.
        assert (made.sentences, await articles.newest_in_part(c)) == (2, None)


async def test_what_comes_in_is_translated_in_part_and_left_so_where_idling_is_off(
    store: Store,
) -> None:
    number = await added(store, "جديد", part=False)
    models = Parted()
    async with working(store, models, idle=False) as runner:
        await until_stage(store, number, Stage.BRIEFED)
        other = await added(store, "آخر", part=False)
        runner.nudge()
        await until_stage(store, other, Stage.BRIEFED)
    assert models.asked == [("جديد", 3, "Article"), ("آخر", 3, "Article")]
    for each in (number, other):
        assert (await stored(store, each)).translation.pending == {1}


async def test_without_an_engine_for_idle_work_nothing_is_done(store: Store) -> None:
    number = await added(store, "أول")
    models = Parted()
    models.engines = ()
    async with working(store, models) as runner:
        later = await added(store, "جديد", part=False)
        runner.nudge()
        await until_stage(store, later, Stage.BRIEFED)
    assert not (await stored(store, number)).translation.whole


async def test_one_that_fails_does_not_hold_up_the_others(store: Store) -> None:
    good, bad = await added(store, "أول"), await added(store, "سيئ")
    models = Parted()
    models.fail["سيئ"] = ValueError("made up")
    async with working(store, models):
        await until_whole(store, good)
    assert [title for title, *_ in models.asked] == ["سيئ", "أول"]
    assert not (await stored(store, bad)).translation.whole


async def test_an_engine_that_is_down_is_left_alone_for_a_while(store: Store) -> None:
    await added(store, "أول")
    models = Parted()
    models.fail["أول"] = DamagedModel("made up")
    async with working(store, models) as runner:
        async with asyncio.timeout(60):
            while not models.asked:
                await asyncio.sleep(0.01)
        later = await added(store, "جديد", part=False)
        runner.nudge()
        await until_stage(store, later, Stage.BRIEFED)
        third = await added(store, "ثالث", part=False)
        runner.nudge()
        await until_stage(store, third, Stage.BRIEFED)
    assert [title for title, *_ in models.asked].count("أول") == 1


async def test_versions_of_one_article_are_whole_so_that_they_can_be_compared(
    store: Store,
) -> None:
    old = await added(store, "أول")
    new = await added(store, "أول معدل", part=False)
    async with store.transaction() as c:
        await versions.add_version(c, new, old, NOW + timedelta(hours=1))
    models = Parted()
    async with working(store, models, idle=False):
        await until_stage(store, new, Stage.BRIEFED)
    assert models.asked == [("أول", None, "Translation"), ("أول معدل", None, "Article")]
    assert (await stored(store, old)).translation.whole
