"""When the next digest with articles of a source is due, which orders the work of a burst.

Who follows what is a chat's choice (bot/delivery/handlers/following.py). It is read for all chats
at once and believed for some seconds: a round asks for it of every source that has something new.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.scheduling.preferences import from_json
from bot.store import schedules
from bot.store.source import Source

BELIEVED = timedelta(seconds=15)
"""A schedule changed meanwhile moves what is read next, and loses nothing."""

Key = tuple[str, int | str, int]


@dataclass(slots=True)
class Demand:
    """The next digest for each topic and source that chats chose. Add rows in order of time."""

    _first: dict[Key, datetime] = field(default_factory=dict)

    def add(self, slot: schedules.Upcoming) -> None:
        chosen, own = from_json(slot.settings), slot.telegram_id
        keys: list[Key] = [("source", each, 0) for each in chosen.sources_keep]
        for topic in chosen.source_topics:
            keys += [("topic", topic.casefold(), owner) for owner in (0, own)]
        if not chosen.sources_keep and not chosen.source_topics:
            keys += [("all", "", owner) for owner in (0, own)]
        for key in keys:
            self._first.setdefault(key, slot.at)

    def soonest(self, source: Source) -> datetime | None:
        """The next digest with this source. A source that a user added is followed by that user's
        chat, and by chats that name it."""
        owner = source.owner or 0
        keys: list[Key] = [("source", source.id, 0), ("all", "", owner)]
        if source.topic:
            keys.append(("topic", source.topic.casefold(), owner))
        return min((self._first[key] for key in keys if key in self._first), default=None)


class SoonestDigest:
    """`Poller(slots=...)`: call it with the transaction that takes a source's entries in."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._demand = Demand()
        self._made: datetime | None = None

    async def __call__(self, c: AsyncConnection, source: Source) -> datetime | None:
        """None where nobody who follows the source has a schedule: it is read last."""
        now = self._now()
        if self._made is None or not timedelta() <= now - self._made < BELIEVED:
            demand = Demand()
            for slot in await schedules.upcoming(c):
                demand.add(slot)
            self._demand, self._made = demand, now
        return self._demand.soonest(source)
