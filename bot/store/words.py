"""Text to the words it is found by: the same for what is stored and for what is asked.

Both databases are given these words and compare them as they stand, so that a search finds
the same rows on either. No stemming beyond clitics and the English plural.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 64
"""Letters of a word that count."""

_WORD = re.compile(r"[^\W_]+")
# Letters that writers interchange; hamza and madda on alef too, since a search that misses an
# article is worse than one that finds a homograph.
_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None}
)
_CLITICS = re.compile(r"^(?:[وف]?(?:[بك]?ال|لل))(?=\w{2})")


def words(text: str) -> list[str]:
    """Folded words in order: case, Arabic spelling, article and English plural taken off."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(ch for ch in folded if not unicodedata.combining(ch)).translate(_ARABIC)
    return [_stem(_digits(word))[:LONGEST] for word in _WORD.findall(bare)]


def _digits(word: str) -> str:
    """Arabic-Indic and other digits as 0 to 9."""
    if word.isascii():
        return word
    return "".join(str(unicodedata.decimal(ch)) if ch.isdecimal() else ch for ch in word)


def _stem(word: str) -> str:
    if word.isascii():
        return _singular(word)
    return _CLITICS.sub("", word)


def _singular(word: str) -> str:
    """D. Harman, "How effective is suffixing?" (1991), the S stemmer; short words stay."""
    if len(word) < 4 or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word if word.endswith(("eies", "aies")) else word[:-3] + "y"
    if word.endswith("es"):
        return word if word.endswith(("aes", "ees", "oes")) else word[:-1]
    return word if word.endswith(("us", "ss")) else word[:-1]
