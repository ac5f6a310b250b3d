"""The runner of one process: when it looks for work, and when it leaves that to another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.pipeline import in_process
from bot.pipeline.in_process import InProcess
from bot.store import articles
from bot.store.store import Store
from tests.store.made_records import article

NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Work:
    """Remembers what it was asked to do; finds nothing to do when it is idle."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.idle = 0
        self.worked: list[int] = []

    async def work_on(self, number: int, beside: Callable[[], bool]) -> None:
        self.worked.append(number)
        async with self._store.transaction() as c:
            await articles.failed(c, number, "DamagedModel")

    async def turn_to_others(
        self, others: Callable[[], Awaitable[bool]], beside: Callable[[], bool]
    ) -> bool:
        self.idle += 1
        return False


async def many_reads(store: Store) -> None:
    """Time enough for a runner that does not wait to look many times."""
    for _ in range(30):
        async with store.read_only() as c:
            await articles.count_by_stage(c)


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not done():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_it_looks_once_and_then_when_it_is_nudged(store: Store) -> None:
    doing: Any = Work(store)
    runner = InProcess(store, doing)
    running = asyncio.create_task(runner.run())
    try:
        for looked in (1, 2):
            await until(lambda looked=looked: doing.idle == looked)  # type: ignore[misc]
            await many_reads(store)
            assert doing.idle == looked
            runner.nudge()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_only_the_process_that_may_works(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_process, "STANDING_BY", 0.01)
    async with store.transaction() as c:
        number, _ = await articles.add(c, article("أ", "نص"), NOW)
    may = False
    doing: Any = Work(store)
    running = asyncio.create_task(InProcess(store, doing, lambda: may).run())
    try:
        await many_reads(store)
        assert (doing.worked, doing.idle) == ([], 0)
        may = True
        await until(lambda: doing.worked == [number])
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
