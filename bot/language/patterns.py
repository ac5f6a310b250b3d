"""The pattern language of the rule tables, and where its patterns stand in a text.

A pattern is one word or several with one space between; alternatives are parted by "|". Arabic is
compared in folded spelling (any hamza, ة as ه, ى as ي) and without its conjunction, preposition
and article; English in small letters, with a space for "-" and "'". The signs:

- ``*`` after a word allows its endings: in Arabic those of number, gender, person and possession
  (not other words that begin so), in English any letters;
- ``~`` after an Arabic noun allows the endings of number and case only, and opens ة to ت;
- ``+`` before an Arabic verb allows its present and future: "+شتري" is يشتري, تشتري, سيشتري;
- ``!`` before a pattern makes it an exception: within it the row's other patterns do not count.

`docs/rules.md` says the same to people who write rows. `Finder` looks patterns up word by word;
`alternation` makes them part of a regular expression, for checks that look at signs and digits
around them. What a table means is for its reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from bot.language.arabic.clitics import readings
from bot.language.arabic.fold import WORD
from bot.language.arabic.fold import for_checks as fold
from bot.language.arabic.normalise import normalise
from bot.language.english import plain


class Language(Enum):
    ARABIC = "arabic"
    ENGLISH = "english"


_ENGLISH_WORD = re.compile(r"[a-z0-9]+|[$€£¥]")
_ENGLISH_ENDING = re.compile("[a-z]*")
_NUMBER = (
    *("", "ي", "يا", "يه", "يات", "يين", "يون", "يان", "يتين", "يتان", "يت", "ت", "تا", "تان"),
    *("تين", "تي", "تم", "ات", "ان", "ين", "ون", "و", "وا", "ا", "ن"),
)
_OWNER = ("", "ه", "ها", "هم", "هن", "هما", "نا", "ك", "كم", "ي")
_NONE = frozenset(("",))
_ENDINGS = frozenset(number + owner for number in _NUMBER for owner in _OWNER)
"""What "*" allows in Arabic, in folded spelling."""
_NOUN_ENDINGS = frozenset(("", "ا", "ات", "ين", "ان", "ي", "ه", "يه"))
"""What "~" allows."""
_OPEN_ENDINGS = frozenset(("ات", *(letter + ending for letter in "هت" for ending in _NOUN_ENDINGS)))
"""What it allows in the place of ة."""
_VERB_PREFIXES = ("", *(f"{future}{person}" for future in ("", "س") for person in "يتنا"))


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    endings: frozenset[str] | None
    """What may follow the stem; None: any English letters."""

    def matches(self, stem: str) -> bool:
        if not stem.startswith(self.stem):
            return False
        tail = stem[len(self.stem) :]
        if self.endings is None:
            return _ENGLISH_ENDING.fullmatch(tail) is not None
        return tail in self.endings

    @property
    def expression(self) -> str:
        if self.endings is None:
            return re.escape(self.stem) + _ENGLISH_ENDING.pattern
        return f"{re.escape(self.stem)}(?:{'|'.join(sorted(self.endings, reverse=True))})"


Inflect = Callable[[str], Iterable[tuple[str, frozenset[str]]]]
"""(stem, what may follow it) of every form of a word; `inflection` has one for each language."""


@dataclass(frozen=True, slots=True)
class _Entry:
    row: int
    words: tuple[tuple[_Word, ...], ...]
    """Each word with the forms it may stand in."""
    exempt: bool
    """Written with "!": where it stands, other patterns of the same row do not count."""


@dataclass(frozen=True, slots=True)
class Hit:
    start: int
    end: int


class Finder:
    """Finds the rows whose patterns stand in a run of words. A word is a set of stems."""

    def __init__(
        self,
        columns: Iterable[Sequence[str]],
        language: Language,
        inflect: Inflect | None = None,
    ) -> None:
        """`inflect` is asked for the forms of each word that has no sign."""
        self._entries: dict[str, list[tuple[_Word, _Entry]]] = {}
        for row, patterns in enumerate(columns):
            for entry in (e for p in patterns for e in _entries(row, p, language, inflect)):
                for form in entry.words[0]:
                    self._entries.setdefault(form.stem, []).append((form, entry))
        # News repeats its words. There are many finders, so that each remembers few.
        self._beginning = lru_cache(maxsize=1024)(self._entries_beginning)

    def find(self, words: Sequence[Sequence[str]]) -> dict[int, list[Hit]]:
        """Number of a row to where it stands."""
        found: dict[int, list[Hit]] = {}
        exempt: dict[int, list[Hit]] = {}
        for at in range(len(words)):
            for entry in self._starting(words, at):
                into = exempt if entry.exempt else found
                into.setdefault(entry.row, []).append(Hit(at, at + len(entry.words)))
        for row, spans in exempt.items():
            left = [hit for hit in found.pop(row, []) if not meets(hit, spans)]
            if left:
                found[row] = left
        return found

    def _starting(self, words: Sequence[Sequence[str]], at: int) -> Iterator[_Entry]:
        for stem in words[at]:
            for entry in self._beginning(stem):
                if len(entry.words) == 1 or _follows(entry.words, words, at):
                    yield entry

    def _entries_beginning(self, stem: str) -> tuple[_Entry, ...]:
        return tuple(
            entry
            for length in range(1, len(stem) + 1)
            for form, entry in self._entries.get(stem[:length], ())
            if form.matches(stem)
        )


def _follows(pattern: Sequence[Sequence[_Word]], words: Sequence[Sequence[str]], at: int) -> bool:
    following = words[at + 1 : at + len(pattern)]
    return len(following) == len(pattern) - 1 and all(
        any(form.matches(stem) for form in forms for stem in stems)
        for forms, stems in zip(pattern[1:], following, strict=True)
    )


def _entries(
    row: int, pattern: str, language: Language, inflect: Inflect | None = None
) -> Iterator[_Entry]:
    exempt, pattern = pattern.startswith("!"), pattern.removeprefix("!")
    prefixes = _VERB_PREFIXES if pattern.startswith("+") else ("",)
    # An exception is the form that it names.
    inflect = None if exempt else inflect
    for prefix in prefixes:
        written = (prefix + pattern.removeprefix("+")).split()
        yield _Entry(row, tuple(_forms(word, language, inflect) for word in written), exempt)


def _forms(written: str, language: Language, inflect: Inflect | None) -> tuple[_Word, ...]:
    if inflect is None or written[-1] in "*~":
        return (_word(written, language),)
    word = fold(written) if language is Language.ARABIC else written
    return tuple(_Word(stem, endings) for stem, endings in inflect(word))


def _word(written: str, language: Language) -> _Word:
    bare = written.rstrip("*~")
    if language is Language.ENGLISH:
        return _Word(bare, None if written.endswith("*") else _NONE)
    stem = fold(bare)
    if written.endswith("~"):
        opens = stem.endswith("ه")
        return _Word(stem.removesuffix("ه"), _OPEN_ENDINGS if opens else _NOUN_ENDINGS)
    return _Word(stem, _ENDINGS if written.endswith("*") else _NONE)


def meets(hit: Hit, others: Iterable[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def alternation(patterns: Iterable[str], language: Language) -> str:
    """Patterns as a group of a regular expression over folded Arabic or `plain` English.

    It says nothing of what stands before the first word and behind the last.
    """
    listed = tuple(patterns)
    body = "|".join(_expression(p, language) for p in listed if not p.startswith("!"))
    exempt = "|".join(_expression(p[1:], language) for p in listed if p.startswith("!"))
    return f"(?!{exempt})(?:{body})" if exempt else f"(?:{body})"


def _expression(pattern: str, language: Language) -> str:
    prefixes = "|".join(sorted(_VERB_PREFIXES, reverse=True))
    prefix = f"(?:{prefixes})" if pattern.startswith("+") else ""
    words = (_word(word, language).expression for word in pattern.removeprefix("+").split())
    return prefix + " ".join(words)


def arabic_words(source: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """(as written, their stems) of the Arabic words in `source`."""
    written = WORD.findall(normalise(source))
    return written, [_stems(word) for word in written]


@lru_cache(maxsize=8192)
def _stems(word: str) -> tuple[str, ...]:
    return tuple(reading.stem for reading in readings(fold(word)))


def english_words(text: str) -> list[list[str]]:
    return [[word] for word in _ENGLISH_WORD.findall(plain(text).casefold())]


# -- patterns that somebody wrote


_SOUND = {
    Language.ARABIC: re.compile(r"!?\+?[ء-غف-ي]{2,}[*~]?(?: [ء-غف-ي]{2,}[*~]?)*"),
    Language.ENGLISH: re.compile(r"!?[a-z0-9]+\*?(?: [a-z0-9]+\*?)*"),
}
"""Most patterns; the others are looked at sign by sign."""


def fault(pattern: str, language: Language) -> tuple[str, str] | None:
    """(what is wrong, what to write instead) of a pattern that is malformed or never matches."""
    if _SOUND[language].fullmatch(pattern):
        return None
    bare = pattern.removeprefix("!")
    if language is Language.ARABIC:
        bare = bare.removeprefix("+")
    words = bare.split()
    if not words:
        return f"“{pattern}” has no word", "write a word or take the sign away"
    if " ".join(words) != bare:
        return f"“{pattern}” has a space too many", "write one space between two words"
    return next(filter(None, (_word_fault(word, language) for word in words)), None)


def _word_fault(word: str, language: Language) -> tuple[str, str] | None:
    arabic = language is Language.ARABIC
    signs = "*~" if arabic else "*"
    bare = word[:-1] if word[-1] in signs else word
    if not bare or set(bare) & set("*~+!"):
        placed = "! and + before the pattern, * and ~" if arabic else "! before the pattern, *"
        return f"a sign stands in the wrong place in “{word}”", f"write {placed} behind a word"
    if not arabic:
        return None if _ENGLISH_WORD.fullmatch(bare) else _never_english(bare)
    if not WORD.fullmatch(fold(bare)):
        return f"“{bare}” is no Arabic word and never matches", "write Arabic letters only"
    if len(fold(bare)) < 2:
        return f"“{bare}” is one letter and never matches", "write a word of two letters or more"
    return None


def _never_english(word: str) -> tuple[str, str]:
    better = " ".join(_ENGLISH_WORD.findall(plain(word).casefold()))
    return (
        f"“{word}” never matches: English is compared in small letters, without accents and signs",
        f"write “{better}”" if better else "write English letters",
    )


def words_of(pattern: str, language: Language, inflected: bool = False) -> list[Sequence[str]]:
    """The words of a pattern without its signs, as they would stand in a text; `inflected`: each
    with the stems of all its Arabic forms."""
    words = [_word(word, language) for word in pattern.lstrip("!+").split()]
    if language is Language.ENGLISH:
        return [(word.stem,) for word in words]
    found: list[Sequence[str]] = []
    for word in words:
        endings = sorted(word.endings or _NONE)
        forms = [word.stem + ending for ending in (endings if inflected else endings[:1])]
        found.append(tuple(stem for form in forms for stem in _stems(form)))
    return found
