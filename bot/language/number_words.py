"""The words of number phrases in both languages, and the cues beside them.

From `arabic_numbers.tsv`, `english_numbers.tsv` and `cues.tsv`; Arabic is folded for the checks.
Ends at single words: how they combine is for whoever reads a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bot.language.arabic.fold import for_checks as fold
from bot.language.lexicon import rows


class NumberClass(StrEnum):
    """What an Arabic number word does in a number phrase, as `arabic_numbers.tsv` names it."""

    UNIT = "unit"
    TENS = "tens"
    HUNDREDS = "hundreds"
    MAGNITUDE = "magnitude"
    DUAL = "two"
    """Two of a magnitude in one word: ألفان."""
    FRACTION = "fraction"
    MANY = "many"
    """مئات "hundreds", آلاف "thousands": an order of size, not a value."""
    DECADE = "decade"
    """ثمانينيات "the eighties"."""


@dataclass(frozen=True, slots=True)
class NumberWord:
    value: Fraction
    kind: NumberClass
    ordinal: bool = False


def _arabic(name: str) -> dict[str, Fraction]:
    return {
        fold(word): row.numbers("number")[0]
        for row in rows("arabic_numbers")
        if row["class"] == name
        for word in row.listed("words")
    }


NUMBER_WORDS = {
    word: NumberWord(number, kind) for kind in NumberClass for word, number in _arabic(kind).items()
}
NUMBER_WORDS |= {
    word: NumberWord(number, NumberClass.UNIT, ordinal=True)
    for word, number in _arabic("ordinal").items()
}
"""Arabic words that state a number."""
IMPLIED = {word: int(number) for word, number in _arabic("implied").items()}
"""Arabic words that hold a number without stating one, so that English may state it."""
TWICE = frozenset(_arabic("twice"))
"""Arabic words that English may say with "two", "twice" or "both"."""


def _english(name: str) -> dict[str, tuple[Fraction, ...]]:
    return {
        word: row.numbers("number")
        for row in rows("english_numbers")
        if row["class"] == name
        for word in row.listed("words")
    }


def _whole(*names: str) -> dict[str, int]:
    return {word: int(n[0]) for name in names for word, n in _english(name).items()}


SMALL = _whole("small")
TENS = _whole("tens")
ORDINALS = _whole("ordinal")
DECADES = _whole("decade")
"""The eighties, 80."""
WHOLE_MAGNITUDES = _whole("magnitude")
"""May stand without a count; abbreviations may not."""
MAGNITUDES = _whole("magnitude", "short")
SUFFIXES = _whole("suffix")
"""Only touching digits, and only perhaps: "5m" is also five metres."""
MANY = _whole("many")
ROMAN = _whole("roman")
FRACTIONS = {word: numbers[0] for word, numbers in _english("fraction").items()}
"""As said after a count: "two thirds"."""
ENGLISH_IMPLIED = _english("implied")
"""English words that hold a number which Arabic may state."""


def _cues(language: str) -> dict[str, frozenset[str]]:
    return {row["cue"]: frozenset(map(fold, row.listed(language))) for row in rows("cues")}


ARABIC_CUES = _cues("arabic")
ENGLISH_CUES = _cues("english")
"""Words beside a number or a date, by what they tell of it (`cues.tsv`)."""
