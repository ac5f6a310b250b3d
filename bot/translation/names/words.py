"""How names are written: Arabic words with their clitics, and the family name of a full name.

Words are folded as `language.arabic.fold.for_names` does it. Offsets always refer to the text as
given. No names are known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.language.arabic.fold import MARKS_IN_NAMES as MARKS
from bot.language.arabic.fold import for_names as fold
from bot.language.lexicon import rows

MARK = re.compile(f"[{MARKS}]")
_WORD = re.compile(rf"[ء-غف-يٱ-ۓە{MARKS}]+")
_CLITICS = tuple(
    conjunction + rest
    for rest in ("", "ب", "ل", "ك", "ال", "بال", "كال", "لل")
    for conjunction in ("", "و", "ف")
)
"""Conjunction, preposition and article as written before a noun; لل is ل with the article."""
_JOINT = re.compile(r"[\s\-–\"“”«»'‘’]{1,4}\Z")
_PREPOSITIONS = frozenset(("على", "إلى", "الى", "حتى"))
"""As written: folded, "on" is Ali, and وجد محمد على الطاولة would hold a Muhammad Ali."""
PARTICLES = frozenset(
    (
        *("al", "el", "bin", "ben", "ibn", "abu", "abul", "abdel", "abdul", "ould", "amir"),
        *("de", "da", "di", "del", "van", "von", "der", "le", "la", "ter"),
    )
)
"""English words that belong to the family name behind them, lower case."""
_ARABIC_PARTICLES = frozenset(
    (
        *("بن", "ابن", "ابو", "ابي", "ابا", "ال", "عبد", "ولد", "ام", "نصر", "سيف"),
        *("دي", "دا", "دير", "فان", "فون", "لو"),
    )
)


@dataclass(frozen=True, slots=True)
class Word:
    """One Arabic word; `text[start:end]` is it as written, `folded` its lookup form."""

    start: int
    end: int
    folded: str


def words(text: str) -> Iterator[Word]:
    """The Arabic words of a text in order."""
    for match in _WORD.finditer(text):
        folded = fold(match.group())
        if folded:
            yield Word(match.start(), match.end(), folded)


def readings(folded: str, shortest: int = 2) -> Iterator[tuple[str, str]]:
    """Every (clitic, rest) a folded word may be read as, fewest clitic letters first.

    The bare word comes first with clitic "". `shortest` is the least length of the rest.
    """
    for clitic in _CLITICS:
        if len(folded) - len(clitic) >= shortest and folded.startswith(clitic):
            yield clitic, folded[len(clitic) :]


def heads(folded: str) -> Iterator[tuple[str, str]]:
    """Ways to read a name's first word: the article may belong to the name or not."""
    for clitic, rest in readings(folded):
        if clitic.endswith("لل"):
            yield clitic[:-1], "ال" + rest
        elif clitic.endswith("ال") and clitic != "ال":
            yield clitic[:-2], "ال" + rest
        yield clitic, rest


def adjacent(text: str, run: Sequence[Word]) -> bool:
    """Whether words of a text stand next to each other as the words of one name do."""
    return all(
        _JOINT.match(text[one.end : next_one.start])
        and text[next_one.start : next_one.end] not in _PREPOSITIONS
        for one, next_one in pairwise(run)
    )


def written_length(written: str, letters: int) -> int:
    """How many characters of `written` spell its first `letters` letters and their marks."""
    seen = 0
    for position, character in enumerate(written):
        if not MARK.match(character):
            if seen == letters:
                return position
            seen += 1
    return len(written)


def surname(spelling: str) -> str:
    """The family name of an English full name, with its particles: "bin Salman", "Le Drian"."""
    parts = spelling.split()
    first = len(parts) - 1
    while first > 1 and parts[first - 1].casefold() in PARTICLES:
        first -= 1
    if len(parts) == 2 and parts[0].casefold() in PARTICLES:
        first = 0
    return " ".join(parts[first:])


@cache
def _reign_numbers() -> frozenset[str]:
    """Folded last words of "تشارلز الثالث" and "لويس الرابع عشر"."""
    counted = rows("arabic_numbers")
    ordinals = (
        f"ال{word}" for row in counted if row["class"] == "ordinal" for word in row.listed("words")
    )
    tens = (
        word
        for row in counted
        if row["class"] == "unit" and row["number"] == "10"
        for word in row.listed("words")
    )
    return frozenset(map(fold, (*ordinals, *tens)))


def arabic_surname(words: tuple[str, ...]) -> tuple[str, ...]:
    """The family name of a folded Arabic full name, with its particles.

    None where the name ends in a number, as those of kings and popes do.
    """
    if words[-1] in _reign_numbers():
        return ()
    first = len(words) - 1
    while first > 1 and words[first - 1] in _ARABIC_PARTICLES:
        first -= 1
    return words[first:]
