"""The numbers that a sentence states, in Arabic or in English, as strings to be compared."""

from __future__ import annotations

import re

from bot.language.arabic.fold import for_tables
from bot.language.digits import SEPARATORS
from bot.language.number_words import NUMBER_WORDS, SMALL, TENS, NumberClass

_SEPARATORS = str.maketrans(SEPARATORS)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W\d_]+")

_ENGLISH = {word: str(value) for word, value in (SMALL | TENS).items() if value > 1}
_ARABIC = {
    for_tables(word): str(number.value)
    for word, number in NUMBER_WORDS.items()
    if number.kind in (NumberClass.UNIT, NumberClass.TENS)
    and not number.ordinal
    and number.value > 1
}


def figures(text: str) -> frozenset[str]:
    """The numbers a sentence states, in either language: digits of any script, and words.

    "١٬٢٠٠ قتيل" and "1,200 dead" both give {"1200"}. A compound in words gives its parts
    ("خمسة وعشرون": {"5", "20"}), so comparing it with "25" errs towards "differs". "One" is
    left out: it is more often a pronoun.
    """
    text = for_tables(text).translate(_SEPARATORS)
    found = {_canonical(number) for number in _NUMBER.findall(text)}
    for word in _WORD.findall(text):
        bare = word[1:] if word.startswith("و") else word
        value = _ENGLISH.get(word) or _ARABIC.get(bare.removeprefix("ال"))
        if value:
            found.add(value)
    return frozenset(found)


def _canonical(number: str) -> str:
    number = _THOUSANDS.sub("", number)
    whole, point, fraction = number.replace(",", ".").partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (point + fraction if fraction else "")
