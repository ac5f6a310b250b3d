"""A bound on the bytes of all answers being read at once.

Every request that has its turn may hold SMALL bytes. Beyond that it needs one of a few large
places, so that all together stay under `bound` however many answers are large, and whoever has
a place can always finish: nobody waits for memory while holding what another waits for.
"""

from __future__ import annotations

import asyncio
from io import BytesIO
from types import TracebackType
from typing import Self

from bot.sources.fetching.deadline import Deadline

SMALL = 512 * 1024
"""Bytes. Most feeds and pages are smaller."""


class LargePlaces:
    """The places for answers over SMALL. For one event loop."""

    def __init__(self, places: int, reserved: int) -> None:
        """`reserved`: so many more for urgent requests."""
        self._places = asyncio.Semaphore(places)
        self._reserved = asyncio.Semaphore(reserved)

    def body(self, deadline: Deadline, *, urgent: bool) -> Body:
        """An empty body, to be used as a context manager."""
        places = self._reserved if urgent and self._places.locked() else self._places
        return Body(places, deadline)


class Body:
    """The bytes of one answer as they come."""

    def __init__(self, places: asyncio.Semaphore, deadline: Deadline) -> None:
        self._places = places
        self._deadline = deadline
        self._large = False
        self._bytes = BytesIO()

    def __len__(self) -> int:
        return self._bytes.tell()

    async def write(self, piece: bytes) -> None:
        """Takes the piece, once there is room for it."""
        if not self._large and len(self) + len(piece) > SMALL:
            async with self._deadline.paused():
                await self._places.acquire()
            self._large = True
        self._bytes.write(piece)

    def content(self) -> bytes:
        """All bytes written, not copied."""
        return self._bytes.getvalue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._large:
            self._places.release()


def bound(requests: int, places: int, largest: int) -> int:
    """Bytes that `requests` answers at once, `places` of them large, can hold together."""
    return (requests - places) * SMALL + places * largest
