"""Names that an Arabic text itself spells in English, as in جيك سوليفان (Jake Sullivan)."""

from __future__ import annotations

import re

from bot.translation.names.finding import adjacent
from bot.translation.names.letters import readings, words
from bot.translation.names.sound import similarity, weight

_GLOSS = re.compile(r"[\s\"”»“]*[(\[]\s*([A-Z][A-Za-zÀ-ž'’.\- ]{2,60}?)\s*[)\]]")


def glosses(text: str) -> dict[str, str]:
    """Arabic names that the text itself spells in English, in brackets right after them."""
    found: dict[str, str] = {}
    tokens = tuple(words(text))
    for place, token in enumerate(tokens):
        match = _GLOSS.match(text, token.end)
        if match is None:
            continue
        english = match.group(1).strip().split()
        if not 1 <= len(english) <= 4 or place + 1 < len(english):
            continue
        run = tokens[place + 1 - len(english) : place + 1]
        if not adjacent(text, run, 0, len(run)):
            continue
        for clitic, first in readings(run[0].folded):
            arabic = [first, *(t.folded for t in run[1:])]
            if all(_sounds(a, e) for a, e in zip(arabic, english, strict=True)):
                found[" ".join(arabic)] = " ".join(english)
                if len(arabic) > 1 and len(arabic[-1]) > 3:
                    found[arabic[-1]] = english[-1]
                break
            if clitic and len(clitic) > 2:
                break
    return found


def _sounds(arabic: str, english: str) -> bool:
    return weight(english.casefold()) >= 1 and similarity(arabic, english) >= 0.75
