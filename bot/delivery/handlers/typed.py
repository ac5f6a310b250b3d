"""Settings as people type them, in English or Arabic, with any digits; times are
typed_times.py. Pure.

Every reader returns the value, or None where the text is not one.
"""

from __future__ import annotations

import re

from bot.delivery.handlers.typed_times import walls, wanted
from bot.delivery.scheduling.preferences import MOST_NAMES
from bot.language.arabic.fold import for_tables
from bot.language.digits import western

_ON = frozenset({"on", "yes", "1", "نعم", "شغل", "تشغيل"})
_OFF = frozenset({"off", "no", "0", "لا", "أوقف", "إيقاف", "none"})

WEEK_TIME, WEEK_DAY = "18:00", "4"
"""When the picture of the week comes where nobody says when: on Friday, the weekend of most readers
of Arabic."""

_TO = re.compile(
    r"[\-–—]|\b(?:from|between|to|until|till?|من|بين|إلى|الى|حتى|لغاية)\b", re.IGNORECASE
)
_LANGUAGES = {
    "en": ("english", "الإنجليزية", "إنجليزية", "إنجليزي", "بالإنجليزية"),
    "ar": ("arabic", "العربية", "عربية", "عربي", "بالعربية"),
}


def language(text: str) -> str:
    """ "Arabic", "انجليزي" as the code of the language; what is neither as it is."""
    said = text.strip().casefold()
    named = {for_tables(name): code for code, names in _LANGUAGES.items() for name in names}
    return named.get(for_tables(said), said)


def quiet(text: str) -> tuple[str, str] | tuple[()] | None:
    """ "22:00-07:00", "from 10 pm to 7 am" as two times; the empty tuple for "off"."""
    if text.strip().casefold() in _OFF:
        return ()
    match walls(_TO.sub(" ", text)):
        case [start, end] if start != end:
            return start, end
        case _:
            return None


def week(text: str) -> tuple[str, str] | tuple[()] | None:
    """ "on Friday 18:00", "الجمعة ٦ مساء" as (wall time, digit of the weekday); what "on" or a day
    alone leaves out is as at first; the empty tuple for "off"."""
    first, _, rest = text.strip().partition(" ")
    said = switch(first)
    if said is False:
        return None if rest.strip() else ()
    found = wanted(rest if said else text)
    if found is None or found.place or len(found.times) > 1:
        return None
    if not found.times:
        day = found.days or (WEEK_DAY if said else "")
        return (WEEK_TIME, day) if len(day) == 1 else None
    wall, days = found.times[0]
    return (wall, days) if len(days) == 1 else None


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
    how = {"فقط": "only", "ليس": "not", "أولا": "first", "الكل": "all"}.get(how, how.casefold())
    listed = tuple(dict.fromkeys(n for n in map(str.strip, re.split(r"[,،;\n]", rest)) if n))
    if how == "all" and not listed:
        return how, ()
    if how in ("only", "not", "first") and listed:
        return how, tuple(name[:64] for name in listed[:MOST_NAMES])
    return None
