"""Which sentences of an article a sentence of its summary comes from, by the words they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.language.english import plain

MOST = 3
"""Sentences that one sentence of a summary joins."""
ENOUGH, FEWEST = 0.2, 2
"""Share of the summary's words, weighed, and number of them, that a further sentence adds."""
STEM = 5
"""Letters by which two English words are one."""
_WORD = re.compile(r"[^\W_]+")


def aligned(said: str, sentences: Sequence[str]) -> tuple[int, ...]:
    """Places of the sentences, the one with most of its words first; none where they share none.

    A word counts the less, the more of the sentences have it.
    """
    words = [_words(sentence) for sentence in sentences]
    spread = Counter(word for each in words for word in each)
    left = {word for word in _words(said) if word in spread}
    whole = sum(1 / spread[word] for word in left)
    found: list[int] = []
    while left and len(found) < MOST:
        gains = [sum(1 / spread[word] for word in left & each) for each in words]
        best = max(range(len(words)), key=lambda place: (gains[place], -place))
        if found and (gains[best] < ENOUGH * whole or len(left & words[best]) < FEWEST):
            break
        found.append(best)
        left -= words[best]
    return tuple(found)


def _words(text: str) -> frozenset[str]:
    """Numbers whole, other words of more than three letters by their first letters."""
    found = (word.casefold() for word in _WORD.findall(plain(text)))
    return frozenset(word if word.isdigit() else word[:STEM] for word in found if _says(word))


def _says(word: str) -> bool:
    return word.isdigit() or len(word) > 3
