"""Shortening text to a number of UTF-16 units without breaking a character.

Telegram counts in UTF-16 code units (core.telegram.org/bots/api#messageentity), where most
emoji are two.
"""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"
_SENTENCE_END = re.compile(r"[.!?؟۔][\"'”»)\]]*(?=\s)")
_JOINER = "\u200d"
WORTH_KEEPING = 0.7
"""A cut at a sentence's end may give up this much room less than the rest, no more."""


def utf16_length(text: str) -> int:
    """UTF-16 code units. `text` holds no lone surrogate."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, limit: int) -> str:
    """`text` if it fits `limit` units, else its beginning and "…" within `limit`.

    Ends after a sentence where that loses little, else after a word, else between two
    whole characters (a base with its marks, a joined emoji).
    """
    if utf16_length(text) <= limit:
        return text
    if limit <= 0:
        return ""
    room = _prefix(text, limit - 2)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, room + 1)]
    if ends and WORTH_KEEPING * room <= ends[-1] <= room:
        return f"{text[: ends[-1]]} {ELLIPSIS}"
    at = room
    space = text.rfind(" ", 0, room + 1)
    if space >= WORTH_KEEPING * room:
        at = space
    else:
        while 0 < at < len(text) and _joined(text[at - 1], text[at]):
            at -= 1
        at = at or room
    return text[:at].rstrip() + ELLIPSIS


def _prefix(text: str, units: int) -> int:
    """How many characters of `text` fit in `units`."""
    used = 0
    for position, character in enumerate(text):
        used += 1 + (character > "\uffff")
        if used > units:
            return position
    return len(text)


def _joined(before: str, after: str) -> bool:
    """Whether the two are one character to the reader."""
    if _JOINER in (before, after) or "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    flags = ("\U0001f1e6", "\U0001f1ff")
    if flags[0] <= before <= flags[1] and flags[0] <= after <= flags[1]:
        return True
    return unicodedata.category(after).startswith("M")
