"""The words a page's search compares, here and in the browser alike.

A browser has no tables of Arabic: it is told which signs are one, and each text's words stand both
as they are spelled and without what is joined to them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

from bot.language.arabic.fold import for_search
from bot.language.digits import western
from bot.language.search import words

_WORD = re.compile(r"[^\W_]+")
_ARABIC = range(0x0600, 0x0700)


@cache
def alike() -> dict[str, str]:
    """What each Arabic sign counts as, where it is not itself; "" where it does not count."""
    plain = ((chr(code), western(for_search(chr(code)))) for code in _ARABIC)
    return {sign: counts for sign, counts in plain if counts != sign}


def words_to_find(texts: Iterable[str]) -> list[str]:
    """Each word once, in order."""
    found: dict[str, None] = {}
    for text in texts:
        found |= dict.fromkeys(_spelled(text))
        found |= dict.fromkeys(words(text))
    return list(found)


def holds(known: Collection[str], asked: str) -> bool:
    """Whether each word that is asked for is the beginning of one of these."""
    wanted = _spelled(asked)
    return bool(wanted) and all(any(word.startswith(each) for word in known) for each in wanted)


def _spelled(text: str) -> list[str]:
    return [western(word) for word in _WORD.findall(for_search(text))]
