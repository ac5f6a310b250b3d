"""English words as they are compared: without accents, and nouns without their plural."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

# Letters that Unicode does not take apart into a letter and its accent.
_UNDIVIDED = str.maketrans("øØłŁđĐıðÐ", "oOlLdDidD", "") | str.maketrans(
    {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "þ": "th", "Þ": "Th"}
)


def plain(text: str) -> str:
    """English without entities of HTML and without accents: "kuruş" is "kurus"."""
    letters = unicodedata.normalize("NFKD", unescape(text).translate(_UNDIVIDED))
    return "".join(c for c in letters if not unicodedata.combining(c))


def singular(word: str) -> str:
    """An English noun in lower case without the ending of its plural; short words stay.

    D. Harman, "How effective is suffixing?" (1991), the S stemmer. The words of stored articles
    were made by it: tests/language/test_stored_keys.py.
    """
    if len(word) < 4 or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word if word.endswith(("eies", "aies")) else word[:-3] + "y"
    if word.endswith("es"):
        return word if word.endswith(("aes", "ees", "oes")) else word[:-1]
    return word if word.endswith(("us", "ss")) else word[:-1]


VOUCHED_FOR = re.compile(
    r"\b(?:according to|quoting|citing)\b"
    r"|,\s[^,]{2,80}\b(?<!\bas )(?:said|says|announced|reported|stated|confirmed|told|added)\b"
    r"(?:\s[^,]{0,40})?$",
    re.IGNORECASE,
)
"""Words behind a claim that tell who vouches for it."""
