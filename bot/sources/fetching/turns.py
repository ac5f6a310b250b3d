"""Whose turn it is: one request at a time to a host, with a gap, and a bound on all together.

The ready-made limiters count requests to one thing over time; what is needed here is a queue
for each of thousands of hosts in which somebody who waits goes before the rounds of polling.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

REMEMBERED = 2000
"""Hosts kept in mind before those that owe nobody a gap are forgotten."""


@dataclass
class _Host:
    busy: bool = False
    ready_at: float = 0.0
    """When the gap after the last request is over, on the loop's clock."""
    gap: float = 0.0
    """Seconds that the host itself asks for, where that is longer than ours."""
    waiting: list[tuple[bool, int, asyncio.Future[None]]] = field(default_factory=list)


class Turns:
    """Hands out turns at hosts. For one event loop."""

    def __init__(
        self,
        gap: float,
        *,
        at_once: int,
        reserved: int,
        clock: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`gap`: seconds from the end of one request to the start of the next at one host.

        `at_once`: requests to all hosts; `reserved`: so many more for urgent ones, so that slow
        hosts in a round of polling keep nobody waiting.
        """
        self._gap = gap
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._order = itertools.count()
        self._all = asyncio.Semaphore(at_once)
        self._reserved = asyncio.Semaphore(reserved)

    @asynccontextmanager
    async def at(self, host: str, *, urgent: bool = False) -> AsyncIterator[None]:
        """The body runs when it is this request's turn; urgent ones go before the others."""
        state = self._state(host)
        await self._wait(state, urgent)
        try:
            while (left := state.ready_at - self._time()) > 0:
                await self._sleep(left)
            async with self._reserved if urgent and self._all.locked() else self._all:
                try:
                    yield
                finally:
                    state.ready_at = self._time() + max(self._gap, state.gap)
        finally:
            self._pass_on(state)

    def widen(self, host: str, gap: float) -> None:
        """From now on at least so many seconds between requests to this host."""
        self._state(host).gap = gap

    def _time(self) -> float:
        return self._clock() if self._clock else asyncio.get_running_loop().time()

    def _state(self, host: str) -> _Host:
        if len(self._hosts) > REMEMBERED and host not in self._hosts:
            now = self._time()
            self._hosts = {
                name: state
                for name, state in self._hosts.items()
                if state.busy or state.waiting or state.ready_at > now
            }
        return self._hosts.setdefault(host, _Host())

    async def _wait(self, state: _Host, urgent: bool) -> None:
        """Returns with the host's turn taken."""
        if not state.busy:
            state.busy = True
            return
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(state.waiting, (not urgent, next(self._order), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on(state)
            raise

    @staticmethod
    def _pass_on(state: _Host) -> None:
        """To the next who still waits; the host stays busy if there is one."""
        while state.waiting:
            *_, turn = heapq.heappop(state.waiting)
            if not turn.done():
                turn.set_result(None)
                return
        state.busy = False
