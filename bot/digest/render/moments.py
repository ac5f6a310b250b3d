"""Dates and times in words, saying no more than is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.records import Moment

_LOCALE = "en_GB"
"""Day before month, as most readers of Arabic news in English write it; 24 hours."""


def made_at_words(made_at: datetime) -> str:
    """ "Saturday 21 November 2026, 08:00 Amman". `made_at` is aware."""
    return f"{_day(made_at.date(), weekday=True)}, {made_at:%H:%M} {_zone(made_at)}".rstrip()


def moment_words(moment: Moment | None) -> str:
    """ "23 August 2018, 18:00 UTC", or as much of it as the page states."""
    if moment is None or (moment.day is None and moment.clock is None):
        return "date not stated"
    if moment.clock is None:
        return _day(moment.day) if moment.day else ""
    clock = f"{moment.clock:%H:%M} {_clock_zone(moment.clock, moment.day)}".rstrip()
    return f"{_day(moment.day)}, {clock}" if moment.day else f"{clock}, date not stated"


def in_zone(moment: Moment | None, zone: tzinfo | None) -> Moment | None:
    """The moment as clocks of that zone show it, where it states its day, time and zone."""
    if moment is None or moment.day is None or moment.clock is None or moment.clock.tzinfo is None:
        return moment
    there = datetime.combine(moment.day, moment.clock).astimezone(zone)
    return Moment(there.date(), there.timetz())


def moments_words(moments: Sequence[Moment | None]) -> str:
    """The days several reports span: "20\u201321 November 2026, 1 undated"."""
    if len(moments) == 1:
        return moment_words(moments[0])
    days = sorted(moment.day for moment in moments if moment and moment.day)
    if not days:
        return "dates not stated"
    undated = len(moments) - len(days)
    return _days(days[0], days[-1]) + (f", {undated} undated" if undated else "")


def short_day(day: date | None, year: int) -> str:
    """ "27 Nov", with its year where that is another than `year`."""
    from babel.dates import format_date

    if day is None:
        return "undated"
    return format_date(day, "d MMM" if day.year == year else "d MMM y", locale=_LOCALE)


def _day(day: date, weekday: bool = False) -> str:
    from babel.dates import format_date

    return format_date(day, "EEEE d MMMM y" if weekday else "d MMMM y", locale=_LOCALE)


def _days(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}\u2013{_day(last)}"
    return f"{_day(first)} \u2013 {_day(last)}"


def _clock_zone(clock: time, day: date | None) -> str:
    if clock.tzinfo is None:
        return ""
    # A named zone's offset depends on the day; without one only the name is certain.
    if day is None:
        offset = clock.utcoffset()
        return _offset_words(offset) if offset is not None else _place(clock.tzinfo)
    return _zone(datetime.combine(day, clock))


def _zone(moment: datetime) -> str:
    offset = moment.utcoffset()
    place = _place(moment.tzinfo)
    return place or (_offset_words(offset) if offset is not None else "")


def _place(zone: tzinfo | None) -> str:
    """ "Amman" for Asia/Amman; nothing for a zone that is only an offset."""
    if not isinstance(zone, ZoneInfo) or "/" not in zone.key or zone.key.startswith("Etc/"):
        return ""
    return zone.key.rpartition("/")[2].replace("_", " ")


def _offset_words(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\u2212"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
