"""Wrong language: Latin letters that are not English.

Other scripts are `garbled`'s and `untranslated`'s. The words are looked up in the English word
list that the name checks use (SCOWL), so that no model is needed and one sentence is enough.
"""

from __future__ import annotations

import re
from html import unescape

from bot.records import Flag, Severity
from bot.translation.checks.context import Context
from bot.translation.names import tables

_WORD = re.compile(r"(?<![^\W\d_])[a-zà-ž]+(?:['’][a-zà-ž]+)?(?![^\W\d_])")
"""Words in small letters: capitalised ones may be names."""

_SHORT = re.compile("a|i|a[mnst]|b[ey]|do|go|he|i[fnst]|m[ey]|no|o[fhnrx]|so|to|u[ps]|we")
"""The words of one and two letters; the word list has many more, such as "de" and "la"."""

LEAST_WORDS = 4
LEAST_ENGLISH = 0.5
"""Share of English words below which it is another language. Of FLORES-200 dev references none
has less than 0.63; six sentences in as many other languages have 0.31 at most."""


def language(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR where most words in small letters are in no English word list."""
    words = _WORD.findall(unescape(hypothesis))
    if len(words) < LEAST_WORDS:
        return ()
    foreign = [word for word in words if not _english(word)]
    if len(words) - len(foreign) >= LEAST_ENGLISH * len(words):
        return ()
    shown = " ".join(foreign[:3])
    return (Flag("language", Severity.ERROR, f"this is not English: “{shown}”"),)


def _english(word: str) -> bool:
    if len(word) < 3:
        return _SHORT.fullmatch(word) is not None
    known = tables.english()
    return word in known or re.split("['’]", word)[0] in known
