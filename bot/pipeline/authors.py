"""Briefs that a model behind an endpoint writes, beside the translation of other articles.

A slow endpoint takes a thread here and never the one that works with the models.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 4
"""Articles being written at a time."""


class Authors:
    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, "author")

    async def write(self, make: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, make)

    def shut(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
