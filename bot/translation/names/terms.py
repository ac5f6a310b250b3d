"""Entries of the glossary: what may be one, its kind, and the packaged names seen as entries.

Anybody's file may be imported, so what an entry may hold is decided here and nowhere else: it
goes into prompts, into patterns and into the digest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.errors import BadTerm
from bot.language.arabic.fold import for_names as fold
from bot.language.dates.calendar import MONTHS, WEEKDAYS
from bot.language.lettering import clean
from bot.language.number_words import NUMBER_WORDS
from bot.translation.names import tables
from bot.translation.names.sound import similarity
from bot.translation.names.tables import KnownName, SpellingOrigin
from bot.translation.names.words import words

KINDS = ("person", "place", "organisation", "other")
LONGEST = 100
"""Characters of either form."""
MOST_WORDS = 8
_SHORTEST = 3
"""Arabic letters: a word of two stands inside too many others."""
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u2060\ufeff]")
_ENGLISH = re.compile(r"[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9 \-'’.,&/()]*\Z")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_BETWEEN = re.compile(r"[\s\-–\"“”«»'‘’]*\Z")
_ALIKE = 0.72
_COUNTED = frozenset(fold(word) for word in (*NUMBER_WORDS, *MONTHS, *WEEKDAYS))
"""Numbers and dates: none may be read as a name."""


@dataclass(frozen=True, slots=True)
class Term:
    """One name: Arabic without a clitic, and the English to use.

    `checked` makes one of what somebody wrote; the class itself checks nothing.
    """

    arabic: str
    english: str
    kind: str = "other"
    """One of KINDS."""
    origin: SpellingOrigin = SpellingOrigin.OPERATOR
    family: bool = False
    """Not an entry itself: the family name of one, as it stands alone."""

    @property
    def key(self) -> str:
        """The folded Arabic words joined by one space: what the entry is looked up by."""
        return key_of(self.arabic)


def key_of(arabic: str) -> str:
    """The folded Arabic words of a name."""
    return " ".join(word.folded for word in words(arabic))


def checked(
    arabic: str,
    english: str,
    kind: str = "",
    origin: SpellingOrigin = SpellingOrigin.OPERATOR,
) -> Term:
    """An entry from what somebody wrote. An empty `kind` is _guessed.

    Raises BadTerm, whose text is the reason for the user.
    """
    name, spelling = _arabic(arabic), _english(english)
    return Term(name, spelling, _kind(kind, name, spelling), origin)


def _arabic(text: str) -> str:
    name = _cleaned(text)
    found = list(words(name))
    key = " ".join(word.folded for word in found)
    if not found:
        raise BadTerm("The first form must be the Arabic name.")
    if len(name) > LONGEST or len(found) > MOST_WORDS:
        raise BadTerm(f"A name has up to {MOST_WORDS} words and {LONGEST} characters.")
    last = 0
    for word in found:
        if not _BETWEEN.match(name[last : word.start]):
            raise BadTerm("The Arabic name may hold Arabic letters only.")
        last = word.end
    if not _BETWEEN.match(name[last:]):
        raise BadTerm("The Arabic name may hold Arabic letters only.")
    if len(key.replace(" ", "")) < _SHORTEST:
        raise BadTerm(f"An Arabic name needs {_SHORTEST} letters or more.")
    if _ordinary(key):
        raise BadTerm("This is an ordinary Arabic word as well; give the full name.")
    return name.strip("\"“”«»'‘’-– ")


def _ordinary(key: str) -> bool:
    bare = key.removeprefix("ال")
    if key in tables.ordinary() or key in _COUNTED or bare in _COUNTED:
        return True
    # الرئيس is as ordinary as رئيس; what the tables know with its article is a name: الأسد.
    known = key in tables.entries() or key in tables.surnames()
    return bare in tables.ordinary() and not known


def _english(text: str) -> str:
    spelling = _cleaned(text)
    if not spelling:
        raise BadTerm("The English spelling is missing.")
    if len(spelling) > LONGEST:
        raise BadTerm(f"A spelling has up to {LONGEST} characters.")
    if not _ENGLISH.match(spelling) or not _LATIN.search(spelling):
        raise BadTerm("The English spelling may hold Latin letters, digits and - ' . , & / ( ).")
    return spelling


def _kind(kind: str, arabic: str, english: str) -> str:
    named = clean(kind).casefold()
    if not named:
        return _guessed(arabic, english)
    if named not in KINDS:
        raise BadTerm(f"The kind is one of: {', '.join(KINDS)}.")
    return named


def _cleaned(text: str) -> str:
    # A cut so long that no honest entry meets it: folding megabytes would hold up the bot.
    return clean(_INVISIBLE.sub("", text[: 10 * LONGEST]))


def _guessed(arabic: str, english: str) -> str:
    """The kind of a name: the seed's, else a person where it is spelled as it sounds."""
    key = key_of(arabic)
    entry = tables.entries().get(key)
    if entry is not None:
        return _kind_of(entry)
    parts = key.split()
    spelled = re.findall(r"[^\W\d_]+", english.removeprefix("the "))
    if len(spelled) != len(parts):
        parts, spelled = ["".join(parts)], ["".join(spelled)]
    alike = all(similarity(a, e) >= _ALIKE for a, e in zip(parts, spelled, strict=True))
    return "person" if alike else "other"


def _kind_of(entry: KnownName) -> str:
    if entry.kind in KINDS:
        return entry.kind
    return {"country": "place", "outlet": "organisation"}.get(entry.kind, "other")


def seed_terms(sought: str, most: int) -> tuple[Term, ...]:
    """Packaged names with the sought words in the Arabic or the English, the shortest first."""
    arabic, english = key_of(sought), sought.casefold().strip()
    found = [
        term
        for term in _packaged()
        if (arabic and arabic in term.arabic) or (english and english in term.english.casefold())
    ]
    return tuple(sorted(found, key=lambda term: len(term.arabic))[:most])


@cache
def _packaged() -> tuple[Term, ...]:
    return tuple(
        Term(name, entry.spellings[0].removeprefix("the "), _kind_of(entry), SpellingOrigin.SEED)
        for name, entry in tables.entries().items()
    )
