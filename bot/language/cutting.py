"""Shortening text to a number of UTF-16 units without breaking a character.

Telegram counts in UTF-16 code units (core.telegram.org/bots/api#messageentity), where most
emoji are two.
"""

from __future__ import annotations

import re
from itertools import takewhile

import regex

ELLIPSIS = "…"
_SENTENCE_END = re.compile(r"[.!?؟۔][\"'”»)\]]*(?=\s)")
_CHARACTER = regex.compile(r"\X")
"""What a reader takes for one: a base with its marks, a joined emoji, a flag (UAX 29)."""
WORTH_KEEPING = 0.7
"""A cut at a sentence's end may give up this much room less than the rest, no more."""


def utf16_length(text: str) -> int:
    """UTF-16 code units. `text` holds no lone surrogate."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, limit: int) -> str:
    """`text` if it fits `limit` units, else its beginning and "…" within `limit`.

    Ends after a sentence where that loses little, else after a word, else between two
    whole characters as a reader counts them.
    """
    if utf16_length(text) <= limit:
        return text
    if limit <= 0:
        return ""
    room = _prefix(text, limit - 2)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, room + 1)]
    if ends and WORTH_KEEPING * room <= ends[-1] <= room:
        return f"{text[: ends[-1]]} {ELLIPSIS}"
    space = text.rfind(" ", 0, room + 1)
    at = space if space >= WORTH_KEEPING * room else _between_characters(text, room) or room
    return text[:at].rstrip() + ELLIPSIS


def clip(text: str, longest: int) -> str:
    """`text` if it has at most `longest` code points, else its whole characters within, and "…".

    For buttons, where a word cut short is better than one left out.
    """
    if len(text) <= longest:
        return text
    return text[: _between_characters(text, longest - 1)].rstrip() + ELLIPSIS


def _prefix(text: str, units: int) -> int:
    """How many characters of `text` fit in `units`."""
    used = 0
    for position, character in enumerate(text):
        used += 1 + (character > "\uffff")
        if used > units:
            return position
    return len(text)


def _between_characters(text: str, room: int) -> int:
    """The last place up to `room` where one character ends; 0 where the first is longer."""
    ends = (found.end() for found in _CHARACTER.finditer(text))
    return max(takewhile(lambda end: end <= room, ends), default=0)
