"""Length: a translation far shorter or longer than its source lost or gained something."""

from __future__ import annotations

import math
import re

from bot.language.arabic.normalise import normalise
from bot.records import Flag, Severity
from bot.translation.checks.context import Context

_WORD = re.compile(r"\w+")

TYPICAL = 1.16
"""Letters and digits of English per one of Arabic: the median of FLORES-200 dev."""


def length(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR for a ratio that good translations of this length do not have, WARNING near it.

    The shorter the source, the wider ratios scatter, so the wider the bounds.
    """
    arabic, apart = _size(source), deviation(source, hypothesis)
    if not apart:
        return ()
    if arabic >= NAME and apart < -_bound(arabic, *SHORT):
        lost = round(100 * (1 - math.exp(apart)))
        return (_flag(f"the English is {lost}% shorter than expected"),)
    if apart > _bound(arabic, *LONG):
        detail = f"the English is {math.exp(apart):.1f} times as long as expected"
        severe = apart > _bound(arabic, *TOO_LONG)
        return (_flag(detail, Severity.ERROR if severe else Severity.WARNING),)
    return ()


def deviation(source: str, hypothesis: str) -> float:
    """Natural logarithm of the ratio of lengths to `TYPICAL`; 0 where a side is empty."""
    arabic, english = _size(source), _size(hypothesis)
    return math.log(english / arabic / TYPICAL) if arabic and english else 0.0


SHORT, LONG, TOO_LONG = (0.36, 8.0), (0.24, 12.0), (0.36, 12.0)
"""(bound for an endless source, what one letter would add), on the natural logarithm.

SHORT and LONG are about the 1st and 99th percentile of FLORES-200 dev references in four
classes of length; news is worded more freely, so only what is far beyond LONG is an ERROR.
"""

NAME = 20
"""Letters up to which a source may be no more than a name, and a name may become an acronym."""


def _bound(size: int, asymptote: float, spread: float) -> float:
    return asymptote + spread / size


def _size(text: str) -> int:
    return sum(map(len, _WORD.findall(normalise(text))))


def _flag(detail: str, severity: Severity = Severity.ERROR) -> Flag:
    return Flag("length", severity, detail)
