"""Names that Arabic writes alike and English does not: عمان is Oman or Amman.

The table `namesakes` of `bot/language/data/` says by which other words an article tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from bot.language.arabic.fold import for_names as fold
from bot.language.lexicon import rows
from bot.language.patterns import Finder, Language, arabic_words
from bot.translation.names.tables import KnownName
from bot.translation.names.words import MARK


@cache
def namesakes() -> Mapping[str, KnownName]:
    """Folded name to all it may be in English."""
    found: dict[str, KnownName] = {}
    for row in rows("namesakes"):
        name = fold(row["arabic"])
        before = found[name].spellings if name in found else ()
        spellings = (*before, *row.listed("english"))
        found[name] = KnownName(spellings, row["kind"], merged=True, certain=False)
    return found


def meant(name: str, texts: Sequence[str]) -> KnownName | None:
    """What a folded name of the table is in an article of these texts; None where they do not
    tell, or tell of two."""
    standing = frozenset().union(*map(_standing, texts))
    told = [
        row
        for row in rows("namesakes")
        if fold(row["arabic"]) == name and (row.line in standing or _signed(row["arabic"], texts))
    ]
    return KnownName(told[0].listed("english"), told[0]["kind"]) if len(told) == 1 else None


def _signed(name: str, texts: Sequence[str]) -> bool:
    """Whether it stands with the vowel signs that it has in the table."""
    return MARK.search(name) is not None and any(name in text for text in texts)


def _standing(text: str) -> frozenset[int]:
    """The lines of the rows whose telling words stand in a text."""
    _, stems = arabic_words(text)
    return frozenset(rows("namesakes")[n].line for n in _finder().find(stems))


@cache
def _finder() -> Finder:
    return Finder((row.listed("beside") for row in rows("namesakes")), Language.ARABIC)
