"""What somebody waits for goes before the next article.

Composing a digest and working on an article both need Python's lock. Beside an article a digest
takes several times as long (bench/overload.py), while an article can wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

LONGEST = 10.0
"""Seconds that an article waits at most: `/now` is to be answered within them."""


class Precedence:
    """For one event loop."""

    def __init__(self, longest: float = LONGEST, clock: Callable[[], float] = monotonic) -> None:
        self._longest = longest
        self._clock = clock
        self._first = 0
        self._free = asyncio.Event()
        self._free.set()
        self._since = -longest
        """When articles waited last."""

    @contextmanager
    def first(self) -> Iterator[None]:
        """What is done in it goes first."""
        self._first += 1
        self._free.clear()
        try:
            yield
        finally:
            self._first -= 1
            if not self._first:
                self._free.set()

    async def turn(self) -> None:
        """Wait until nothing goes first; no longer than articles have gone on since the last
        wait, so that they have half of the time whatever comes."""
        if self._free.is_set():
            return
        try:
            async with asyncio.timeout(min(self._longest, self._clock() - self._since)):
                await self._free.wait()
        except TimeoutError:
            pass
        self._since = self._clock()
