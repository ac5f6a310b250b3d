"""Characters: text as it is kept, and text as the rules compare it.

`clean` only takes away what no reader can see and joins what a browser would join; `fold`
goes further, for matching alone: what it returns is never shown and never translated.
"""

from __future__ import annotations

import re
import unicodedata

# Zero-width signs, bidirectional controls (Unicode Bidi_Control), soft hyphen, BOM and the
# object replacement sign that pasted pictures leave behind. ZWNJ (U+200C) is spelling, and stays.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffc]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"[^\S\n]+")
# Arabic Presentation Forms A and B: glyphs that copying out of a PDF leaves instead of letters.
# U+FD3E and U+FD3F are brackets of their own, and U+FEFF is the BOM.
_PRESENTATION = re.compile("[\ufb50-\ufd3d\ufd50-\ufdff\ufe70-\ufefc]+")
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c]")
_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك",
        **{chr(0x660 + i): str(i) for i in range(10)},
        **{chr(0x6F0 + i): str(i) for i in range(10)},
    }
)  # fmt: skip
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w+(?:[.,٫٬'’\-]\w+)*")

_CLOSERS = "»”\"'’)]}›"
_STOPS = ".!?؟…۔"


def clean(text: str) -> str:
    """One line of text without invisible signs and with single spaces; "" where it was blank."""
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text.replace("\n", " "))).strip()


def fold(text: str) -> str:
    """Text for comparison: no vowel signs or tatweel, one form of alef, yeh, teh and digits."""
    return _MARKS.sub("", text).translate(_LETTERS).casefold()


def words(text: str) -> list[str]:
    """Runs of letters and digits; a number with its separators is one word."""
    return _WORD.findall(_MARKS.sub("", text))


def arabic_share(text: str) -> float:
    """Share of the letters that are of the Arabic script; 0.0 where there are no letters."""
    letters = len(_LETTER.findall(text))
    return len(_ARABIC.findall(text)) / letters if letters else 0.0


def has_letters(text: str) -> bool:
    return _LETTER.search(text) is not None


def bare_end(text: str) -> str:
    """The text without the quotes and brackets that close it."""
    return text.rstrip(_CLOSERS + " ")


def ends_sentence(text: str) -> bool:
    """Ends with one full stop, question or exclamation mark, before or after a closing quote.

    Two dots are a pause in Arabic headlines ("ما زالت وستظل.."), not an end.
    """
    end = bare_end(text)
    if not end or end[-1] not in _STOPS:
        return False
    return not (end.endswith("..") and not end.endswith("..."))
