"""Foldings: the ways in which one Arabic word is written, made one.

Each variant is named for what it serves. What a fold returns is for comparing: it is never shown
to a reader and never translated. All of them take vowel signs and tatweel away and make one
letter of ا أ إ ٱ, of ى ي ی, of ة ه and of ك ک; they differ in this:

    variant        آ   ؤ ئ   ڤ پ چ گ   case   kept somewhere
    for_tables     ا    -      -      lower   no
    for_checks     -    -      -      kept    no
    for_names      ا   و ي  ف ب ج غ   kept    glossary entries
    for_search     ا   و ي     -      lower   words of stored articles
    for_identity   ا   و ي     -      lower   fingerprints of stored articles

What is kept somewhere must not change without a migration: tests/language/test_stored_keys.py.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.language.arabic.normalise import normalise
from bot.language.digits import SEPARATORS, western

TATWEEL = "\u0640"
MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
"""Vowel signs, tatweel and the signs of the Koran, for a character class."""
_MARK = re.compile(f"[{MARKS}]")
MARKS_IN_NAMES = MARKS + "\u200c-\u200f"
"""And the signs of joining and direction that copied names carry."""
_NAME_MARK = re.compile(f"[{MARKS_IN_NAMES}]")

_ALEF = {"أ": "ا", "إ": "ا", "ٱ": "ا"}
_MADDA = {"آ": "ا"}
_LAST_LETTER = {"ى": "ي", "ة": "ه"}
_PERSIAN_KEYBOARD = {"ی": "ي", "ک": "ك"}
_HAMZA_SEATS = {"ؤ": "و", "ئ": "ي"}
_FOREIGN_SOUNDS = {"ڤ": "ف", "گ": "غ", "پ": "ب", "چ": "ج"}

_WITH_MADDA = str.maketrans(_ALEF | _LAST_LETTER | _PERSIAN_KEYBOARD)
_ALIKE = _WITH_MADDA | str.maketrans(_MADDA)
_TABLES = _ALIKE | str.maketrans({"ۀ": "ه"})
_NAMES = _ALIKE | str.maketrans(_HAMZA_SEATS | _FOREIGN_SOUNDS)
_SEARCH = _ALIKE | {ord(TATWEEL): None}
_IDENTITY = _SEARCH | str.maketrans(SEPARATORS | {"−": "-", "٪": "%"})

_REMEMBERED = 0xFFFF
"""Characters beyond are rare enough to be looked at each time."""

WORD = re.compile(r"[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]+")
"""A run of Arabic letters in text without marks."""


def unmarked(text: str) -> str:
    """The text without vowel signs and tatweel, its letters as they are."""
    return _MARK.sub("", text)


class _Plain(dict[int, str]):
    """What each character is in `for_tables`, found out once: alphabets are short."""

    def __missing__(self, code: int) -> str:
        written = chr(code)
        # Letters saved as glyphs, as old pages and PDFs have them.
        parts = unicodedata.normalize("NFKC", written) if written >= "\ufb50" else written
        plain = "".join(map(_plain, parts))
        if code <= _REMEMBERED:
            self[code] = plain
        return plain


def _plain(character: str) -> str:
    if character == TATWEEL or unicodedata.category(character) in ("Mn", "Cf"):
        return ""
    if character.isspace():
        return character if character == "\n" else " "
    return western(character.casefold().translate(_TABLES))


_PLAIN = _Plain()


def for_tables(text: str) -> str:
    """Text to be compared with tables of words: months, labels, outlets, function words.

    Lower case, digits 0-9, plain spaces; glyphs of PDFs as letters; no direction marks.
    """
    return text.translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text, and where in the original each of its characters stands."""

    text: str
    offsets: tuple[int, ...]
    """One more than `text` has characters: the last is the length of the original."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of `text[start:end]`, marks behind it included."""
        return self.offsets[start], self.offsets[end]


def with_offsets(text: str) -> Folded:
    """`for_tables` of a text in which what is found must be shown."""
    characters: list[str] = []
    offsets: list[int] = []
    for at, character in enumerate(text):
        for one in _PLAIN[ord(character)]:
            characters.append(one)
            offsets.append(at)
    return Folded("".join(characters), (*offsets, len(text)))


def for_checks(text: str) -> str:
    """Text in which a check looks for words that the English must keep.

    Madda stays: آب is August, أب a father. White space is collapsed, so length is not kept.
    """
    return normalise(text).translate(_WITH_MADDA)


def words_for_checks(text: str) -> list[str]:
    """The Arabic words of `text` in order, folded `for_checks`, clitics still on."""
    return WORD.findall(for_checks(text))


def for_names(text: str) -> str:
    """Names, which writers spell in more ways than words: hamza on its seat or without it, and
    the Persian letters for p, v, ch and g or the Arabic ones."""
    return _NAME_MARK.sub("", text).translate(_NAMES)


def for_search(text: str) -> str:
    """Text that is searched in, and what it is searched for.

    Hamza, madda and accents go, since a search that misses an article is worse than one that
    finds a homograph.
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(ch for ch in folded if not unicodedata.combining(ch)).translate(_SEARCH)


class _Bare(dict[int, str | None]):
    """What each character is bared to, found out once."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        bared: str | None = western(character)
        if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cs", "Cc"):
            bared = character if character in "\n\t\r" else None
        if code <= _REMEMBERED:
            self[code] = bared
        return bared


_BARE = _Bare()


def for_identity(text: str) -> str:
    """Text whose words tell whether two articles are one, however they are spelled.

    Digits are 0 to 9, and a number keeps its sign, point and percent as English writes them.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_IDENTITY)
    # Decomposed only where a mark may hang on a letter that NFKC joined it to.
    return unicodedata.normalize("NFD", folded).translate(_BARE)
