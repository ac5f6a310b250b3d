"""Text to the words it is found by: the same for what is stored and for what is asked.

Both databases are given these words and compare them as they stand, so that a search finds
the same rows on either. No stemming beyond clitics and the English plural.

What is asked may stand in a text behind clitics ("بغزة", "لإسرائيل") and with its hamza on another
seat ("مسئول", "مسؤول"): `sought` gives the forms, for search and for filters alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from bot.language.arabic.clitics import without_article
from bot.language.arabic.fold import for_search
from bot.language.digits import western
from bot.language.english import singular
from bot.language.lexicon import rows

LONGEST = 64
"""Letters of a word that count."""

_CLITICS = tuple(first + second for first, second in product(("", "و", "ف"), ("", "ب", "ل", "ك")))
_SHORTEST = 3
"""Letters of a word that clitics are looked for before: "رد" would be found in "برد"."""
_SEATS = re.compile("[ؤئ]|(?<!^)أ")
_MOST_SEATS = 2

_WORD = re.compile(r"[^\W_]+")
_ASKED = re.compile(r"[^\s*]+")


def words(text: str) -> list[str]:
    """Folded words in order: case, Arabic spelling, article and English plural taken off."""
    return [_stem(western(word))[:LONGEST] for word in _WORD.findall(for_search(text))]


def _stem(word: str) -> str:
    return singular(word) if word.isascii() else without_article(word)


@dataclass(frozen=True, slots=True)
class Sought:
    """One word that is looked for."""

    forms: tuple[str, ...]
    """As `words` has it in a text; the word as it was asked is the first."""
    beginning: bool = False

    def is_met_by(self, word: str) -> bool:
        return word.startswith(self.forms) if self.beginning else word in self.forms


def sought(text: str, *, beginnings: bool = False) -> list[Sought]:
    """The words of what is asked, each with "*" as a beginning, or all of them."""
    return [
        Sought(_forms(part), beginnings or text[found.end() : found.end() + 1] == "*")
        for found in _ASKED.finditer(text)
        for part in _WORD.findall(found[0])
    ]


def _forms(asked: str) -> tuple[str, ...]:
    spelled = dict.fromkeys(word for each in _spellings(asked) for word in words(each))
    # A word that is asked with its article takes its clitics before that, and loses all of them.
    bare = for_search(asked)
    if not bare.isascii() and without_article(bare) == bare and len(bare) >= _SHORTEST:
        spelled |= dict.fromkeys(c + word for c in _CLITICS for word in list(spelled))
        if bare in _places_with_lam():
            spelled[without_article("ل" + bare)] = None
    return tuple(dict.fromkeys(word[:LONGEST] for word in spelled))


@cache
def _places_with_lam() -> frozenset[str]:
    """Places such as لبنان, whose لـ reads as that of the article behind a preposition: للبنان."""
    names = {name for row in rows("countries") for name in row.listed("arabic")}
    return frozenset(word for name in names if (word := for_search(name)).startswith("ل"))


def _spellings(asked: str) -> list[str]:
    """The word, and the word with its hamza on the other seats."""
    if len(_SEATS.findall(asked)) > _MOST_SEATS:
        return [asked]
    parts = [("ؤئأ" if _SEATS.match(asked, at) else letter) for at, letter in enumerate(asked)]
    others = ["".join(chosen) for chosen in product(*parts)]
    return [asked, *others]


def occurs(found: Sequence[str], wanted: Sequence[Sought]) -> bool:
    """Whether the words stand in a text's `words`, one behind the other."""
    return any(
        all(each.is_met_by(word) for word, each in zip(found[start:], wanted, strict=False))
        for start in range(len(found) - len(wanted) + 1)
    )
