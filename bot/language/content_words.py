"""The words that say what a sentence is about, as stems to be compared."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.language.arabic.fold import for_tables
from bot.language.arabic.function_words import FUNCTION_WORDS
from bot.language.arabic.script import LETTERS

_TOKEN = re.compile(f"[{LETTERS}]+|[A-Za-z]+")
_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال")
_SUFFIXES = ("يه", "يون", "يين", "ات", "ون", "ين", "ه", "ي", "ا")


def content_words(text: str) -> frozenset[str]:
    """The stems a sentence shares with others on its subject, function words left out.

    Light stemming in the manner of Larkey, Ballesteros and Connell's light10 (2002), with the
    one-letter proclitics taken off as well, so that "لبومبيو", "وبومبيو" and "بومبيو" are one
    word, also at the price of a first letter: stems are for comparing, not for showing.
    """
    return frozenset(filter(None, _stems(text)))


def word_pairs(text: str) -> frozenset[tuple[str, str]]:
    """Stems that stand side by side, as a person's two names do; no function word between."""
    return frozenset((one, other) for one, other in pairwise(_stems(text)) if one and other)


def _stems(text: str) -> list[str]:
    """Of each word in order; empty where it is a function word or too short to tell anything."""
    stems = []
    for word in _TOKEN.findall(for_tables(text)):
        known = word in FUNCTION_WORDS
        stem = "" if known else _stem(word) if word[0] > "z" else word
        stems.append(stem if len(stem) > 2 and stem not in FUNCTION_WORDS else "")
    return stems


def _stem(word: str) -> str:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    while word[0] in "وفبلك" and len(word) >= 5:
        word = word[1:]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def shared_share(these: frozenset[str], those: frozenset[str]) -> float:
    """Overlap coefficient: the shared words as a share of the shorter text's, 0 to 1."""
    return len(these & those) / max(1, min(len(these), len(those)))
