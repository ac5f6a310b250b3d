"""Text made safe to show beside ours: cleaned of controls, and isolated by direction.

Shared by the rooms that render. Two dangers: a page can carry control characters, which a
terminal would obey and Telegram refuse; and Arabic within an English line reorders its
neighbours' signs and figures unless it is isolated (Unicode Standard Annex 9, section 2.4),
so that `40 (SPA)` after an Arabic word reads as another number. Escaping is each format's own.
"""

from __future__ import annotations

import re

FIRST_STRONG_ISOLATE = "\u2068"
RIGHT_TO_LEFT_ISOLATE = "\u2067"
POP_ISOLATE = "\u2069"
RIGHT_TO_LEFT_MARK = "\u200f"

# Embeddings, overrides and isolates of the text's own could close or outlast ours (UAX 9).
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SPACE = re.compile(r"\s+")
_SURROGATE = re.compile("[\ud800-\udfff]")

# Letters of the right-to-left scripts: Hebrew to Arabic Extended-A, and presentation forms.
_LETTER = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
# From the first such letter to the last, with what may stand between two Arabic words, so
# that a sentence is one isolate and the English around it is none of it.
_SPAN = re.compile(f"[{_LETTER}](?:[^A-Za-z\u00c0-\u024f\n]*[{_LETTER}])?")


def clean(text: str) -> str:
    """The same text on one line, without what is not to be seen.

    Controls become spaces, directional formatting is taken out, a lone surrogate becomes
    U+FFFD, and white space is collapsed.
    """
    text = _SURROGATE.sub("\ufffd", _DIRECTION.sub("", text))
    return _SPACE.sub(" ", _CONTROL.sub(" ", text)).strip()


def isolate_spans(text: str) -> str:
    """English text with every right-to-left stretch in it isolated. Expects clean text."""
    return _SPAN.sub(lambda found: f"{FIRST_STRONG_ISOLATE}{found[0]}{POP_ISOLATE}", text)


def isolate_arabic(text: str) -> str:
    """Arabic text for use within an English line.

    RLI and not FSI: a sentence that opens with "New York Times" is Arabic all the same.
    """
    return f"{RIGHT_TO_LEFT_ISOLATE}{text}{POP_ISOLATE}"


def other_language(code: str) -> str | None:
    """What English calls a language that is neither translated nor read by our readers (CLDR);
    None for Arabic, English and what is undetermined."""
    if code in ("ar", "en", "und"):
        return None
    from babel import Locale

    return str(Locale.parse("en").languages.get(code, code))


def shown(text: str, arabic: bool = False) -> str:
    """Clean text as it stands within an English line."""
    return isolate_arabic(text) if arabic else isolate_spans(text)
