"""Times in feeds: what is stated, or nothing.

A time that lies in the future is an error of the feed's clock or zone, or the date of an event;
it would put an entry before everything that comes after it. It is unknown then: not the time of
fetching, which would be false.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from time import struct_time

from bot.language.dates.stated import find_date

CLOCKS_DIFFER = timedelta(minutes=10)
"""What a server's clock may be ahead of ours before its time is taken for an error."""

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the web there was no article on it: 1970 is a zero, 0001 an empty field."""

_ZONE = re.compile(
    r"(?:[+\-]\d{2}:?\d{2}|Z|\b[A-Z]{1,5}T?|UTC)\s*(?:\([^()]*\))?\s*$", re.IGNORECASE
)
_UNIX = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)
_CLOCK = re.compile(r"\d{1,2}:\d{2}")


def bounded(moment: datetime | None, now: datetime) -> datetime | None:
    """The moment, or None where it cannot be true."""
    if moment is None or moment < EARLIEST or moment > now + CLOCKS_DIFFER:
        return None
    return moment


def states_zone(text: str) -> bool:
    """Whether a written time says where it is meant; "GMT", "+0300" and "Z" do."""
    return bool(_CLOCK.search(text) and _ZONE.search(text.strip()))


def from_struct(parsed: struct_time | None) -> datetime | None:
    """feedparser's UTC tuple as a moment; None where it is none."""
    if parsed is None:
        return None
    try:
        return datetime(*parsed[:6], tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def parse_time(text: str) -> tuple[datetime, bool] | None:
    """An ISO 8601 time in UTC, and whether it stated its zone."""
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            return found.replace(tzinfo=UTC), False
        return found.astimezone(UTC), True
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class SaidTime:
    """A time that a feed writes in words."""

    at: datetime
    """In UTC; midnight where no hour is stated."""
    zoned: bool


def said_time(text: str) -> SaidTime | None:
    """A day, with its hour if it has one: in Arabic words ("السبت, 28 تشرين الثاني 2026 10:00"), as
    mail has it without a zone, or in seconds since 1970. feedparser reads none of these."""
    if _UNIX.fullmatch(text.strip()):
        return SaidTime(datetime.fromtimestamp(int(text.strip()[:10]), UTC), zoned=True)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        found = find_date(text)
        if found is None or found.day is None:
            return None
        at = datetime.combine(found.day, found.clock or time())
    if at.tzinfo is None:
        return SaidTime(at.replace(tzinfo=UTC), zoned=False)
    return SaidTime(at.astimezone(UTC), zoned=True)
