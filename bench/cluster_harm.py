"""What is done to a cluster at work: kills, restarts, a full disk, broken lines, wrong clocks."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Sequence
from typing import Any

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bench.cluster_database import Clocks, Database, Disk, Line
from bench.cluster_processes import SERVED, Processes, kind_of
from bot.store.store import Store

HARMS = {
    "worker": 5,
    "bot": 4,
    "restart": 1,
    "crash": 1,
    "full disk": 1,
    "cut": 1,
    "drop": 2,
    "silence": 1,
    "clock": 2,
    "database clock": 1,
}
"""And how often each is chosen, of all."""
STEPS = (-7200, -600, -30, 30, 600, 7200)
"""Seconds by which a clock is wrong for a while. The digests' own hours are further away."""
SHORT, LONG = (0.5, 3.0), (3.0, 12.0)
"""Seconds, between these."""


class Harm:
    """Does it at random instants of work; `done` says how often what."""

    def __init__(
        self,
        seed: int,
        processes: Processes,
        database: Database,
        disk: Disk,
        line: Line,
        clocks: Clocks,
        store: Store,
    ) -> None:
        self._rng = random.Random(seed)
        self._processes, self._database, self._disk = processes, database, disk
        self._line, self._clocks, self._store = line, clocks, store
        self.done = Counter[str]()

    def chosen(self, times: int, only: Collection[str]) -> Sequence[str]:
        """Of these kinds each that can be done here once, where there are so many, and then more
        by chance."""
        able = {kind: often for kind, often in HARMS.items() if kind in only}
        if not self._disk.small:
            able.pop("full disk", None)
        if not self._clocks.usable:
            able = {kind: often for kind, often in able.items() if "clock" not in kind}
        more = max(0, times - len(able))
        kinds = [*able, *self._rng.choices([*able], [*able.values()], k=more)]
        self._rng.shuffle(kinds)
        return kinds[:times]

    async def run(self, kinds: Sequence[str]) -> None:
        ways: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
            "worker": self._kill_worker,
            "bot": self._kill_bot,
            "restart": self._restart,
            "crash": self._crash,
            "full disk": self._full_disk,
            "cut": self._cut,
            "drop": self._drop,
            "silence": self._silence,
            "clock": self._clock,
            "database clock": self._database_clock,
        }
        for number, kind in enumerate(kinds):
            await self._at_work()
            await asyncio.sleep(self._rng.uniform(*SHORT))
            told(f"{number + 1} of {len(kinds)}: {kind}")
            await ways[kind]()
            self.done[kind] += 1

    async def _kill_worker(self) -> None:
        await self._kill("worker")

    async def _kill_bot(self) -> None:
        await self._kill("bot")

    async def _kill(self, kind: str) -> None:
        name = self._one_of(kind)
        holder = str(await asked(self._store, "SELECT holder FROM lease WHERE name = 'sender'"))
        self.done["sender"] += f"-{self._processes.running[name].pid}-" in holder
        await asyncio.to_thread(self._processes.kill, name)

    async def _restart(self) -> None:
        await asyncio.to_thread(self._database.restart)
        await asyncio.to_thread(self._database.revive)

    async def _crash(self) -> None:
        with contextlib.suppress(psycopg.Error):
            await asyncio.to_thread(self._database.crash)

    async def _full_disk(self) -> None:
        await asyncio.to_thread(self._disk.fill)
        try:
            await asyncio.sleep(self._rng.uniform(*LONG))
        finally:
            self._disk.empty()
        await asyncio.to_thread(self._database.revive)

    async def _cut(self) -> None:
        with contextlib.suppress(psycopg.Error):
            self.done["connections"] += await asyncio.to_thread(self._database.cut)

    async def _drop(self) -> None:
        self.done["connections"] += self._line.drop() // 2

    async def _silence(self) -> None:
        self.done["connections"] += await self._line.silent(self._rng.uniform(*LONG)) // 2

    async def _clock(self) -> None:
        await self._wrong_for_a_while(self._rng.choice([*self._processes.running]))

    async def _database_clock(self) -> None:
        await self._wrong_for_a_while("database")

    async def _wrong_for_a_while(self, name: str) -> None:
        """Two steps: away, and back."""
        self._clocks.set(name, self._rng.choice(STEPS))
        try:
            await asyncio.sleep(self._rng.uniform(*LONG))
        finally:
            self._clocks.set(name, 0)

    def _one_of(self, kind: str) -> str:
        return self._rng.choice([each for each in self._processes.running if kind_of(each) == kind])

    async def _at_work(self) -> None:
        """A slow machine takes long to begin a process; to kill one then would prove nothing."""
        workers = sum(kind_of(name) == "worker" for name in self._processes.running)
        alive = (
            "SELECT count(*) FROM procrastinate_workers "
            "WHERE last_heartbeat > now() - interval '5 seconds'"
        )
        held = "SELECT count(*) FROM lease WHERE name = 'sender' AND holder <> ''"
        while await asked(self._store, alive) < len(SERVED) * workers or not await asked(
            self._store, held
        ):
            self._processes.revive()
            await asyncio.sleep(0.1)


async def asked(store: Store, what: str) -> Any:
    """One value, asked for again where the database is away."""
    while True:
        try:
            async with store.read_only() as c:
                return (await c.execute(text(what))).scalar()
        except SQLAlchemyError:
            await asyncio.sleep(0.2)


def told(what: str) -> None:
    print(time.strftime("%X"), what, file=sys.stderr, flush=True)
