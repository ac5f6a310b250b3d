"""Clitics: what Arabic writes as one word with the next, and English as a word of its own.

A conjunction (و ف), then a preposition (ب ل ك), then the article (ال; لل for ل and the article).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ARTICLE = "ال"
CONJUNCTION = "[وف]"
"""For a pattern."""

WITH_ARTICLE = r"[وف]?(?:[بك]?ال|لل)"
"""The article and what stands before it, for a pattern."""

WITHOUT_ARTICLE = r"[وف]?[بلك]?"
"""What may stand before a word without the article, for a pattern; also nothing."""

NATION_ENDINGS = ("", "ه", "ين", "ون", "ات")
"""By number and gender of what is called after a nation, in folded spelling."""

_ARTICLE = re.compile(rf"^{WITH_ARTICLE}(?=\w{{2}})")


def without_article(word: str) -> str:
    """A folded word without its article and what stands before that, where two letters are left.

    A clitic alone stays, since its letter is more often the word's own.
    """
    return _ARTICLE.sub("", word)


@dataclass(frozen=True, slots=True)
class WordReading:
    """One way to take a word apart: `stem` is what is left after the clitics."""

    stem: str
    conjoined: bool = False
    """A leading و ("and") was taken off."""
    definite: bool = False
    """An article was taken off."""


def readings(word: str) -> Iterator[WordReading]:
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
                    yield WordReading(stem, conjunction == "و", bool(article))
