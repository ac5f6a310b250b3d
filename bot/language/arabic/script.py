"""Which characters are of the Arabic script, and how much of a text is."""

from __future__ import annotations

import re

ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
"""One character of the Arabic script (letters, marks, digits and punctuation)."""

LETTERS = "\u0621-\u064a"
"""The letters of Arabic itself, for a character class; tatweel stands among them."""

ARABIC_LETTER = re.compile(f"[{LETTERS}]")


def arabic_share(text: str) -> float:
    """Letters of the Arabic script among all letters, 0 to 1; 0 where there are no letters."""
    letters = [c for c in text if c.isalpha() and c != "\u0640"]
    if not letters:
        return 0.0
    return sum(ARABIC.match(c) is not None for c in letters) / len(letters)
