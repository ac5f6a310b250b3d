"""Settings as people type them, in English or Arabic, with any digits; times are
typed_times.py. Pure.

Every reader returns the value, or None where the text is not one.
"""

from __future__ import annotations

import re

from bot.delivery.handlers.typed_times import wall
from bot.delivery.scheduling.preferences import MOST_NAMES
from bot.language.digits import western

_ON = frozenset({"on", "yes", "1", "نعم", "شغل", "تشغيل"})
_OFF = frozenset({"off", "no", "0", "لا", "أوقف", "إيقاف", "none"})


def quiet(text: str) -> tuple[str, str] | tuple[()] | None:
    """ "22:00-07:00" as two times; the empty tuple for "off"."""
    if text.strip().casefold() in _OFF:
        return ()
    spelled = re.sub(r"(?<=\d)\s+(?=[^\W\d_])", "", western(text).strip())
    walls = [wall(word) for word in re.split(r"[\s\-–—,]+", spelled)]
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
