"""Where quotations and brackets open and close in a line of text.

Ends at the pairs: what a stop inside a quotation means is `sentences`' business. A mark without
its other half (a quotation that runs on into the next paragraph, an inch sign) makes no pair.
"""

from __future__ import annotations

import re
from collections import Counter

_KIND = {"«": "«", "»": "«", "“": "“", "”": "“", "„": "“", '"': '"'}
_BRACKETS = {"(": "(", ")": "(", "[": "[", "]": "[", "{": "{", "}": "{", "﴿": "﴿", "﴾": "﴿"}
_OPENING = frozenset("«“„([{﴿")
_CLOSING = frozenset("»”)]}﴾")
_BEFORE_OPENING = frozenset('«“"([{:،,؛;-–—/')
_AFTER_CLOSING = frozenset('»”")]}.،,؛;:!?؟…-–—/')

QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)")
"""A quotation with its marks, in either language."""


def pairs(text: str) -> dict[int, int]:
    """Offset of each opening mark to the offset of its closing mark, nested pairs included."""
    found: dict[int, int] = {}
    open_marks: list[tuple[str, int]] = []
    count: Counter[str] = Counter()
    for at, mark in enumerate(text):
        kind = _KIND.get(mark) or _BRACKETS.get(mark)
        if kind is None:
            continue
        if _opens(text, at, is_open=count[kind] > 0):
            open_marks.append((kind, at))
            count[kind] += 1
            continue
        while count[kind]:
            inner, opened = open_marks.pop()
            count[inner] -= 1
            if inner == kind:
                found[opened] = at
                break
    return found


def _opens(text: str, at: int, *, is_open: bool) -> bool:
    """Brackets by their shape; quotation marks by the spaces around them first, because Arabic
    pages turn “ and ” either way, then by their shape, then by whether one is open."""
    mark = text[at]
    if mark in _BRACKETS:
        return mark in _OPENING
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    may_open = bool(after.strip()) and (not before.strip() or before in _BEFORE_OPENING)
    may_close = bool(before.strip()) and (not after.strip() or after in _AFTER_CLOSING)
    if may_open != may_close:
        return may_open
    if mark in _OPENING:
        return True
    return mark not in _CLOSING and not is_open
