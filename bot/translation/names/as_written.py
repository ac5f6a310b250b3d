"""Folded names as people write them: the tables of names are kept folded, and a reader is shown
none of that (bot/language/arabic/fold.py)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

from bot.language.arabic.fold import for_names, for_search
from bot.language.lexicon import rows

_ARABIC = re.compile(r"[\u0621-\u064a]+")
_TABLES = {
    "seed": ("arabic", "variants"),
    "institutions": ("arabic", "variants"),
    "countries": ("arabic", "adjectives"),
    "cities": ("arabic",),
}


def as_written(folded: str, shown: str = "") -> str:
    """Each word as `shown` has it, or else as the tables kept by hand mostly have it; a word of
    neither as it is. What is searched for stays the same."""
    own = {for_names(word): word for word in shown.split()}
    written = " ".join(own.get(word) or _words().get(word, word) for word in folded.split())
    return written if for_search(written) == for_search(folded) else folded


@cache
def _words() -> dict[str, str]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for table, columns in _TABLES.items():
        for row in rows(table):
            for word in _ARABIC.findall(" ".join(row[column] for column in columns)):
                found[for_names(word)][word] += 1
    return {folded: of.most_common(1)[0][0] for folded, of in found.items()}
