"""Calls that another thread can break off, whatever they wait for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, InvalidStateError, wait
from contextlib import suppress
from threading import Event, Thread
from typing import Any, TypeVar

T = TypeVar("T")


class BrokenOff(Exception):
    """Nobody waits for the answer any more."""


class Calls:
    """Safe for several threads. Once broken off, no further call is made."""

    def __init__(self) -> None:
        self._over: Future[None] = Future()
        self._told = Event()

    def break_off(self) -> None:
        self._told.set()
        with suppress(InvalidStateError):
            # It only wakes those that wait, and only the first time.
            self._over.set_result(None)

    def made(self, call: Callable[[], T]) -> T:
        """What it returns or raises. Raises BrokenOff.

        It is made in a thread of its own, which is left to itself when it is broken off, and does
        not keep the process from ending: no library lets another thread end its waiting for a name,
        a connection or an answer.
        """
        self._check()
        answer: Future[T] = Future()

        def make() -> None:
            try:
                answer.set_result(call())
            except BaseException as error:
                answer.set_exception(error)

        Thread(target=make, name="call", daemon=True).start()
        either: tuple[Future[Any], ...] = (answer, self._over)
        wait(either, return_when=FIRST_COMPLETED)
        self._check()
        return answer.result()

    def pause(self, seconds: float) -> None:
        """Raises BrokenOff."""
        self._told.wait(seconds)
        self._check()

    def _check(self) -> None:
        if self._told.is_set():
            raise BrokenOff
