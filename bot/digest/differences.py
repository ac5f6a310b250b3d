"""Where two outlets give different numbers for one thing.

A line is made only when everything but the number is the same: the sentences nearly equal, one
number on each side that the other lacks, and the same noun counted in the English of both. Where
one of the two translations is doubtful its number is taken from its Arabic, if that counts the
same noun there. Anything less is left for the reader to notice in the points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.digest.agreement import Fact
from bot.language.content_words import shared_share
from bot.language.dates.calendar import ENGLISH_MONTHS
from bot.language.english import singular
from bot.language.figures import figures
from bot.records import Standing

NEARLY_EQUAL, SHARED_WORDS = 0.72, 0.6
"""Cosine and share of common words between the two Arabic sentences."""
LOOSELY_EQUAL, ALL_WORDS, FEWEST_WORDS = 0.6, 0.9, 4
"""Or a lower cosine, where all that one says in several words is in the other: an office added to
a name takes as much from the cosine as another subject."""

_COUNT = re.compile(
    r"(?:\b(?P<about>(?:more|less|fewer) than|at least|at most|about|around|nearly|almost|over|"
    r"under|up to|some|approximately)\s+)?"
    r"(?<![\w.,:/-])(?P<number>\d+(?:[.,]\d+)*)(?P<unit>\s?%|\s+[^\W\d_]+)(?![\w-])",
    re.IGNORECASE,
)
_ARABIC_COUNT = re.compile(r"(?<![\w.,٫٬])(?P<number>\d+(?:[.,٫٬]\d+)*)\s*(?P<noun>[^\W\d_]+|[%٪])")
_UNCOUNTED = "am pm gmt and or to in of on at the from a by with for"
_NOT_COUNTED = frozenset((*ENGLISH_MONTHS, *_UNCOUNTED.split()))
"""Words after a number that is a date, a time, or counts nothing."""


def contested(one: Fact, other: Fact) -> tuple[str, str] | None:
    """How the two state their different numbers, e.g. ("400 prisoners", "more than 350
    prisoners"); None unless they certainly speak of the same thing."""
    if one.report == other.report or one.negated != other.negated:
        return None
    if one.places != other.places or not (_plain(one) or _plain(other)):
        return None
    if not _nearly_equal(one, other):
        return None
    ours, theirs = one.figures - other.figures, other.figures - one.figures
    if len(ours) != 1 or len(theirs) != 1:
        return None
    (number,), (another,) = ours, theirs
    if not _plain(other):
        return _half_verified(one, number, other, another)
    if not _plain(one):
        found = _half_verified(other, another, one, number)
        return found and (found[1], found[0])
    mine = _counted(one.segment.target, number)
    yours = _counted(other.segment.target, another)
    if mine is None or yours is None or mine[1] != yours[1]:
        return None
    return mine[0], yours[0]


def _plain(fact: Fact) -> bool:
    return fact.segment.standing is Standing.PLAIN


def _nearly_equal(one: Fact, other: Fact) -> bool:
    likeness, shared = float(one.vector @ other.vector), shared_share(one.words, other.words)
    if min(len(one.words), len(other.words)) >= FEWEST_WORDS and shared >= ALL_WORDS:
        return likeness >= LOOSELY_EQUAL
    return likeness >= NEARLY_EQUAL and shared >= SHARED_WORDS


def _half_verified(sure: Fact, number: str, unsure: Fact, another: str) -> tuple[str, str] | None:
    """The same, of a sentence whose English passed its checks and one whose did not: what the
    other counts is called as the first one's English calls it."""
    mine = _counted(sure.segment.target, number)
    noun = _counted_in_arabic(sure.source, number)
    if mine is None or noun is None or noun != _counted_in_arabic(unsure.source, another):
        return None
    if re.fullmatch(r"(?:19|20)\d\d", another):
        return None
    unit = mine[0].rpartition(" ")[2] if " " in mine[0] else mine[1]
    grouped = f"{int(another):,}" if another.isdecimal() else another
    return mine[0], f"{grouped}{'' if unit == '%' else ' '}{unit}"


def _counted_in_arabic(source: str, number: str) -> str | None:
    """The word after a number in digits, which is what it counts or "million"; None where the
    number stands there twice or in words."""
    found = [m for m in _ARABIC_COUNT.finditer(source) if figures(m["number"]) == {number}]
    return found[0]["noun"] if len(found) == 1 else None


def rivals(fact: Fact, known: Sequence[Fact]) -> list[tuple[int, str]]:
    """(report, phrase) of each report that counts the same thing, the fact's own first; empty
    where none differs or where one report gives two numbers itself."""
    stated: dict[int, str] = {}
    for other in known:
        found = contested(fact, other)
        if found is None:
            continue
        stated.setdefault(fact.report, found[0])
        if stated.setdefault(other.report, found[1]) != found[1]:
            return []
    return list(stated.items())


def _counted(english: str, number: str) -> tuple[str, str] | None:
    """The phrase in which a number stands, and the noun it counts; None where it is not clear
    or the number is a year."""
    found = [m for m in _COUNT.finditer(english) if figures(m["number"]) == {number}]
    if len(found) != 1:
        return None
    noun = found[0]["unit"].strip().casefold()
    if noun in _NOT_COUNTED or re.fullmatch(r"(?:19|20)\d\d", number):
        return None
    return found[0].group().strip(), singular(noun)


def line(stated: Sequence[tuple[str, str]]) -> str:
    """One line of (phrase, who says it) pairs: "400 prisoners (SPA, Fri) / more than 350 prisoners
    (Al Quds, Sat)"."""
    return " / ".join(f"{phrase} ({who})" for phrase, who in stated)
