"""The moments a page states of itself: in the ISO 8601 of its metadata, or in a line of text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from bot.language.dates.stated import GREGORIAN_YEARS
from bot.language.digits import western
from bot.records import Moment

_ISO = re.compile(r"\d{4}(-?)\d\d\1\d\d(?![\d-])", re.ASCII)
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


def not_ahead(moment: Moment | None, today: date) -> Moment | None:
    """The moment without a day that has not come yet anywhere, and so without its hour."""
    if moment is None or moment.day is None or moment.day <= today + ONE_DAY:
        return moment
    return None


def _plausible(moment: Moment) -> Moment | None:
    return moment if moment.day and moment.day.year in GREGORIAN_YEARS else None
