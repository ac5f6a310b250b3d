"""Arabic words of a text, folded for lookup, with the clitics they may carry.

Words are folded as `language.arabic.fold.for_names` does it. Offsets always refer to the text as
given. No names are known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.arabic.fold import MARKS_IN_NAMES as MARKS
from bot.language.arabic.fold import for_names as fold

_MARK = re.compile(f"[{MARKS}]")
_WORD = re.compile(rf"[ء-غف-يٱ-ۓە{MARKS}]+")
PREFIXES = tuple(
    conjunction + rest
    for rest in ("", "ب", "ل", "ك", "ال", "بال", "كال", "لل")
    for conjunction in ("", "و", "ف")
)
"""Conjunction, preposition and article as written before a noun; لل is ل with the article."""


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
    for prefix in PREFIXES:
        if len(folded) - len(prefix) >= shortest and folded.startswith(prefix):
            yield prefix, folded[len(prefix) :]


def written_length(written: str, letters: int) -> int:
    """How many characters of `written` spell its first `letters` letters and their marks."""
    seen = 0
    for position, character in enumerate(written):
        if not _MARK.match(character):
            if seen == letters:
                return position
            seen += 1
    return len(written)
