"""When digests are due: wall time, weekdays and IANA zone to instants, through clock changes.

Pure. One slot for each local date and time: where the clock goes forward over it, the slot
comes as much later as the clock jumped; where the clock goes back, at the first of its two
passes. It ends at the decision; bot/delivery/scheduling/ticker.py acts on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import BadSettings

GRACE = timedelta(hours=6)
"""A missed slot older than this is dropped; the default of the setting."""
EVERY_DAY = "0123456"
WEEKDAYS = "01234"
WEEKENDS = "56"

_WALL = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Slot:
    """One local date and time at which a digest is due."""

    key: str
    """The same for the same local date, time and zone, whatever the clock does."""
    at: datetime
    """UTC."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing is sent; `start` later than `end` crosses midnight."""

    start: time
    end: time
    zone: str


@dataclass(frozen=True, slots=True)
class Send:
    """Send now. `late_by`: since the slot, or since the end of the quiet hours that held it."""

    slot: Slot
    late_by: timedelta


@dataclass(frozen=True, slots=True)
class Hold:
    """Wait until `until`, and decide again then."""

    slot: Slot
    until: datetime


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave the slot out, which was missed for longer than the grace, and record that."""

    slot: Slot
    late_by: timedelta


Decision = Send | Hold | Skip


def wall_time(text: str) -> time:
    """ "8:05" or "08.05" as a time. Raises BadSettings."""
    found = _WALL.fullmatch(text.strip())
    if found is None:
        raise BadSettings(f"{text!r} is no time of day: write it as 08:00.")
    return time(int(found[1]), int(found[2]))


def zone_named(name: str) -> ZoneInfo:
    """Raises BadSettings where the IANA database has no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadSettings(f"{name!r} is no time zone: name one like Asia/Amman.") from error


def instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """When the clocks of the zone show this, in UTC.

    In a gap: as much later as the clock jumped. In a fold: the first time.
    """
    # PEP 495: with fold=0 a time in a gap takes the offset before it, which lands as far
    # behind the gap as the time stood in it; a time in a fold takes the first pass.
    return datetime.combine(day, wall.replace(fold=0), zone).astimezone(UTC)


def next_slot(after: datetime, wall: str, days: str, zone: str) -> Slot:
    """The first slot whose instant lies after `after`.

    `days`: digits of `date.weekday()`. Raises BadSettings for a wall time, zone or set of
    days that is none.
    """
    clock, place = wall_time(wall), zone_named(zone)
    if not days or set(days) - set(EVERY_DAY):
        raise BadSettings(f"{days!r} names no weekdays: use digits 0 (Monday) to 6 (Sunday).")
    # A gap can carry a slot into the day after its date, so a date already past may count.
    day = after.astimezone(place).date() - timedelta(days=1)
    while True:
        at = instant(day, clock, place)
        if at > after and str(day.weekday()) in days:
            return Slot(slot_key(day, clock, zone), at)
        day += timedelta(days=1)


def slot_key(day: date, wall: time, zone: str) -> str:
    return f"{day.isoformat()}T{wall:%H:%M}[{zone}]"


def slot_at(at: datetime, wall: str, zone: str) -> Slot:
    """The slot of a schedule whose instant is `at`, named by its local date."""
    clock, place = wall_time(wall), zone_named(zone)
    day = at.astimezone(place).date()
    for candidate in (day, day - timedelta(days=1), day + timedelta(days=1)):
        if instant(candidate, clock, place) == at:
            return Slot(slot_key(candidate, clock, zone), at)
    # The zone's rules changed since the instant was stored; the day it falls on names it.
    return Slot(slot_key(day, clock, zone), at)


def quiet_until(moment: datetime, quiet: Quiet | None) -> datetime | None:
    """When the quiet hours that hold at `moment` end, in UTC; None outside them.

    Equal start and end mean no quiet hours.
    """
    if quiet is None or quiet.start == quiet.end:
        return None
    place = zone_named(quiet.zone)
    today = moment.astimezone(place).date()
    # The hours that hold now began today, or yesterday where they cross midnight; a gap at
    # midnight can put either a day further.
    for day in (today - timedelta(days=offset) for offset in (2, 1, 0)):
        starts = instant(day, quiet.start, place)
        last = day if quiet.start < quiet.end else day + timedelta(days=1)
        ends = instant(last, quiet.end, place)
        if starts <= moment < ends:
            return ends
    return None


def decide(
    slot: Slot, now: datetime, quiet: Quiet | None = None, grace: timedelta = GRACE
) -> Decision:
    """Decide about a slot whose instant has come.

    A slot within quiet hours is due at their end, and late only from there on.
    """
    due = quiet_until(slot.at, quiet) or slot.at
    late_by = max(now - due, timedelta())
    if late_by > grace:
        return Skip(slot, late_by)
    if until := quiet_until(now, quiet):
        return Hold(slot, until)
    return Send(slot, late_by)
