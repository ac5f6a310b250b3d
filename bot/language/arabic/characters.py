"""Characters: a text cleaned of what no reader can see, its words, and how it ends.

What goes further, for comparing alone, is in `fold`.
"""

from __future__ import annotations

import re
import unicodedata

from bot.language.arabic.fold import unmarked

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
_NON_JOINER = "\u200c"
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w+(?:[.,٫٬'’\-]\w+)*")

_CLOSERS = "»”\"'’)]}›"
_STOPS = ".!?؟…۔"


def clean(text: str) -> str:
    """One line of text without invisible signs and with single spaces; "" where it was blank."""
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text.replace("\n", " "))).strip()


def words(text: str) -> list[str]:
    """Runs of letters and digits; a number with its separators is one word."""
    return _WORD.findall(unmarked(text).replace(_NON_JOINER, ""))


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
