"""What is translated in one go: public articles that come together, and nothing else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Sequence

import pytest

from bot import stages
from bot.errors import DamagedModel
from bot.metrics import REGISTRY
from bot.pipeline.worker import Asked, Done, ModelWorker
from bot.records import Article, Translation
from tests.pipeline.test_runner import Models, article_of
from tests.store.made_records import article

NO_TERMS = ()


class Together(Models):
    """Remembers which articles came in one go; the first waits until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[list[str | None]] = []
        self.private: list[str | None] = []
        self.began, self.go = threading.Event(), threading.Event()

    def translate(
        self,
        articles: Sequence[Article | Translation],
        shared: Collection[str] = (),
        points: int | None = None,
    ) -> list[Translation]:
        self.batches.append([article_of(each).title for each in articles])
        self.began.set()
        self.go.wait(60)
        return super().translate(articles, shared, points)

    def translate_private(
        self,
        articles: Sequence[Article | Translation],
        *,
        may_leave: bool = False,
        points: int | None = None,
    ) -> list[Translation]:
        self.private += [article_of(each).title for each in articles]
        return self.translate(articles, points=points)


def asked(title: str, *, public: bool = True, awaited: bool = False, points: int = 3) -> Asked:
    return Asked(1, NO_TERMS, article(title, f"نص {title}"), public, False, False, points, awaited)


async def translated(models: Together, *wanted: Asked) -> list[Done | BaseException]:
    """All but the first are asked for while the first is translated."""
    worker = ModelWorker(lambda progress: models, lambda stage, done, total: None)
    first = asyncio.create_task(worker.translate_soon(wanted[0]))
    await asyncio.to_thread(models.began.wait, 60)
    others = [asyncio.create_task(worker.translate_soon(each)) for each in wanted[1:]]
    await asyncio.sleep(0)
    models.go.set()
    try:
        return await asyncio.gather(first, *others, return_exceptions=True)
    finally:
        await asyncio.to_thread(worker.shut)


async def test_what_comes_meanwhile_goes_together() -> None:
    models = Together()
    made = await translated(models, *map(asked, "أبجد"))
    assert models.batches == [["أ"], ["ب", "ج", "د"]]
    titles = [each.translation.article.title for each in made if isinstance(each, Done)]
    assert titles == ["أ", "ب", "ج", "د"]


async def test_each_has_its_share_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def seen(what: str) -> float:
        found = REGISTRY.get_sample_value(f"mujaz_stage_seconds_{what}", {"stage": "translate"})
        return found or 0.0

    clock = iter([0.0, 7.0, 10.0, 16.0])
    monkeypatch.setattr(stages, "monotonic", lambda: next(clock))
    times, seconds = seen("count"), seen("sum")
    await translated(Together(), *map(asked, "أبجد"))
    assert (seen("count") - times, seen("sum") - seconds) == pytest.approx((4, 7.0 + 6.0))


async def test_what_somebody_waits_for_goes_first() -> None:
    models = Together()
    await translated(models, asked("أ"), asked("ب"), asked("ج", awaited=True), asked("د"))
    assert models.batches == [["أ"], ["ج"], ["ب", "د"]]


async def test_what_is_not_public_goes_alone() -> None:
    models = Together()
    private = [asked(title, public=False) for title in "بد"]
    await translated(models, asked("أ"), private[0], asked("ج"), private[1], asked("ه"))
    assert models.batches == [["أ"], ["ب"], ["ج", "ه"], ["د"]]
    assert models.private == ["ب", "د"]


async def test_what_is_wanted_at_another_depth_goes_apart() -> None:
    models = Together()
    await translated(models, asked("أ"), asked("ب"), asked("ج", points=9), asked("د"))
    assert models.batches == [["أ"], ["ب", "د"], ["ج"]]


async def test_one_that_fails_does_not_take_the_others_with_it() -> None:
    models = Together()
    models.fail["ج"] = DamagedModel("The model is damaged. Build it again.")
    made = await translated(models, *map(asked, "أبجد"))
    assert [type(each) for each in made] == [Done, Done, DamagedModel, Done]


@pytest.mark.parametrize("gather", [0.0, 0.01])
async def test_one_alone_is_translated_whether_others_are_waited_for_or_not(gather: float) -> None:
    models = Together()
    models.go.set()
    worker = ModelWorker(lambda progress: models, lambda stage, done, total: None, gather)
    done = await worker.translate_soon(asked("أ"))
    await asyncio.to_thread(worker.shut)
    assert done.translation.article.title == "أ"
