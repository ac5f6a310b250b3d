"""After a new model, articles are translated again: which, in what order, and behind what else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import DamagedModel
from bot.pipeline.article_work import ArticleWork
from bot.pipeline.in_process import InProcess
from bot.pipeline.renewal import Renewal
from bot.records import Article, Brief, EngineIdentity, Progress, Translation
from bot.store import articles
from bot.store.articles import Stage
from bot.store.store import Store, open_store
from tests.empty_database import new_database
from tests.pipeline.test_runner import Listener, Models, article_of, until_stage
from tests.store.made_records import article, brief, publish

OLD = EngineIdentity("made", "1", "made 1")
NEW = EngineIdentity("made", "2", "made 2")


class NewModel(Models):
    """Another version than the one that `brief` of the made records names."""

    def __init__(self, *renewers: EngineIdentity) -> None:
        super().__init__()
        self.engines: Collection[EngineIdentity] = renewers or (NEW,)
        self.asked = 0
        self.private: list[str | None] = []
        self.progress: Progress = lambda stage, done, total: None
        self.begun = threading.Event()
        self.hold: threading.Event | None = None
        self.interrupted = 0

    def renewers(self) -> Collection[EngineIdentity]:
        self.asked += 1
        return self.engines

    def translate(
        self,
        given: Sequence[Article | Translation],
        shared: Collection[str] = (),
        points: int | None = None,
    ) -> list[Translation]:
        super().translate(given, shared, points)
        self.begun.set()
        if self.hold is not None:
            self._work()
        return [again(article_of(each)).translation for each in given]

    def _work(self) -> None:
        """Goes on until it is let go, telling its progress as engines do."""
        assert self.hold is not None
        try:
            while not self.hold.wait(0.01):
                self.progress("translating", 0, 1)
        except Exception:
            self.hold, self.interrupted = None, self.interrupted + 1
            raise

    def translate_private(
        self,
        given: Sequence[Article | Translation],
        *,
        may_leave: bool = False,
        points: int | None = None,
    ) -> list[Translation]:
        self.private += [article_of(each).title for each in given]
        return self.translate(given)

    def brief(self, given: Sequence[Translation], *, stays: bool = False) -> list[Brief]:
        return [again(each.article) for each in given]


def again(of: Article) -> Brief:
    """The brief by the new model."""
    made = brief(of, "Better English")
    segments = tuple(replace(segment, engine=NEW) for segment in made.translation.segments)
    return replace(made, translation=replace(made.translation, engine=NEW, segments=segments))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(new_database(tmp_path), migrated=False)
    yield opened
    await opened.close()


@asynccontextmanager
async def idle(
    store: Store, models: NewModel, listener: Listener, days: int = 2
) -> AsyncIterator[tuple[ArticleWork, InProcess]]:
    def load(progress: Progress) -> Models:
        models.progress = progress
        return models

    work = ArticleWork(store, load, listener, renew_days=days)
    runner = InProcess(store, work)
    task = asyncio.create_task(runner.run())
    try:
        yield work, runner
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await work.close()


async def briefed(
    store: Store, title: str, hours: float = 1, by: EngineIdentity = OLD, public: bool = True
) -> int:
    """An article received so long ago, whose brief that engine made."""
    made = brief(article(title, f"نص {title}"), "English")
    made = replace(made, translation=replace(made.translation, engine=by))
    at = datetime.now(UTC) - timedelta(hours=hours)
    async with store.transaction() as c:
        number, _ = await articles.add(c, made.article, at)
        if public:
            await publish(c, number)
        await articles.set_brief(c, number, made, at)
    return number


async def english(store: Store, number: int) -> str:
    async with store.read_only() as c:
        stored = await articles.get(c, number)
    assert stored is not None
    assert stored.brief is not None
    return stored.brief.headline.text


async def until_renewed(store: Store, *numbers: int) -> None:
    async with asyncio.timeout(90):
        for number in numbers:
            while await english(store, number) != "Better English":
                await asyncio.sleep(0.01)


async def until_asked(models: NewModel, times: int) -> None:
    async with asyncio.timeout(90):
        while models.asked < times:
            await asyncio.sleep(0.01)


async def test_the_newest_goes_first_and_what_is_older_than_the_days_stays(store: Store) -> None:
    old = await briefed(store, "قديم", hours=50)
    one, two = await briefed(store, "أول", hours=40), await briefed(store, "ثان", hours=2)
    models, listener = NewModel(), Listener()
    async with idle(store, models, listener):
        await until_renewed(store, one, two)
    assert models.translated == ["ثان", "أول"]
    assert await english(store, old) == "English"


async def test_nobody_is_told_and_the_article_is_no_newer(store: Store) -> None:
    number = await briefed(store, "خبر")
    async with store.read_only() as c:
        before = await articles.get(c, number)
    listener = Listener()
    async with idle(store, NewModel(), listener):
        await until_renewed(store, number)
    async with store.read_only() as c:
        after = await articles.get(c, number)
    assert listener.ready == listener.given_up == listener.waits == []
    assert before is not None
    assert after is not None
    assert after.brief == again(before.article)
    assert after.revision > before.revision
    was = {name: getattr(before, name) for name in ("translation", "brief", "revision")}
    assert replace(after, **was) == before


async def test_what_the_model_itself_translated_is_left_alone(store: Store) -> None:
    theirs = await briefed(store, "أول")
    await briefed(store, "ثان", by=NEW)
    models = NewModel()
    async with idle(store, models, Listener()):
        await until_renewed(store, theirs)
    assert models.translated == ["أول"]


async def test_a_sentence_by_an_engine_that_is_still_configured_is_no_reason(store: Store) -> None:
    number = await briefed(store, "خبر")
    models = NewModel(OLD, NEW)
    async with idle(store, models, Listener()) as (work, runner):
        await until_asked(models, 1)
        late = await briefed(store, "آخر")
        runner.nudge()
        await work.translate([])
    assert models.translated == []
    assert {await english(store, each) for each in (number, late)} == {"English"}


async def test_work_that_comes_in_meanwhile_goes_first(store: Store) -> None:
    number = await briefed(store, "خبر")
    models, listener = NewModel(), Listener()
    models.hold = threading.Event()
    async with idle(store, models, listener) as (_, runner):
        await asyncio.to_thread(models.begun.wait, 90)
        async with store.transaction() as c:
            new, _ = await articles.add(c, article("عاجل", "نص"), datetime.now(UTC))
        runner.nudge()
        await until_stage(store, new, Stage.BRIEFED)
        await until_renewed(store, number)
    assert models.interrupted == 1
    assert models.translated == ["خبر", "عاجل", "خبر"]
    assert listener.ready == [new]


async def test_headlines_that_are_asked_for_do_not_wait_for_it(store: Store) -> None:
    number = await briefed(store, "خبر")
    models = NewModel()
    models.hold = threading.Event()
    async with idle(store, models, Listener()) as (work, _):
        await asyncio.to_thread(models.begun.wait, 90)
        (made,) = await work.translate([article("عنوان", "نص آخر")])
        assert made.segments
        await until_renewed(store, number)
    assert models.interrupted == 1
    assert models.translated == ["خبر", "عنوان", "خبر"]


async def test_private_text_stays_private(store: Store) -> None:
    public, private = await briefed(store, "عام"), await briefed(store, "خاص", public=False)
    models = NewModel()
    async with idle(store, models, Listener()):
        await until_renewed(store, public, private)
    assert models.private == ["خاص"]


async def test_one_that_fails_keeps_what_it_has(store: Store) -> None:
    good, bad = await briefed(store, "جيد"), await briefed(store, "سيئ")
    models, listener = NewModel(), Listener()
    models.fail["سيئ"] = ValueError("broken")
    async with idle(store, models, listener):
        await until_renewed(store, good)
    assert models.translated == ["سيئ", "جيد"]
    assert await english(store, bad) == "English"
    assert listener.given_up == []
    async with store.read_only() as c:
        assert await articles.count_by_stage(c) == {Stage.BRIEFED: 2}


async def test_an_engine_that_cannot_be_used_is_not_asked_for_every_article(store: Store) -> None:
    numbers = [await briefed(store, "أول"), await briefed(store, "ثان")]
    models = NewModel()
    models.fail["ثان"] = DamagedModel("The model is damaged. Build it again.")
    async with idle(store, models, Listener()) as (work, runner):
        async with asyncio.timeout(90):
            while not models.translated:
                await asyncio.sleep(0.01)
        runner.nudge()
        await work.translate([])
        late = await add_and_wait(store, runner)
    assert models.translated == ["ثان", "عاجل"]
    assert [await english(store, each) for each in numbers] == ["English", "English"]
    assert late


async def add_and_wait(store: Store, runner: InProcess) -> int:
    """By the time that this is briefed, the runner has looked for something to do again."""
    async with store.transaction() as c:
        number, _ = await articles.add(c, article("عاجل", "نص"), datetime.now(UTC))
    runner.nudge()
    await until_stage(store, number, Stage.BRIEFED)
    return number


async def test_it_can_be_switched_off_and_loads_nothing_then(store: Store) -> None:
    await briefed(store, "خبر")
    models = NewModel()
    async with idle(store, models, Listener(), days=0) as (_, runner):
        await add_and_wait(store, runner)
    assert models.asked == 0
    assert models.translated == ["عاجل"]


async def test_an_article_deleted_meanwhile_stays_deleted(store: Store) -> None:
    number, left = await briefed(store, "خبر"), await briefed(store, "آخر", hours=0.5)
    models = NewModel()
    models.hold = hold = threading.Event()
    async with idle(store, models, Listener()):
        await asyncio.to_thread(models.begun.wait, 90)
        async with store.transaction() as c:
            await c.execute(articles.articles.delete().where(articles.articles.c.number == left))
        hold.set()
        models.hold = None
        await until_renewed(store, number)
    async with store.read_only() as c:
        assert await articles.get(c, left) is None


async def test_what_was_written_meanwhile_stays_and_the_article_is_looked_at_again(
    store: Store,
) -> None:
    number = await briefed(store, "خبر")
    models = NewModel()
    models.hold = hold = threading.Event()
    async with idle(store, models, Listener()):
        await asyncio.to_thread(models.begun.wait, 90)
        async with store.transaction() as c:
            stored = await articles.get(c, number)
            assert stored is not None
            assert stored.translation is not None
            (segment,) = stored.translation.segments
            rest = replace(segment, segment=replace(segment.segment, index=1), target="The rest.")
            whole = replace(stored.translation, segments=(segment, rest))
            assert await articles.set_whole(c, stored, whole)
        models.hold = None
        hold.set()
        await until_renewed(store, number)
    assert models.translated == ["خبر"] * 2


async def test_what_is_written_beside_ends_in_any_order(store: Store) -> None:
    old, new = await briefed(store, "قديم", hours=2), await briefed(store, "جديد")
    ahead, now = Renewal(store, 2), datetime.now(UTC)
    for number in (new, old):
        found = await ahead.candidate(now)
        assert found is not None
        assert found.number == number
        ahead.passed(number)
    assert await ahead.candidate(now) is None
    ahead.passed(new)
    assert await ahead.candidate(now) is None
    ahead.again(new)
    found = await ahead.candidate(now)
    assert found is not None
    assert found.number == new
    ahead.passed(new)
    assert await ahead.candidate(now) is None
