"""The moments that pages and feeds state in their metadata."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from bot.language.arabic.characters import clean
from bot.language.dates.stated import GREGORIAN_YEARS, find_date
from bot.language.digits import western
from bot.records import Moment

_ISO = re.compile(r"\d{4}(-?)\d\d\1\d\d(?![\d-])", re.ASCII)
_ISO_SPACE = re.compile(r"^(\d{4}-\d\d-\d\d[T ][\d:.]+) ?(Z|[+\-]\d\d:?\d\d)$", re.ASCII)
_UNIX = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{4}", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_DAY = timedelta(days=1)
"""The east is ahead of UTC, and clocks differ."""


def parse_iso(text: str) -> Moment | None:
    """An ISO 8601 date or date and time, as pages' metadata gives it; None for anything else.

    The moment 0 of Unix time and years before 1900 are what software writes for "unknown".
    """
    plain = western(text.strip())
    if not _ISO.match(plain):
        return None
    try:
        if len(plain) <= len("2018-08-23"):
            return _plausible(Moment(date.fromisoformat(plain)))
        moment = datetime.fromisoformat(plain)
    except ValueError:
        return None
    if moment.tzinfo and moment == _EPOCH:
        return None
    return _plausible(Moment(moment.date(), moment.timetz().replace(microsecond=0, fold=0)))


def parse_stated(text: str) -> Moment | None:
    """A date or time as metadata and feeds have it: ISO 8601, Unix time, RFC 2822, Arabic words.

    Figures alone ("03/04/2023") are taken only where no second reading is a date: which of them
    is the month, software does not say.
    """
    plain = western(clean(text))
    if found := parse_iso(_ISO_SPACE.sub(r"\1\2", plain)):
        return found
    if _UNIX.fullmatch(plain):
        seconds = int(plain[:10])
        moment = datetime.fromtimestamp(seconds, UTC)
        return Moment(moment.date(), moment.timetz()) if seconds else None
    stated = find_date(plain)
    if stated is None or stated.day is None:
        return None
    figures = _FIGURES.search(plain)
    if figures and figures[1] != figures[2] and max(int(figures[1]), int(figures[2])) <= 12:
        return None
    return Moment(stated.day, stated.clock)


def not_ahead(moment: Moment | None, today: date) -> Moment | None:
    """The moment without a day that has not come yet anywhere, and so without its hour."""
    if moment is None or moment.day is None or moment.day <= today + ONE_DAY:
        return moment
    return None


def _plausible(moment: Moment) -> Moment | None:
    return moment if moment.day and moment.day.year in GREGORIAN_YEARS else None
