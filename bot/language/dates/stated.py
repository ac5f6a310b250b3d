"""The date and time that a line of Arabic text states, with its year: a byline's, a dateline's.

Only what is stated: a day without its year, a year of two digits, a date that its weekday
contradicts or that no calendar has gives nothing. Numbers are read in the order of the Arabic
press, day/month/year or year/month/day; month/day/year only where the weekday beside it proves
it. Hijri dates are recognised and never converted: their first day depends on the country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from bot.language.arabic.fold import Folded, with_offsets
from bot.language.dates.calendar import gregorian, hijri, weekdays
from bot.language.dates.clocks import Clock, find_clocks

GREGORIAN_YEARS = range(1900, 2200)
"""Of dates that are believed."""
_HIJRI_YEARS = range(1300, 1600)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
# What may stand between a date and the time that belongs to it.
_LINK = re.compile(
    r"[\s,،\-–—|/()•·.]*(?:و|في|عند|علي|at|t)?[\s,،\-–—|/()•·:]*"
    r"(?:التوقيت:?\s*)?"
)
_BESIDE = re.compile(r"[\s,،\-–—|/()=]*(?:ال)?(?:موافق)?(?: ?ل)?[\s:,،\-–—|/()]*")
_REACH = 400
"""Characters of a line that are read; what goes on for longer is no byline."""
_RANGE = re.compile(r"(?<![\d:/.\-])\d{1,2} ?(?:[-–—/]|و|الي|حتي) ?$")


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date or time as it stands in a line; `text[start:end]` is what stated it."""

    day: date | None
    clock: time | None
    """With an offset from UTC where the line states one that is certain."""
    start: int
    end: int
    hijri: bool
    """The only day stated is a Hijri one, so that `day` is None."""


@dataclass(frozen=True, slots=True)
class _Day:
    start: int
    end: int
    day: date | None
    """None for a Hijri date and for one that is not to be trusted."""
    hijri: bool = False


def find_date(text: str) -> StatedDate | None:
    """The first date, with the time beside it, in a short line; a time alone without one.

    None where there is neither, and where the first date cannot be trusted: a later one in the
    line says something else. Zones become offsets where the page states them.
    """
    text = text[:_REACH]
    line = with_offsets(_ADDRESS.sub(lambda m: " " * len(m[0]), text))
    days = _days(line.text)
    clocks = find_clocks(_blanked(line.text, days))
    if not days:
        return _clock_alone(line, clocks)
    start, end, day, only_hijri = _first_day(line.text, days)
    if day is None and not only_hijri:
        return None
    clock = _beside(line.text, start, end, clocks)
    if clock:
        start, end = min(start, clock.start), max(end, clock.end)
    at = clock.at(day) if clock else None
    return StatedDate(day, at, *line.span(start, end), hijri=only_hijri)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    def names(table: Iterable[str]) -> str:
        return "|".join(re.escape(name) for name in sorted(table, key=len, reverse=True))

    weekday = rf"(?:(?P<weekday>(?:يوم )?(?:{names(weekdays())}))[\s,،\-–]{{0,3}}(?:الموافق )?)?"
    month = names(gregorian())
    pair = rf"(?P<month>{month})(?: ?[/\-–] ?(?P<also>{month})| ?\((?P<also2>{month})\))?"
    year = r"(?P<year>\d{4})(?!\d)"
    era = r"(?: ?(?:م|ميلادي[هة]?)(?!\w))?"
    of_year = r"[ ,،/\-]{0,3}(?:(?:ل|من )?(?:عام|سنه) )?"
    hijri_era = r"(?: ?(?P<era>ه|هجري[هة]?)(?!\w))?"
    return (
        re.compile(
            rf"{weekday}(?<!\d)(?P<a>\d{{1,4}})(?P<sep>[/\-.]| / | - )(?P<b>\d{{1,2}})(?P=sep)"
            rf"(?P<c>\d{{1,4}})(?!\d|[/.]\d|-\d{{1,4}}(?![\d:])){hijri_era}{era}"
        ),
        re.compile(
            rf"{weekday}(?<![\d.,])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: ?[\-–/،,.] ?|\s)?"
            rf"(?:من )?(?:شهر )?{pair}{of_year}{year}{era}"
        ),
        re.compile(
            rf"{weekday}(?<!\w)(?<!\d ){pair} {{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ,،]{{1,3}}"
            rf"{year}{era}"
        ),
        re.compile(
            rf"{weekday}(?<!\d)(?P<day>\d{{1,2}})[\s\-/]?(?:من )?(?:شهر )?"
            rf"(?P<hmonth>{names(hijri())}){of_year}{year}{hijri_era}"
        ),
    )


def _days(folded: str) -> list[_Day]:
    found = [_read(match) for pattern in _patterns() for match in pattern.finditer(folded)]
    return sorted(found, key=lambda day: (day.start, -day.end))


def _read(match: re.Match[str]) -> _Day:
    parts = match.groupdict()
    start, end = match.span()
    if parts.get("hmonth") or parts.get("era"):
        return _Day(start, end, None, hijri=True)
    if parts.get("month"):
        return _Day(start, end, _named_date(match.string, start, parts))
    a, b, c = match["a"], match["b"], match["c"]
    if int(a) in _HIJRI_YEARS or int(c) in _HIJRI_YEARS:
        return _Day(start, end, None, hijri=True)
    return _Day(start, end, _numeric_date(a, b, c, parts["weekday"]))


def _named_date(folded: str, start: int, parts: dict[str, str | None]) -> date | None:
    months = gregorian()
    month = months[parts["month"] or ""]
    also = parts.get("also") or parts.get("also2")
    if (also and months[also] != month) or _RANGE.search(folded[:start]):
        return None
    day = _calendar(int(parts["year"] or 0), month, int(parts["day"] or 0))
    return day if _agrees(day, parts["weekday"]) else None


def _numeric_date(a: str, b: str, c: str, weekday: str | None) -> date | None:
    if len(a) == 4 and len(c) <= 2:
        day = _calendar(int(a), int(b), int(c))
        return day if _agrees(day, weekday) else None
    if len(c) != 4 or len(a) > 2:
        return None
    day = _calendar(int(c), int(b), int(a))
    if _agrees(day, weekday):
        return day
    american = _calendar(int(c), int(a), int(b))
    return american if weekday and _agrees(american, weekday) else None


def _calendar(year: int, month: int, day: int) -> date | None:
    if year not in GREGORIAN_YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _agrees(day: date | None, weekday: str | None) -> bool:
    if day is None:
        return False
    return weekday is None or weekdays()[weekday.removeprefix("يوم ")] == day.weekday()


def _first_day(folded: str, days: list[_Day]) -> tuple[int, int, date | None, bool]:
    """The first date with its other calendar's reading, where one stands beside it."""
    first = days[0]
    second = next((d for d in days if d.start >= first.end), None)
    if second and first.hijri != second.hijri:
        between = folded[first.end : second.start]
        if _BESIDE.fullmatch(between):
            day = second.day if first.hijri else first.day
            return first.start, second.end, day, False
    return first.start, first.end, first.day, first.hijri


def _beside(folded: str, start: int, end: int, clocks: list[Clock]) -> Clock | None:
    """The time right after the date, or else right before it."""
    for clock in clocks:
        if clock.start >= end and _LINK.fullmatch(folded[end : clock.start]):
            return clock
    for clock in clocks:
        if clock.end <= start and _LINK.fullmatch(folded[clock.end : start]):
            return clock
    return None


def _clock_alone(line: Folded, clocks: list[Clock]) -> StatedDate | None:
    """A time without a date: said to be one in words, or all that a label leaves in the line
    ("2:10" within a sentence may be a score)."""
    for clock in clocks:
        before, after = line.text[: clock.start].strip(), line.text[clock.end :].strip()
        alone = not after.strip("|-–—•.") and (not before or before[-1] in ":|-–—•،")
        if clock.sure or alone:
            span = line.span(clock.start, clock.end)
            return StatedDate(None, clock.at(None), *span, hijri=False)
    return None


def _blanked(folded: str, days: list[_Day]) -> str:
    for day in days:
        folded = folded[: day.start] + "\x00" * (day.end - day.start) + folded[day.end :]
    return folded
