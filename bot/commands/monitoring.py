"""What the endpoint's monitoring is told: how the work stands, and whether there can be any.

Both are kept for some seconds, so that whoever asks often costs no more than who asks seldom, and
both give up after a time, so that a database that is away holds up nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from time import monotonic
from typing import Generic, TypeVar

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy.exc import SQLAlchemyError

from bot import __version__
from bot.clock import now_utc
from bot.config import Settings
from bot.delivery.lateness import late_digests
from bot.delivery.room_on_disk import least_room
from bot.delivery.sending.lease import SENDER, TTL, Watch
from bot.endpoint.monitor import OK
from bot.errors import MujazError
from bot.pipeline.engines import engines_in_use
from bot.store import lease, vitals
from bot.store.store import Store
from bot.store.vitals import Vitals

KEPT = 5.0
"""Seconds that an answer is given again."""
PATIENCE = 4.0
"""Seconds that the database has; Prometheus waits for ten."""

T = TypeVar("T")


class _Kept(Generic[T]):
    """One value, made again when it is old; those who ask meanwhile wait for the same one."""

    def __init__(self, make: Callable[[], Awaitable[T]]) -> None:
        self._make = make
        self._lock = asyncio.Lock()
        self._made: tuple[float, T] | None = None

    async def get(self) -> T:
        async with self._lock:
            if self._made is None or monotonic() - self._made[0] > KEPT:
                value = await self._make()
                self._made = monotonic(), value
            return self._made[1]


class WholeMonitor:
    """`bot.endpoint.monitoring.Monitor` over the database, the disks and the engines' files."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._sender = Watch(TTL.total_seconds())
        self._gauges = _Kept(self._measure)
        self._readiness = _Kept(self._look)

    async def gauges(self) -> Sequence[Metric]:
        return await self._gauges.get()

    async def readiness(self) -> Mapping[str, str]:
        return await self._readiness.get()

    async def _measure(self) -> Sequence[Metric]:
        found = [_labelled("mujaz_build", "The version that runs.", "version", {__version__: 1})]
        free, _ = await asyncio.to_thread(least_room, self._settings)
        found.append(_gauge("mujaz_disk_free_bytes", "Of the fullest disk.", free * 1_000_000))
        try:
            async with asyncio.timeout(PATIENCE), self._store.read_only() as c:
                seen = await vitals.look(c, now_utc())
                late = await late_digests(c, self._settings.bot, now_utc())
                held = self._held(await lease.look(c, SENDER))
        except (SQLAlchemyError, TimeoutError, OSError):
            return [*found, _gauge("mujaz_database_up", "Whether it answered in time.", 0)]
        return [
            *found,
            _gauge("mujaz_database_up", "Whether it answered in time.", 1),
            _gauge("mujaz_sender_held", "Whether a process is the sender.", int(held)),
            _gauge("mujaz_digests_late", "Chats that wait for a late digest.", late),
            *_families(seen),
        ]

    async def _look(self) -> Mapping[str, str]:
        found = {"database": OK, "sender": OK, "models": OK}
        try:
            async with asyncio.timeout(PATIENCE), self._store.read_only() as c:
                if not self._held(await lease.look(c, SENDER)):
                    found["sender"] = "no process sends"
        except (SQLAlchemyError, TimeoutError, OSError):
            found["database"], found["sender"] = "away", "not known"
        if not await asyncio.to_thread(_can_translate, self._settings):
            found["models"] = "no engine can be used"
        return found

    def _held(self, seen: lease.Lease) -> bool:
        """A holder that died is believed in for as long as the other processes believe in it."""
        return not self._sender.may_take(seen, monotonic())


def _can_translate(settings: Settings) -> bool:
    try:
        return any(engine.usable for engine in engines_in_use(settings))
    except MujazError:
        return False


def _families(seen: Vitals) -> Sequence[Metric]:
    return [
        _gauge("mujaz_queue_articles", "To be translated or briefed.", seen.articles),
        _gauge(
            "mujaz_queue_oldest_seconds",
            "Since the article that waits longest came in.",
            seen.oldest_article,
        ),
        _gauge("mujaz_entries_unread", "Of feeds, whose text is to be read.", seen.entries),
        _gauge("mujaz_outbox_messages", "Promised and not sent.", seen.messages),
        _gauge(
            "mujaz_outbox_oldest_seconds",
            "Since the promise of the message that waits longest.",
            seen.oldest_message,
        ),
        _labelled("mujaz_sources", "By health.", "health", seen.sources),
        _labelled("mujaz_incidents_last_hour", "By kind.", "kind", seen.incidents),
    ]


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=value)


def _labelled(name: str, what: str, label: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, what, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
