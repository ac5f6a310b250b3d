"""Length: a translation far shorter or longer than its source, or one that breaks off.

What is far too short or long lost or gained something. English that stops before the source's
sentence is at its end is told by how it ends.
"""

from __future__ import annotations

import math
import re
from html import unescape

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


_CLOSING = r"[\"“”«»'’‘)\]\s]*\Z"
_ENDED = re.compile(rf"[.!?؟…:;]{_CLOSING}|\)\Z")
_HANGING = re.compile(
    r"(?:[,(\[«“]|\s[-–—]|\b(?:a|an|the|this|these|those|every|its|his|their|my|our|your|whose"
    r"|and|or|nor|but|if|than|as|because|although|whereas|which|who|that|after|before|while"
    r"|about|at|between|by|during|for|from|in|into|of|on|to|under|with|without"
    r"|am|are|be|been|can|could|did|does|had|has|have|is|may|might|must|should|was|were|will"
    r"|would))\Z",
    re.IGNORECASE,
)
"""What goes on: signs, and words after which a writer who stops sets at least a full stop."""

_LAST_WORD = re.compile(r"[\w'’]+\W*\Z")

TOO_SHORT = -0.1
"""Natural logarithm of the length ratio to a typical one. Of FLORES-200 dev references without a
full stop where the source has one (0.8%) none lies below; of sentences cut at three quarters
nearly all do."""


def truncation(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR where the English stops in mid-sentence; NOTE where only its full stop is missing.

    In mid-sentence: on a word or sign that must go on, or with no full stop and shorter than a
    whole translation would be. A source that itself has no end (a headline) owes none.
    """
    english, arabic = unescape(hypothesis).strip(), normalise(source).strip()
    if not english or not _ENDED.search(arabic):
        return ()
    if hanging := _HANGING.search(english):
        shown = hanging[0].strip()
        return (_broken(Severity.ERROR, f"the English breaks off after “{shown}”"),)
    if _ENDED.search(english):
        return ()
    if deviation(source, hypothesis) < TOO_SHORT and (last := _LAST_WORD.search(english)):
        return (_broken(Severity.ERROR, f"the English seems to break off after “{last[0]}”"),)
    return (_broken(Severity.NOTE, "the English has no full stop"),)


def _broken(severity: Severity, detail: str) -> Flag:
    return Flag("truncation", severity, detail)
