"""Arabic letters: counting them, and folding the ways in which one word is written.

Folding is for comparing with tables of words; what it returns is never shown to a reader.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.reading.digits import western

ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
"""One character of the Arabic script (letters, marks, digits and punctuation)."""

_ALIKE = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه"}
)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text, and where in the original each of its characters stands."""

    text: str
    offsets: tuple[int, ...]
    """One more than `text` has characters: the last is the length of the original."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of `text[start:end]`, marks behind it included."""
        return self.offsets[start], self.offsets[end]


def arabic_share(text: str) -> float:
    """Letters of the Arabic script among all letters, 0 to 1; 0 where there are no letters."""
    letters = [c for c in text if c.isalpha() and c != "\u0640"]
    if not letters:
        return 0.0
    return sum(ARABIC.match(c) is not None for c in letters) / len(letters)


def fold(text: str) -> Folded:
    """Lower case, western digits, plain spaces; no vowel signs, tatweel or direction marks;
    the forms of alef, of yeh and of teh marbuta and heh as one letter each."""
    characters: list[str] = []
    offsets: list[int] = []
    for at, character in enumerate(text):
        plain = unicodedata.normalize("NFKC", character) if character >= "\ufb50" else character
        for one in plain:
            if one == "\u0640" or unicodedata.category(one) in ("Mn", "Cf"):
                continue
            lowered = " " if one.isspace() else one.lower()
            characters.append(western(lowered.translate(_ALIKE)) if len(lowered) == 1 else one)
            offsets.append(at)
    return Folded("".join(characters), (*offsets, len(text)))
