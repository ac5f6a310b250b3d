"""Text to the words it is found by: the same for what is stored and for what is asked.

Both databases are given these words and compare them as they stand, so that a search finds
the same rows on either. No stemming beyond clitics and the English plural.
"""

from __future__ import annotations

import re

from bot.language.arabic.clitics import without_article
from bot.language.arabic.fold import for_search
from bot.language.digits import western
from bot.language.english import singular

LONGEST = 64
"""Letters of a word that count."""

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Folded words in order: case, Arabic spelling, article and English plural taken off."""
    return [_stem(western(word))[:LONGEST] for word in _WORD.findall(for_search(text))]


def _stem(word: str) -> str:
    return singular(word) if word.isascii() else without_article(word)
