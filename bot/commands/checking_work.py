"""What `mujaz check` says of the work itself: the tables, who works, what waits, and the memory."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from babel.dates import format_timedelta

from bot.clock import now_utc
from bot.commands.finding import Finding
from bot.config import Settings
from bot.delivery.lateness import late_digests
from bot.delivery.sending.lease import SENDER, TTL
from bot.errors import MujazError
from bot.pipeline.engines import engines_in_use
from bot.store import lease, migrating, switches, vitals
from bot.store.migrating import Standing
from bot.store.store import Store

OLD_ARTICLE = timedelta(hours=1)
OLD_MESSAGE = timedelta(minutes=30)
LOOK = 0.5
"""Seconds between two looks whether the lease is renewed."""
BESIDE_MODEL = 700
"""Megabytes of a process that translates, without its model's files: `bench/capacity.py` measured
845 with the 139 of the embedded one."""
_MEMORY = Path("/proc/meminfo")
_LIMIT, _USED = Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current")
"""A container's."""


async def work(settings: Settings, store: Store) -> AsyncIterator[Finding]:
    """Of tables that can be used."""
    async with store.read_only() as c:
        first = await lease.look(c, SENDER)
    if first.holder:
        yield await _running(store, first)
    async with store.read_only() as c:
        seen = await vitals.look(c, now_utc())
        late = await late_digests(c, settings.bot, now_utc())
        paused = await switches.since(c, switches.PAUSED) is not None
    runs = bool(first.holder)
    yield _waiting(
        "queue", f"{seen.articles} waiting", seen.oldest_article, runs, OLD_ARTICLE,
        "add a worker (docs/scaling.md), or see the log"
    )  # fmt: skip
    yield _waiting(
        "outbox", f"{seen.messages} waiting{', held by /pause' if paused else ''}",
        seen.oldest_message, runs and not paused, OLD_MESSAGE, "see the log"
    )  # fmt: skip
    yield Finding("digests", not late or not runs, f"late: {late}")


async def tables(store: Store) -> tuple[Finding, bool]:
    """Of which version they are, and whether this one can use them as they are."""
    async with store.read_only() as c:
        standing = await c.run_sync(migrating.standing)
        lacking = await c.run_sync(migrating.missing) if standing is Standing.NEWER else []
    if lacking:
        detail = (
            f"of a newer version, and {lacking[0]} is not there any more. Install that version "
            "again, or put a backup back (docs/upgrading.md)."
        )
        return Finding("tables", False, detail), False
    words = {
        Standing.NEW: "made when the bot first runs",
        Standing.OLDER: "of an earlier version, brought up to date when this one next runs",
        Standing.CURRENT: "as this version makes them",
        Standing.NEWER: "of a newer version; this one can use them (docs/upgrading.md)",
    }
    usable = standing in (Standing.CURRENT, Standing.NEWER)
    return Finding("tables", True, words[standing]), usable


async def _running(store: Store, first: lease.Lease) -> Finding:
    """Whether the holder lives: it renews its hold several times within the lease's time."""
    for _ in range(int(TTL.total_seconds() / 2 / LOOK)):
        await asyncio.sleep(LOOK)
        async with store.read_only() as c:
            if await lease.look(c, SENDER) != first:
                return Finding("running", True, f"{first.holder} sends for this database")
    return Finding(
        "running", True,
        f"{first.holder} worked with this database and ended without a word, or hangs: the next to "
        "start takes over"
    )  # fmt: skip


def _waiting(
    what: str, count: str, oldest: float, runs: bool, most: timedelta, step: str
) -> Finding:
    """Wrong where the oldest waits for too long although somebody works."""
    age = timedelta(seconds=oldest)
    detail = count
    if oldest:
        detail += f", the oldest for {format_timedelta(age, locale='en')}"
    late = runs and age > most
    return Finding(what, not late, f"{detail}: {step}" if late else detail)


def memory(settings: Settings, running: bool) -> Finding | None:
    """Free memory beside what the models take; None where this machine does not say. `running`:
    a bot has its models in memory already."""
    free = free_megabytes()
    if free is None:
        return None
    try:
        size = max((each.size_bytes for each in engines_in_use(settings)), default=0)
    except MujazError:
        # Said of the engine.
        return None
    needed = BESIDE_MODEL + size // 1_000_000
    short = free < needed and not running
    detail = f"{free:,} MB free, a process that translates takes about {needed:,}"
    return Finding("memory", not short, f"{detail}. Make room, or add swap." if short else detail)


def free_megabytes() -> int | None:
    """That a new process could have, on this machine or in this container; None: not known."""
    try:
        lines = _MEMORY.read_text("ascii").splitlines()
        (kilobytes,) = (int(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError):
        return None
    free = kilobytes * 1024
    # Neither is there without a container, and "max" stands there without a limit.
    with contextlib.suppress(OSError, ValueError):
        free = min(free, int(_LIMIT.read_text("ascii")) - int(_USED.read_text("ascii")))
    return max(0, free) // 1_000_000
