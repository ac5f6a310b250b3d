"""The lease that makes one process the sender; another takes over when its counter stands still.

The holder raises a counter; a watcher takes over once the counter has stood for `ttl` of the
watcher's own clock. The holder stops by itself when it could not raise it for two thirds of
that, so that the two never overlap but for a message already on its way.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from bot.store import lease as rows
from bot.store.lease import Lease
from bot.store.store import Store

SENDER = "sender"
TTL = timedelta(seconds=7)
"""So that another has taken over 10 seconds after the holder died: it looks every quarter of it."""


@dataclass(slots=True)
class Watch:
    """Decides when a lease may be taken. Pure: `now` in seconds of a clock that only rises."""

    ttl: float
    _seen: Lease | None = None
    _since: float = 0.0

    def may_take(self, lease: Lease, now: float) -> bool:
        if not lease.holder:
            return True
        if lease != self._seen:
            self._seen, self._since = lease, now
            return False
        return now - self._since >= self.ttl


@dataclass(slots=True)
class Leaseholder:
    """One process's hold on a lease."""

    store: Store
    name: str = SENDER
    ttl: timedelta = TTL
    clock: Callable[[], float] = monotonic
    holder: str = field(
        default_factory=lambda: f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(4)}"
    )
    """Named by machine and process, so that whoever waits can say for whom."""
    other: str = ""
    """Who else held it when this process last tried to take it."""
    _watch: Watch = field(init=False)
    _beaten: float | None = None

    def __post_init__(self) -> None:
        self._watch = Watch(self.ttl.total_seconds())

    @property
    def held(self) -> bool:
        """Whether this process holds it, renewed so lately that nobody can have taken it."""
        if self._beaten is None:
            return False
        return self.clock() - self._beaten < self.ttl.total_seconds() * 2 / 3

    async def try_take(self) -> bool:
        """Take the lease if it is free or its holder is dead; whether it was taken."""
        before = self.clock()
        async with self.store.read_only() as c:
            seen = await rows.look(c, self.name)
        self.other = seen.holder
        if not self._watch.may_take(seen, self.clock()):
            return False
        async with self.store.transaction() as c:
            taken = await rows.take(c, self.name, seen, self.holder)
        # Counted from before the write: a watcher's clock starts no earlier than that.
        self._beaten = before if taken else None
        return taken

    async def beat(self) -> bool:
        """Renew the lease; False where another process holds it now."""
        before = self.clock()
        async with self.store.transaction() as c:
            ours = await rows.beat(c, self.name, self.holder)
        self._beaten = before if ours else None
        return ours

    async def release(self) -> None:
        self._beaten = None
        async with self.store.transaction() as c:
            await rows.release(c, self.name, self.holder)
