"""Which articles a process is at, and whom it tells of their progress."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.pipeline.seams import Listener
from bot.stages import stage


class InHand:
    """By their numbers. `working` and `writing` are for the event loop."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._worked: set[int] = set()
        self._written: set[int] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def busy(self) -> bool:
        return bool(self._worked or self._written)

    @contextmanager
    def working(self, number: int) -> Iterator[None]:
        """What the models tell meanwhile is of this one, and of others that they are at."""
        self._loop = asyncio.get_running_loop()
        self._worked.add(number)
        try:
            yield
        finally:
            self._worked.discard(number)

    @contextmanager
    def writing(self, number: int) -> Iterator[None]:
        """The models do not work on it meanwhile, and what they tell is not of it."""
        self._worked.discard(number)
        self._written.add(number)
        try:
            with stage("write", article=number):
                yield
        finally:
            self._written.discard(number)

    def progress(self, stage: str, done: int, total: int) -> None:
        """In the worker's thread."""
        loop = self._loop
        for number in tuple(self._worked):
            if loop is not None and not loop.is_closed():
                loop.call_soon_threadsafe(self._listener.progress, number, stage, done, total)
