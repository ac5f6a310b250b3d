"""English number words, and the words that stand beside numbers.

Ends at single words: how they combine is in `checks.english_numerals`.
"""

from __future__ import annotations

from fractions import Fraction


def _listed(words: str) -> list[str]:
    return words.split()


def _numbered(words: str, start: int = 0) -> dict[str, int]:
    return {word: number for number, word in enumerate(words.split(), start)}


SMALL = _numbered(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
TENS = {
    word: 10 * number
    for word, number in _numbered(
        "twenty thirty forty fifty sixty seventy eighty ninety", 2
    ).items()
}
ORDINALS = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
    1,
) | {word.removesuffix("y") + "ieth": number for word, number in TENS.items()}
DECADES = {word.removesuffix("y") + "ies": number for word, number in TENS.items()}
"""The eighties, 80."""

MAGNITUDES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "mn": 10**6,
    "mln": 10**6,
    "bn": 10**9,
    "bln": 10**9,
    "tn": 10**12,
}
SUFFIXES = {"k": 10**3, "m": 10**6, "b": 10**9}
"""Only touching digits, and only perhaps: "5m" is also five metres."""

MANY = {
    "tens": 10,
    "dozens": 10,
    "hundreds": 10**2,
    "thousands": 10**3,
    "millions": 10**6,
    "billions": 10**9,
    "trillions": 10**12,
}
FRACTIONS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    word + ending: number
    for word, number in ORDINALS.items()
    if 3 <= number <= 10
    for ending in ("", "s")
}
"""Denominators, as said after a count: "two thirds"."""

_IMPLIED: dict[str, tuple[int | Fraction, ...]] = {
    "no nil none nobody nought": (0,),
    "once single sole": (1,),
    "both twice pair pairs couple couples double doubles doubled doubling dual neither either": (
        2,
    ),
    "halves duo twin twins twofold brace bilateral bilaterally bipartite biennial biannual": (2,),
    "biweekly bimonthly": (2,),
    "bicentenary bicentennial": (2, 200),
    "triple tripled trio triad trilateral tripartite": (3,),
    "quartet quadruple": (4,),
    "fifths": (5,),
    "decade": (10,),
    "dozen": (12, 10),
    "noon": (12,),
    "midnight": (0, 12, 24),
    "fortnight": (14,),
    "score": (20,),
    "century centennial centenary": (100,),
    "millennium": (1000,),
    "half": (Fraction(1, 2), 50, 30),
    "quarter": (Fraction(1, 4), 25, 15),
    "quarters": (Fraction(3, 4), 4),
    "thirds": (Fraction(2, 3),),
}
IMPLIED = {word: numbers for words, numbers in _IMPLIED.items() for word in _listed(words)}
"""Words that hold a number which Arabic may state."""

ROMAN = _numbered("II III IV", 2) | _numbered("VI VII VIII IX", 6) | _numbered(
    "XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI", 11
)  # fmt: skip
"""Without I, V and X, which are also letters."""

ZONES = frozenset(_listed("hours hrs gmt utc local h z"))
"""After a time of day in four digits."""

SQUARED = frozenset(_listed("km m cm mm mi ft"))
"""Units that a 2 or 3 touching them raises to a power."""

BETWEEN = frozenset(("to", "and", "or", "-", "–", "—"))
"""Between the two ends of a range."""
