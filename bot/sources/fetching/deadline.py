"""The time one fetch may take, counted only while it is being served."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import TimedOut


class Deadline:
    """Seconds that run out inside `running`, and stand still inside `paused`.

    A server that sends one byte now and then never lets a read time out; this ends it.
    """

    def __init__(self, seconds: float) -> None:
        self._given = seconds
        self._left = seconds
        self._timeout: asyncio.Timeout | None = None
        self._stood = 0.0

    @asynccontextmanager
    async def running(self, host: str) -> AsyncIterator[None]:
        """Raises TimedOut, naming the host, where the body takes longer than what is left."""
        clock = asyncio.get_running_loop().time
        start, self._stood = clock(), 0.0
        try:
            async with asyncio.timeout(self._left) as self._timeout:
                yield
        except TimeoutError as error:
            raise TimedOut(
                f"{host} did not send everything within {self._given:g} seconds."
            ) from error
        finally:
            self._left -= clock() - start - self._stood
            self._timeout = None

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """The body waits for something of ours, for which the server is not to blame."""
        timeout = self._timeout
        assert timeout is not None
        clock = asyncio.get_running_loop().time
        start, end = clock(), timeout.when()
        timeout.reschedule(None)
        try:
            yield
        finally:
            waited = clock() - start
            self._stood += waited
            timeout.reschedule(None if end is None else end + waited)
