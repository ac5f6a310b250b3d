"""Arabic words as the checks compare them: folded spelling and clitics.

Ends at single words; what a word means is in the tables of `bot.language`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.translation.normalise import normalise

_FOLDED = str.maketrans({"أ": "ا", "إ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"})


def fold(text: str) -> str:
    """`text` normalised, with the letters that writers interchange made one.

    Hamza on alef, alef maqsura, Persian ya and kaf, ta marbuta. Madda stays: "آب" is August,
    "أب" a father. Length is not kept.
    """
    return normalise(text).translate(_FOLDED)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a word apart: `stem` is what is left after the clitics."""

    stem: str
    conjoined: bool = False
    """A leading و ("and") was taken off."""
    definite: bool = False
    """An article was taken off."""


def readings(word: str) -> Iterator[Reading]:
    """The ways to take clitics off a folded `word`, the fullest form first.

    Order: conjunction و or ف, then ب, ل or ك, then ال (لل for ل + ال). A stem has at least two
    letters. Which of them is a word is for the caller's table to say.
    """
    seen = set()
    for conjunction in ("", "و", "ف"):
        if not word.startswith(conjunction):
            continue
        after = word[len(conjunction) :]
        for preposition in ("", "ب", "ل", "ك"):
            if not after.startswith(preposition):
                continue
            rest = after[len(preposition) :]
            for article in ("", "ال", "ل") if preposition == "ل" else ("", "ال"):
                if not rest.startswith(article):
                    continue
                stem = rest[len(article) :]
                if len(stem) >= 2 and stem not in seen:
                    seen.add(stem)
                    yield Reading(stem, conjunction == "و", bool(article))


WORD = re.compile(r"[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]+")
"""A run of Arabic letters in normalised text."""


def words(text: str) -> list[str]:
    """The folded Arabic words of `text`, in order, clitics still on."""
    return WORD.findall(fold(text))
