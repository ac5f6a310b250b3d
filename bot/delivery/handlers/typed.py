"""Settings as people type them, in English or Arabic, with any digits. Pure.

Every reader returns the value, or None where the text is not one.
"""

from __future__ import annotations

import re

from bot.delivery.scheduling.preferences import MOST_NAMES
from bot.delivery.scheduling.schedule import EVERY_DAY, WEEKDAYS, WEEKENDS, wall_time
from bot.errors import BadSettings
from bot.language.arabic.fold import for_tables
from bot.language.dates.calendar import weekdays
from bot.language.digits import western

_DAY_WORDS = {
    "everyday": EVERY_DAY,
    "daily": EVERY_DAY,
    "weekdays": WEEKDAYS,
    "workdays": WEEKDAYS,
    "weekends": WEEKENDS,
    "weekend": WEEKENDS,
    "يوميا": EVERY_DAY,
    **{name: str(day) for name, day in weekdays().items()},
}
_RANGE = re.compile(r"[-–—]")
_ON = frozenset({"on", "yes", "1", "نعم", "شغل", "تشغيل"})
_OFF = frozenset({"off", "no", "0", "لا", "أوقف", "إيقاف", "none"})


def times(text: str) -> tuple[tuple[str, str], ...] | None:
    """ "weekdays 08:00 18:30 weekends 10:00" as (time, days), by time; days stand before times.

    A time named for several sets of days has them all.
    """
    found: dict[str, set[str]] = {}
    days, naming = set(EVERY_DAY), False
    words = western(text).replace("every day", "everyday").replace("كل يوم", "everyday")
    for word in re.split(r"[\s,،;+&]+", words.strip()):
        named = _days(word)
        if named is not None:
            days = days | named if naming else named
            naming = True
            continue
        wall = _wall(word)
        if wall is None:
            return None
        found.setdefault(wall, set()).update(days)
        naming = False
    if not found or naming:
        return None
    return tuple((wall, "".join(sorted(of))) for wall, of in sorted(found.items()))


def _days(word: str) -> set[str] | None:
    ends = _RANGE.split(word)
    digits = [_DAY_WORDS.get(for_tables(end)) for end in ends]
    if len(digits) == 1 and digits[0]:
        return set(digits[0])
    if len(digits) == 2 and all(d and len(d) == 1 for d in digits):
        first, last = (int(d) for d in digits if d)
        return {str(day % 7) for day in range(first, last + 1 if first <= last else last + 8)}
    return None


def _wall(word: str) -> str | None:
    try:
        return f"{wall_time(word if ':' in word or '.' in word else word + ':00'):%H:%M}"
    except BadSettings:
        return None


def quiet(text: str) -> tuple[str, str] | tuple[()] | None:
    """ "22:00-07:00" as two times; the empty tuple for "off"."""
    if text.strip().casefold() in _OFF:
        return ()
    walls = [_wall(word) for word in re.split(r"[\s\-–—,]+", western(text).strip())]
    match walls:
        case [str(start), str(end)] if start != end:
            return start, end
        case _:
            return None


def number(text: str, within: range) -> int | None:
    digits = western(text.strip())
    # int() takes "1_0" and "+3" as well; people who write that mean something else.
    if not digits.isascii() or not digits.isdigit() or len(digits) > 6:
        return None
    return int(digits) if int(digits) in within else None


def switch(text: str) -> bool | None:
    word = text.strip().casefold()
    return True if word in _ON else False if word in _OFF else None


def names(text: str) -> tuple[str, tuple[str, ...]] | None:
    """ "not RT, BBC" as ("not", ("RT", "BBC")); ("all", ()) for "all"."""
    how, _, rest = text.strip().partition(" ")
    how = {"فقط": "only", "ليس": "not", "الكل": "all"}.get(how, how.casefold())
    listed = tuple(dict.fromkeys(n for n in map(str.strip, re.split(r"[,،;\n]", rest)) if n))
    if how == "all" and not listed:
        return how, ()
    if how in ("only", "not") and listed:
        return how, tuple(name[:64] for name in listed[:MOST_NAMES])
    return None
