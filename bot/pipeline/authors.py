"""Briefs that a model behind an endpoint writes, beside the translation of other articles.

A slow endpoint takes a thread here and never the one that works with the models.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.pipeline.in_hand import InHand
from bot.pipeline.worker import Stopped
from bot.translation.engines.chat.calls import BrokenOff

T = TypeVar("T")

AT_ONCE = 4
"""Articles being written at a time."""


class Authors:
    def __init__(self, in_hand: InHand) -> None:
        self._in_hand = in_hand
        self._threads = ThreadPoolExecutor(AT_ONCE, "author")

    async def write(self, number: int, make: Callable[[], T]) -> T:
        """`number`: of the article. Raises Stopped where the models are stopped meanwhile."""
        with self._in_hand.writing(number):
            try:
                return await asyncio.get_running_loop().run_in_executor(self._threads, make)
            except BrokenOff:
                raise Stopped from None

    def shut(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
