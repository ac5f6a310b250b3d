"""Names that Arabic writes alike and English does not: عمان is Oman or Amman.

The table `namesakes` of `bot/language/data/` says by which other words an article tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from bot.language.arabic.fold import MARKS_IN_NAMES
from bot.language.arabic.fold import for_names as fold
from bot.language.lexicon import RuleRow, rows
from bot.language.patterns import Finder, Language, arabic_words
from bot.translation.names.tables import KnownName

_SIGNS = re.compile(f"[{MARKS_IN_NAMES}]")


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
    found = [row for row in rows("namesakes") if fold(row["arabic"]) == name]
    told = [row for row in found if any(_tells(row, text) for text in texts)]
    return KnownName(told[0].listed("english"), told[0]["kind"]) if len(told) == 1 else None


def _tells(row: RuleRow, text: str) -> bool:
    signed = _SIGNS.search(row["arabic"]) is not None
    return (signed and row["arabic"] in text) or row.line in _standing(text)


def _standing(text: str) -> frozenset[int]:
    """The lines of the rows whose telling words stand in a text."""
    _, stems = arabic_words(text)
    return frozenset(rows("namesakes")[n].line for n in _finder().find(stems))


@cache
def _finder() -> Finder:
    return Finder((row.listed("beside") for row in rows("namesakes")), Language.ARABIC)
