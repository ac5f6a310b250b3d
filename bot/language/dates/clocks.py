"""Times of day in folded Arabic text: "18:00 بتوقيت غرينتش", "08:15 م", "الساعة 6", "14h05"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from bot.language.dates import zones


def _morning(hour: int) -> int | None:
    return hour % 12 if hour <= 12 else None


def _evening(hour: int) -> int | None:
    return None if hour == 0 else hour if hour >= 12 else hour + 12


def _dawn(hour: int) -> int | None:
    return hour if 1 <= hour <= 6 else None


def _forenoon(hour: int) -> int | None:
    return hour if 6 <= hour <= 11 else None


def _noon(hour: int) -> int | None:
    return hour if 11 <= hour <= 15 else hour + 12 if 1 <= hour <= 3 else None


def _afternoon(hour: int) -> int | None:
    return hour if 12 <= hour <= 18 else hour + 12 if 1 <= hour <= 6 else None


def _night(hour: int) -> int | None:
    # "12 ليلا" may open the day or close it.
    if 6 <= hour <= 11:
        return hour + 12
    return hour if 1 <= hour <= 5 or 18 <= hour <= 23 else None


# The part of the day in folded text, and the hour of 24 it makes of a stated hour; None where
# the two contradict each other. ص and م as CLDR (ar) uses them for am and pm.
_PARTS: dict[str, Callable[[int], int | None]] = {
    r"بعد منتصف الليل": _morning,
    r"(?:من )?بعد الظهر": _afternoon,
    r"(?:من )?قبل الظهر": _forenoon,
    r"صباحا?": _morning,
    r"(?:ال)?فجرا?": _dawn,
    r"ضحي": _forenoon,
    r"(?:ال)?ظهرا?": _noon,
    r"(?:ال)?عصرا?": _afternoon,
    r"مساءا?": _evening,
    r"ليلا": _night,
    r"ص": _morning,
    r"م": _evening,
    r"a\.?m\.?": _morning,
    r"p\.?m\.?": _evening,
}
_PART = "|".join(_PARTS)
_CLOCK = re.compile(
    rf"(?<![\d:.,/])(?P<said>(?:في )?(?:تمام )?(?:ال)?ساعه ?:? ?)?"
    rf"(?P<hour>\d{{1,2}})(?:[:٫.,h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?)?"
    rf"(?![\d:/]|[.,]\d)(?: ?\(?(?P<part>{_PART})(?!\w)\)?)?"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, and where it stands in the folded text."""

    hour: int
    minute: int
    second: int
    start: int
    end: int
    sure: bool
    """Said to be a time by a word, a part of the day or a zone, not by its shape alone."""
    zone: re.Match[str] | None

    def at(self, day: date | None) -> time:
        """With the offset the page states, if it states one that is certain."""
        naive = time(self.hour, self.minute, self.second)
        if self.zone is None:
            return naive
        return naive.replace(tzinfo=zones.resolve(self.zone, day, naive))


def find_clocks(folded: str) -> list[Clock]:
    """The times in folded text, in order.

    A bare "6:30" may be morning or evening and is left out; a bare "06:30" or "18:30" is read
    by the 24-hour clock, as page software stamps it.
    """
    return [clock for match in _CLOCK.finditer(folded) if (clock := _read(match))]


def _read(match: re.Match[str]) -> Clock | None:
    hour: int | None = int(match["hour"])
    folded, end = match.string, match.end()
    zone = zones.pattern().match(folded, end + (folded[end : end + 1] == " "))
    if zone:
        end = zone.end()
    if match["part"]:
        rule = next(r for p, r in _PARTS.items() if re.fullmatch(p, match["part"]))
        hour = rule(int(match["hour"]))
    elif match["minute"] is None or match["hour"] in tuple("123456789"):
        return None
    colon = match["minute"] is not None and folded[match.start("minute") - 1] in ":h"
    sure = bool(match["said"] or zone or (match["part"] and len(match["part"]) > 1))
    if hour is None or hour > 23 or not (colon or match["said"] or zone or match["part"]):
        return None
    if match["minute"] is None and not sure:
        return None
    return Clock(
        hour=hour,
        minute=int(match["minute"] or 0),
        second=int(match["second"] or 0),
        start=match.start(),
        end=end,
        sure=sure or (colon and match["part"] is not None),
        zone=zone,
    )
