"""Briefs that a model behind an endpoint writes, beside the translation of other articles.

A slow endpoint takes a thread here and never the one that works with the models.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")

AT_ONCE = 4
"""Articles being written at a time."""


class Authors:
    def __init__(self, done: Callable[[], None]) -> None:
        """`done`: called when there is room for another article."""
        self._done = done
        self._threads = ThreadPoolExecutor(AT_ONCE, "author")
        self._tasks: dict[int, asyncio.Task[None]] = {}

    @property
    def at_work(self) -> frozenset[int]:
        """The numbers of the articles that are being written."""
        return frozenset(self._tasks)

    @property
    def full(self) -> bool:
        return len(self._tasks) >= AT_ONCE

    def start(self, number: int, work: Coroutine[Any, Any, None]) -> None:
        """Do this about an article without waiting for it; it handles its own errors."""
        task = asyncio.create_task(work, name=f"write {number}")
        self._tasks[number] = task
        task.add_done_callback(lambda _: self._ended(number))

    def _ended(self, number: int) -> None:
        del self._tasks[number]
        self._done()

    async def write(self, make: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, make)

    async def stop(self) -> None:
        """Leave what is under way; the stages in the database say where to go on."""
        left = tuple(self._tasks.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def shut(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
