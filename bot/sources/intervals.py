"""When a source is asked next. Pure: times in, a time out.

A source is asked about twice in the time between two of its publications, less often the longer
it has been silent, never more often than the floor nor less often than the ceiling. What the
server asks for (Cache-Control, Retry-After, ttl, skipHours, skipDays) only ever makes it later.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

RECENT = 20
"""Publications that tell how often a source publishes."""
UNKNOWN = timedelta(hours=1)
"""Between two checks of a source that dates nothing."""
LOOKS = 2
"""Checks in the time between two publications: an article waits a quarter of it on average."""
SILENCE = 10
"""A source silent for a day is asked every tenth of a day."""
DAY = timedelta(days=1)
"""The longest pause after failures, and the longest any wish of a server is followed."""
JITTER = 0.1
"""Share of an interval by which it varies, so that a thousand sources added at once spread."""
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Bounds:
    floor: timedelta
    ceiling: timedelta
    """Where it is below the floor, the floor counts."""

    @classmethod
    def of_minutes(cls, floor: int, ceiling: int) -> Bounds:
        return cls(timedelta(minutes=floor), timedelta(minutes=max(floor, ceiling)))


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the server and the feed ask for."""

    fresh_until: datetime | None = None
    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    """Of the day in UTC, 0 to 23."""
    skip_days: frozenset[str] = frozenset()
    """English names, "Friday"."""


def pace(published: Iterable[datetime], now: datetime) -> timedelta | None:
    """The mean time between a source's recent publications; None where fewer than two have one.

    The mean and not the median: what comes in batches has a median of nothing.
    """
    times = sorted((at for at in published if at <= now), reverse=True)[:RECENT]
    if len(times) < 2:
        return None
    return (times[0] - times[-1]) / (len(times) - 1)


def interval(
    pace: timedelta | None,
    newest: datetime | None,
    now: datetime,
    bounds: Bounds,
    fixed: timedelta | None = None,
) -> timedelta:
    """Between two checks. `newest`: the last publication; `fixed`: as somebody set it."""
    if fixed is None:
        wanted = pace / LOOKS if pace is not None else UNKNOWN
        silence = now - newest if newest is not None else timedelta()
        fixed = max(wanted, silence / SILENCE)
    return min(max(fixed, bounds.floor), bounds.ceiling)


def next_check(
    now: datetime,
    interval: timedelta,
    bounds: Bounds,
    seed: str,
    wishes: Wishes = Wishes(),
) -> datetime:
    """When a healthy source is asked again: between floor and ceiling, or later by its wishes."""
    at = now + _varied(interval, bounds.floor, bounds.ceiling, seed)
    asked = now + min(wishes.ttl, DAY) if wishes.ttl else at
    if wishes.fresh_until is not None:
        asked = max(asked, min(wishes.fresh_until, now + DAY))
    if asked > at:
        # Later by a little, not sooner: what was asked for is kept.
        at = asked + bounds.floor * JITTER * random.Random(seed).random()
    return _outside(at, wishes, seed)


def after_failure(
    now: datetime,
    failures: int,
    bounds: Bounds,
    seed: str,
    retry_after: timedelta | None = None,
) -> datetime:
    """When a failing source is tried again: the floor after the first failure, doubling to a day.

    `failures`: in a row, this one among them. It never ends: a site comes back after a year.
    """
    doubled = bounds.floor * 2 ** min(max(failures, 1) - 1, 20)
    longest = max(DAY, bounds.floor)
    pause = _varied(min(doubled, longest), bounds.floor, longest, seed)
    if retry_after is not None:
        pause = max(pause, min(retry_after, DAY))
    return now + pause


def _varied(length: timedelta, least: timedelta, most: timedelta, seed: str) -> timedelta:
    share = random.Random(seed).uniform(1 - JITTER, 1 + JITTER)
    low, high = length * (1 - JITTER), length * (1 + JITTER)
    if low < least:
        low, high = least, least * (1 + JITTER)
    elif high > most:
        low, high = most * (1 - JITTER), most
    part = (share - (1 - JITTER)) / (2 * JITTER)
    return min(max(low + (high - low) * part, least), most)


def _outside(at: datetime, wishes: Wishes, seed: str) -> datetime:
    """The time moved out of the hours and days to be skipped, unless those are all there are."""
    if not wishes.skip_hours and not wishes.skip_days:
        return at
    moved = at.astimezone(UTC)
    for _ in range(7 * 24 + 1):
        day = _WEEKDAYS[moved.weekday()]
        if moved.hour not in wishes.skip_hours and day not in wishes.skip_days:
            return moved
        moved = moved.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        # Not all at the full hour.
        moved += timedelta(minutes=10 * random.Random(seed).random())
    return at
