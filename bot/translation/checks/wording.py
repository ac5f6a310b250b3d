"""Hypotheses that are not English at all: empty, copied, left in Arabic, garbled, or in another
language.

Words in Latin letters are looked up in the English word list that the name checks use (SCOWL), so
that no model is needed and one sentence is enough.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from bot.language.arabic.normalise import normalise
from bot.records import Flag, Severity
from bot.translation.checks.context import Context
from bot.translation.names import tables

_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_BYTES = re.compile(r"<0x[0-9A-Fa-f]{2}>|(?:[ÂÃØÙ][\u0080-\u00bf]){2}")
"""Byte-fallback tokens left as they are, and UTF-8 read as Latin-1."""
_TAGS = re.compile(r"</?(?:s|unk|pad|bos|eos)>|<(?:start|end)_of_turn>|▁|&(?:#\d+|[a-z]{2,6});")


def empty(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR where the source says something and the hypothesis has not one letter or digit."""
    if _speaks(source) and not _speaks(hypothesis):
        return (Flag("empty", Severity.ERROR, "there is no translation"),)
    return ()


def copied(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR where an Arabic source came back as it was."""
    same = normalise(source).casefold() == normalise(hypothesis).casefold()
    if same and _ARABIC.search(source):
        return (Flag("copied", Severity.ERROR, "the Arabic was copied, not translated"),)
    return ()


def untranslated(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR for Arabic letters in the English."""
    left = _ARABIC.search(hypothesis)
    if left is None:
        return ()
    return (Flag("untranslated", Severity.ERROR, f"“{left[0]}” is left in Arabic"),)


def garbled(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR for broken bytes, control signs, model tokens, and letters of other scripts.

    A script that the source itself has (a Greek or Cyrillic name) is none of the
    hypothesis's making.
    """
    if "\ufffd" in hypothesis or _BYTES.search(hypothesis):
        return (_garbled("letters were broken in the translation"),)
    if any(unicodedata.category(c) in ("Cc", "Co", "Cn") for c in hypothesis if c not in "\n\t"):
        return (_garbled("there are signs that are no text"),)
    if (tag := _TAGS.search(hypothesis)) and tag[0] not in source:
        return (_garbled(f"“{tag[0]}” is no English"),)
    for letter in _LETTER.findall(hypothesis):
        foreign = not _LATIN.match(letter) and not _ARABIC.match(letter)
        if foreign and letter not in source and unicodedata.category(letter) != "Lm":
            return (_garbled(f"“{letter}” is a letter of another script"),)
    return ()


def _garbled(detail: str) -> Flag:
    return Flag("garbled", Severity.ERROR, detail)


def _speaks(text: str) -> bool:
    return any(c.isalnum() for c in text)


_SMALL_WORD = re.compile(r"(?<![^\W\d_])[a-zà-ž]+(?:['’][a-zà-ž]+)?(?![^\W\d_])")
"""Words in small letters: capitalised ones may be names."""

_SHORT = re.compile("a|i|a[mnst]|b[ey]|do|go|he|i[fnst]|m[ey]|no|o[fhnrx]|so|to|u[ps]|we")
"""The words of one and two letters; the word list has many more, such as "de" and "la"."""

LEAST_WORDS = 4
LEAST_ENGLISH = 0.5
"""Share of English words below which it is another language. Of FLORES-200 dev references none
has less than 0.63; six sentences in as many other languages have 0.31 at most."""


def language(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR where most words in small letters are in no English word list."""
    words = _SMALL_WORD.findall(unescape(hypothesis))
    if len(words) < LEAST_WORDS:
        return ()
    foreign = [word for word in words if not _is_english(word)]
    if len(words) - len(foreign) >= LEAST_ENGLISH * len(words):
        return ()
    shown = " ".join(foreign[:3])
    return (Flag("language", Severity.ERROR, f"this is not English: “{shown}”"),)


def _is_english(word: str) -> bool:
    if len(word) < 3:
        return _SHORT.fullmatch(word) is not None
    known = tables.english()
    return word in known or re.split("['’]", word)[0] in known
