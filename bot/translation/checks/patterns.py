"""Patterns of the hand-kept tables, found in a run of words.

A pattern is one word or several; "*" after a word allows its endings, "+" before an Arabic verb
its persons and tenses, "!" marks a place where shorter patterns of the same row do not count.
Which table means what is for the checks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from bot.language.arabic.clitics import readings
from bot.language.arabic.fold import WORD
from bot.language.arabic.fold import for_checks as fold
from bot.language.arabic.normalise import normalise

_LATIN_WORD = re.compile(r"[a-z0-9]+|[$€£¥]")

ARABIC_ENDING = re.compile(
    "(?:ي(?:ا|ه|ات|ين|ون|ان|تين|تان|ت)?|ت(?:ا|ان|ين|ي|م)?|ات|ان|ين|ون|وا?|ا|ن)?"
    "(?:ه|ها|هم|هن|هما|نا|ك|كم|ي)?"
)
"""Endings of case, gender, number, person and possession, in folded spelling."""

ENGLISH_ENDING = re.compile("[a-z]*")

_VERB_PREFIXES = ("", *(f"{future}{person}" for future in ("", "س") for person in "يتنا"))


@dataclass(frozen=True, slots=True)
class _PatternWord:
    stem: str
    inflected: bool

    def matches(self, stem: str, ending: re.Pattern[str]) -> bool:
        if stem == self.stem:
            return True
        tail = stem[len(self.stem) :]
        return self.inflected and stem.startswith(self.stem) and bool(ending.fullmatch(tail))


@dataclass(frozen=True, slots=True)
class _Entry:
    term: int
    words: tuple[_PatternWord, ...]
    exempt: bool
    """Written with "!": where it stands, shorter patterns of the same term do not count."""


@dataclass(frozen=True, slots=True)
class Hit:
    start: int
    end: int


class Finder:
    """Finds the terms whose patterns stand in a run of words. A word is a set of stems."""

    def __init__(self, columns: Iterable[Sequence[str]], ending: re.Pattern[str]) -> None:
        self._ending = ending
        self._entries: dict[str, list[_Entry]] = {}
        for term, patterns in enumerate(columns):
            for entry in (e for pattern in patterns for e in _entries(term, pattern)):
                self._entries.setdefault(entry.words[0].stem, []).append(entry)
        # News repeats its words.
        self._beginning = lru_cache(maxsize=8192)(self._entries_beginning)

    def find(self, words: Sequence[Sequence[str]]) -> dict[int, list[Hit]]:
        """Number of a term to where it stands."""
        found: dict[int, list[Hit]] = {}
        exempt: dict[int, list[Hit]] = {}
        for at in range(len(words)):
            for entry in self._starting(words, at):
                into = exempt if entry.exempt else found
                into.setdefault(entry.term, []).append(Hit(at, at + len(entry.words)))
        for term, spans in exempt.items():
            left = [hit for hit in found.pop(term, []) if not meets(hit, spans)]
            if left:
                found[term] = left
        return found

    def _starting(self, words: Sequence[Sequence[str]], at: int) -> Iterator[_Entry]:
        for stem in words[at]:
            for entry in self._beginning(stem):
                if len(entry.words) == 1 or self._follows(entry.words, words, at):
                    yield entry

    def _entries_beginning(self, stem: str) -> tuple[_Entry, ...]:
        return tuple(
            entry
            for length in range(1, len(stem) + 1)
            for entry in self._entries.get(stem[:length], ())
            if entry.words[0].matches(stem, self._ending)
        )

    def _follows(
        self, pattern: Sequence[_PatternWord], words: Sequence[Sequence[str]], at: int
    ) -> bool:
        following = words[at + 1 : at + len(pattern)]
        return len(following) == len(pattern) - 1 and all(
            any(word.matches(stem, self._ending) for stem in stems)
            for word, stems in zip(pattern[1:], following, strict=True)
        )


def _entries(term: int, pattern: str) -> Iterator[_Entry]:
    exempt, pattern = pattern.startswith("!"), pattern.removeprefix("!")
    prefixes = _VERB_PREFIXES if pattern.startswith("+") else ("",)
    for prefix in prefixes:
        written = (prefix + pattern.removeprefix("+")).split()
        words = tuple(_PatternWord(w.removesuffix("*"), w.endswith("*")) for w in written)
        yield _Entry(term, words, exempt)


def meets(hit: Hit, others: Iterable[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def arabic_words(source: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """(as written, their stems) of the Arabic words in `source`."""
    written = WORD.findall(normalise(source))
    return written, [_stems(word) for word in written]


@lru_cache(maxsize=8192)
def _stems(word: str) -> tuple[str, ...]:
    return tuple(reading.stem for reading in readings(fold(word)))


def english_words(text: str) -> list[list[str]]:
    letters = unicodedata.normalize("NFKD", unescape(text)).casefold()
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return [[word] for word in _LATIN_WORD.findall(plain)]
