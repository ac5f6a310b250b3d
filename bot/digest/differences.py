"""Where two outlets give different numbers for one thing.

A line is made only when everything but the number is the same: the sentences nearly equal, one
number on each side that the other lacks, the same noun counted in the English of both, and both
translations verified. Anything less is left for the reader to notice in the points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.digest.agreement import Fact
from bot.vectors import figures, shared_share

NEARLY_EQUAL, SHARED_WORDS = 0.72, 0.6
"""Cosine and share of common words between the two Arabic sentences."""

_COUNT = re.compile(
    r"(?:\b(?P<about>(?:more|less|fewer) than|at least|at most|about|around|nearly|almost|over|"
    r"under|up to|some|approximately)\s+)?"
    r"(?<![\w.,:/-])(?P<number>\d+(?:[.,]\d+)*)(?P<unit>\s?%|\s+[^\W\d_]+)(?![\w-])",
    re.IGNORECASE,
)
_UNCOUNTED = (
    "january february march april may june july august september october november december "
    "am pm gmt and or to in of on at the from a by with for"
)
_NOT_COUNTED = frozenset(_UNCOUNTED.split())
"""Words after a number that is a date, a time, or counts nothing."""


def contested(one: Fact, other: Fact) -> tuple[str, str] | None:
    """How the two state their different numbers, e.g. ("400 prisoners", "more than 350
    prisoners"); None unless they certainly speak of the same thing."""
    if one.report == other.report or one.negated != other.negated:
        return None
    if one.places != other.places or not (one.segment.verified and other.segment.verified):
        return None
    if float(one.vector @ other.vector) < NEARLY_EQUAL:
        return None
    if shared_share(one.words, other.words) < SHARED_WORDS:
        return None
    ours, theirs = one.figures - other.figures, other.figures - one.figures
    if len(ours) != 1 or len(theirs) != 1:
        return None
    mine = _counted(one.segment.target, next(iter(ours)))
    yours = _counted(other.segment.target, next(iter(theirs)))
    if mine is None or yours is None or mine[1] != yours[1]:
        return None
    return mine[0], yours[0]


def _counted(english: str, number: str) -> tuple[str, str] | None:
    """The phrase in which a number stands, and the noun it counts; None where it is not clear
    or the number is a year."""
    found = [m for m in _COUNT.finditer(english) if figures(m["number"]) == {number}]
    if len(found) != 1:
        return None
    noun = found[0]["unit"].strip().casefold()
    if noun in _NOT_COUNTED or re.fullmatch(r"(?:19|20)\d\d", number):
        return None
    return found[0].group().strip(), noun if len(noun) < 4 else noun.removesuffix("s")


def line(stated: Sequence[tuple[str, str]]) -> str:
    """One line of (phrase, outlet) pairs: "400 prisoners (SPA) / more than 350 prisoners
    (Al Quds)"."""
    return " / ".join(f"{phrase} ({outlet})" for phrase, outlet in stated)
