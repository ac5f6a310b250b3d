"""A sentence that is longer than a model can take, split where a reader would draw breath.

Ends at the split: the pieces are translated one by one and joined by whoever asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product

from bot.language.saying import arabic_verbs

_STRONG = re.compile(r"[؛;:…—–]+(?:\s+)")
_COMMA = re.compile(r"[،,]+(?:\s+)")
_CONJUNCTION = re.compile(
    r"\s+(?=(?:"
    rf"و(?:{arabic_verbs('border')}"
    r"|أن|أنه|أنها|أنهم|إن|إنه|إنها|كان|كانت|قد|لقد|لم|لن|لا|ليس|هو|هي|هم|هذا|هذه|ذلك|لكن|لكنه"
    r"|لكنها|كما|كذلك|أيضا|من|في|على|إلى|عن|بعد|قبل|مع|بين|حتى)"
    r"|كما|فيما|بينما|حيث|إذ|لكن|لكنه|لكنها|عندما|بعدما|قبل|بعد|خلال|رغم|بسبب|الذي|التي|الذين"
    r")\s)"
)
"""Words that open a clause or a phrase in Modern Standard Arabic; the space before them."""
_SPACE = re.compile(r"\s+")

_OPENING, _CLOSING = "«“(", "»”)"

_SHORTEST_SHARE = 0.2
"""A border nearer to an end than this share of the text would leave a scrap of a sentence."""


def split_long(source: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """`source` alone where it fits; otherwise pieces that do, in order, none of them empty.

    Split at the border nearest the middle: first at ؛ : and dashes, then at commas, then
    before a word that opens a clause, all of these outside quotation marks and brackets first;
    then inside; at last at any white space. Joined with spaces the pieces are the source again,
    white space apart. Only a single word can be left that does not fit.
    """
    text = source.strip()
    if fits(text):
        return (text,) if text else ()
    border = _best_border(text)
    if border is None:
        return (text,)
    return (*split_long(text[:border], fits), *split_long(text[border:], fits))


def _best_border(text: str) -> int | None:
    """The offset at which the later half starts; None for a single word."""
    enclosed = _enclosed(text)
    scrap = len(text) * _SHORTEST_SHARE
    for inside, pattern in product((False, True), (_STRONG, _COMMA, _CONJUNCTION)):
        borders = [
            border
            for border in _ends(pattern, text)
            if scrap <= border <= len(text) - scrap and enclosed[border] == inside
        ]
        if borders:
            return _nearest_middle(borders, text)
    spaces = list(_ends(_SPACE, text))
    return _nearest_middle(spaces, text) if spaces else None


def _ends(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    return (m.end() for m in pattern.finditer(text))


def _nearest_middle(borders: list[int], text: str) -> int:
    return min(borders, key=lambda border: abs(2 * border - len(text)))


def _enclosed(text: str) -> list[bool]:
    """For every offset, whether it stands inside quotation marks or brackets."""
    depth, inside = 0, []
    for sign in text:
        inside.append(depth > 0)
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth = max(0, depth - 1)
    return inside
