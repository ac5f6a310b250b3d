"""Time zones as Arabic pages name them: "بتوقيت غرينتش", "بتوقيت مكة", "GMT+3".

A name stands for every zone it could mean, and tells an offset only where all of them agree at
the moment in question: "عمان" (Amman or Oman) and "روسيا" never do, "فلسطين" does.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from bot.language.arabic.fold import for_tables

_UTC_NAMES = (
    r"(?:(?:ال)?توقيت (?:العالمي|الدولي)(?: المنسق)?"
    r"|[غجق]رينو?ي?تش|ت\.? ?غ\b\.?|gmt|utc)"
)
_OFFSET = r"[+\-−]\s?\d{1,2}(?::?[0-5]\d)?"

# Names in use that CLDR gives otherwise or not at all, with the zone of the IANA database.
_ALSO = {
    "مكة": "Asia/Riyadh",
    "مكة المكرمة": "Asia/Riyadh",
    "السعودية": "Asia/Riyadh",
    "جدة": "Asia/Riyadh",
    "الدوحة": "Asia/Qatar",
    "أبوظبي": "Asia/Dubai",
    "أبو ظبي": "Asia/Dubai",
    "الإمارات": "Asia/Dubai",
    "مسقط": "Asia/Muscat",
    "سلطنة عمان": "Asia/Muscat",
    "المنامة": "Asia/Bahrain",
    "صنعاء": "Asia/Aden",
    "الرباط": "Africa/Casablanca",
    "فلسطين": "Asia/Hebron Asia/Gaza",
    "رام الله": "Asia/Hebron",
    # Palestinian outlets mean their own clock by it, Israeli ones theirs; the two change to
    # summer time on different days.
    "القدس": "Asia/Hebron Asia/Jerusalem",
    "القدس المحتلة": "Asia/Hebron Asia/Jerusalem",
    "تل أبيب": "Asia/Jerusalem",
    "أنقرة": "Europe/Istanbul",
    "اسطنبول": "Europe/Istanbul",
    "كييف": "Europe/Kiev",
    "واشنطن": "America/New_York",
    "بكين": "Asia/Shanghai",
    "بريطانيا": "Europe/London",
}


@cache
def places() -> dict[str, frozenset[str]]:
    """Folded Arabic name of a city or country to the IANA zones it may mean.

    Source: CLDR (Babel, locale ar): exemplar cities of zones, territories and their zones.
    """
    from babel import Locale
    from babel.core import get_global

    arabic = Locale.parse("ar")
    found: dict[str, set[str]] = {}

    def add(name: str, *zones: str) -> None:
        found.setdefault(for_tables(name), set()).update(zones)

    for zone, forms in arabic.time_zones.items():
        if "city" in forms and not zone.startswith("Etc/"):
            add(forms["city"], zone)
    for territory, zones in get_global("territory_zones").items():
        name = arabic.territories.get(territory)
        if name and territory.isalpha():
            add(name, *zones)
    for name, listed in _ALSO.items():
        add(name, *listed.split())
    return {name: frozenset(zones) for name, zones in found.items()}


@cache
def pattern() -> re.Pattern[str]:
    """Matches a zone in folded text; groups: `utc`, `offset`, `place`."""
    cities = "|".join(re.escape(name) for name in sorted(places(), key=len, reverse=True))
    return re.compile(
        rf"\(?(?:(?:ب?توقيت |ب)?(?P<utc>{_UTC_NAMES})(?:\s?(?P<offset>{_OFFSET}))?"
        rf"|(?P<bare>[+\-−]\d{{2}}:?[0-5]\d|z\b)"
        rf"|ب?(?:ال)?توقيت (?:مدينه |العاصمه )?(?P<place>{cities}))(?!\w)\)?"
    )


def resolve(match: re.Match[str], day: date | None, clock: time) -> tzinfo | None:
    """The offset the matched words give `clock`, or None where they do not settle it.

    An hour that the change of the clocks repeats or skips settles nothing. Without a day only
    a zone that never changes does; the quarters of a past and of a future year tell.
    """
    if match["place"] is None:
        return _fixed(match["offset"] or match["bare"])
    zones = [ZoneInfo(name) for name in sorted(places()[match["place"]])]
    days = [day] if day else [date(y, m, 1) for y in (2000, 2037) for m in (1, 4, 7, 10)]
    offsets = {
        datetime.combine(d, clock.replace(fold=fold_), zone).utcoffset()
        for d in days
        for zone in zones
        for fold_ in (0, 1)
    }
    (offset, *others) = offsets
    return None if others or offset is None else timezone(offset)


def _fixed(offset: str | None) -> tzinfo | None:
    if not offset or offset == "z":
        return UTC
    digits = re.sub(r"\D", "", offset)
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    if int(hours) > 14:
        return None
    shift = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(shift if offset[0] == "+" else -shift)
