"""The words of a line, its clauses, and which of them the words of cited sentences vouch for.

A word is vouched for by itself in another form, by an English word that `contrast.tsv` lets stand
for the same Arabic, or by that Arabic: also by the phrases and the names in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from bot.language.english import plain
from bot.language.inflection import english_forms
from bot.language.lexicon import RuleRow, rows
from bot.language.number_words import SMALL, TENS
from bot.language.patterns import Finder, Hit, Language, arabic_words
from bot.language.saying import english_words_of_saying
from bot.language.synonyms import Likeness, likeness
from bot.translation.checks.contrast import finders, longest, senses
from bot.translation.checks.phrases import alike
from bot.translation.names.phrases import phrases

_TOKEN = re.compile(r"[A-Za-z0-9]+|[$€£¥]")
_BORDER = re.compile(
    r"[;:()—–]|,(?=\s)|[.!?](?=\s|$)"
    r"|\b(?:and|but|while|whereas|although|though|because|which|who|when|after|before)\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = frozenset(SMALL | TENS)
_SHORTEST = 3
"""Letters of a word that says something; shorter ones are small words, initials and endings."""


_COMPOUND = 6
"""Letters from which a word stands for one that ends in it: witnesses, eyewitnesses."""
_SAYING = re.compile(rf"\b{english_words_of_saying()}\b", re.IGNORECASE)
MEANINGS = ("same", "seat", "cause", "role", "proposed", "expected", "possible")
"""Classes of `grounding.tsv` of whose row one word vouches for another."""


@dataclass(frozen=True, slots=True)
class Line:
    """An English text cut into words; what stands at one place in each tuple goes together."""

    text: str
    words: tuple[str, ...]
    """In small letters, as the tables of rules are asked."""
    capital: tuple[bool, ...]
    clause: tuple[int, ...]
    part: tuple[int, ...]
    """As `clause`, where only signs part."""
    clauses: tuple[str, ...]

    def hits(self, found: dict[int, list[Hit]]) -> Iterator[tuple[int, Hit]]:
        for row, places in found.items():
            for hit in places:
                yield row, hit

    def says(self, place: int) -> bool:
        """Whether the word there says something by itself."""
        word = self.words[place]
        if is_number(word):
            return True
        return len(word) >= _SHORTEST and not is_light(word)


def line(text: str) -> Line:
    text = plain(text)
    borders = [found.start() for found in _BORDER.finditer(text)]
    signs = [at for at in borders if not text[at].isalpha()]
    words, capital, clause, part = [], [], [], []
    for found in _TOKEN.finditer(text):
        words.append(found[0].casefold())
        capital.append(found[0][0].isupper())
        clause.append(sum(border < found.start() for border in borders))
        part.append(sum(sign < found.start() for sign in signs))
    starts = [0, *borders, len(text)]
    clauses = tuple(text[a:b] for a, b in pairwise(starts))
    return Line(text, tuple(words), tuple(capital), tuple(clause), tuple(part), clauses)


def is_number(word: str) -> bool:
    return word[0].isdigit() or word in _NUMBER_WORDS


@cache
def of_class(*names: str) -> tuple[RuleRow, ...]:
    return tuple(row for row in rows("grounding") if row["class"] in names)


@cache
def finder(*names: str) -> Finder:
    """Where the English of these classes of `grounding.tsv` stands, by the number of its row."""
    return Finder([row.listed("english") for row in of_class(*names)], Language.ENGLISH,
                  english_forms)  # fmt: skip


@cache
def office_words() -> frozenset[str]:
    return frozenset(
        word for row in rows("offices") for name in row.listed("english") for word in name.split()
    )


@lru_cache(maxsize=4096)
def is_light(word: str) -> bool:
    return bool(finder("light").find([[word]]))


@lru_cache(maxsize=4096)
def _forms(word: str) -> frozenset[str]:
    return frozenset(form for form, _ in english_forms(word))


@lru_cache(maxsize=4096)
def _meanings(word: str) -> frozenset[int]:
    return frozenset(finder("same", "role", "seat").find([[word]]))


def same(one: str, two: str) -> bool:
    """Whether two words are one, in whatever form, or say one thing."""
    shorter, longer = sorted((one, two), key=len)
    # "Bankrupt" begins as "bank" does and says another thing.
    near = len(longer) - len(shorter) <= max(3, len(shorter) - 2)
    if (near and alike(one, two)) or one in _forms(two) or two in _forms(one):
        return True
    if _meanings(one) & _meanings(two):
        return True
    return len(shorter) >= _COMPOUND and longer.endswith(shorter)


def akin(one: str, two: str) -> bool:
    """Whether two words are one, or say the same, or one says the other more generally."""
    return same(one, two) or likeness(one, two) >= Likeness.NARROWER


@dataclass(frozen=True, slots=True)
class Strange:
    """A word that nothing in the sentences says."""

    word: str
    weight: float
    """1 is enough by itself."""


CLAIM = 1.0
"""Of what a number counts, and of what stands as a reason."""
EVENT = 0.5
"""Of a word that `contrast.tsv` knows: what is done, and what has a contrary."""
WORD = 0.34
"""Of any other: most are other words for what the sentences say, so three are needed."""
NARROWER = 0.5
"""Times that, of a word that says more than one of the sentences: "lorries" for "vehicles"."""


def _claimed(text: Line) -> frozenset[int]:
    """The places of what a number counts and of what is given as a reason."""
    found = [(n + 1, n + 2) for n, word in enumerate(text.words) if is_number(word)] + [
        (hit.end, hit.end + _REASON) for _, hit in text.hits(finder("cause").find(split(text)))
    ]
    return frozenset(place for start, end in found for place in range(start, end))


_REASON = 4
"""Words behind "because of" that tell why."""


@lru_cache(maxsize=4096)
def _tells_an_event(word: str) -> bool:
    return bool(finders().distinctive.find([[word]]))


class Vouching:
    """What the cited sentences vouch for."""

    def __init__(self, arabic: str, english: Sequence[Line], spellings: Iterable[str]) -> None:
        """`spellings`: English of the names in the Arabic."""
        known = (*spellings, *(e for m in phrases(arabic) for e in m.phrase.english))
        said = frozenset(word for text in (*english, *map(line, known)) for word in text.words)
        self._words = said | same_country(said) | initials(english)
        find = finders()
        _, stems = arabic_words(arabic)
        self._senses = frozenset(longest(find.arabic.find(stems))).union(
            *(find.english.find(split(text)) for text in english)
        )
        self._cited = english
        self._tells = any(_SAYING.search(text.text) for text in english)
        self._meanings = frozenset().union(
            *(finder(*MEANINGS).find(split(text)) for text in english)
        )

    def strange(self, said: Line) -> list[Strange]:
        """The words of a line that say something and that nothing vouches for, in order."""
        found = finders().english.find(split(said))
        vouched = {sense: hits for sense, hits in found.items() if sense in self._senses}
        covered = self._by_meaning(said) | _places(said, vouched)
        if self._tells:
            # Somebody says it in the sentences: "ruled" and "concluded" add nothing.
            covered |= _places(said, finder("told").find(split(said)))
        claimed = _claimed(said)
        return [
            Strange(word, weight)
            for place, word in enumerate(said.words)
            if said.says(place) and not is_number(word) and place not in covered
            and (weight := self._weight(word, named=said.capital[place] and place > 0,
                                        claimed=place in claimed))
        ]  # fmt: skip

    def _by_meaning(self, said: Line) -> frozenset[int]:
        """The places of what the sentences say in other words of `grounding.tsv`."""
        found = finder(*MEANINGS).find(split(said))
        known = {meaning: hits for meaning, hits in found.items() if meaning in self._meanings}
        return _places(said, known)

    def _weight(self, word: str, *, named: bool = False, claimed: bool = False) -> float:
        """How strange a word is; 1 is enough by itself."""
        if self.has(word):
            return 0.0
        if named or word in office_words():
            # These have no synonyms.
            return 1.0
        near = max((likeness(word, other) for other in self._words), default=Likeness.NONE)
        if near >= Likeness.BROADER:
            return 0.0
        weight = CLAIM if claimed else EVENT if _tells_an_event(word) else WORD
        return weight * NARROWER if near is Likeness.NARROWER or word.endswith("ly") else weight

    def contraries(self, said: Line) -> Iterator[str]:
        """Words in whose place the sentences have another of a group of `contrast.tsv`."""
        table, find, places = senses(), finders().distinctive, self._by_meaning(said)
        ours = find.find(split(said))
        theirs = {
            sense: " ".join(text.words[hits[0].start : hits[0].end])
            for text in self._cited
            for sense, hits in find.find(split(text)).items()
        }
        for sense, hits in ours.items():
            words = said.words[hits[0].start : hits[0].end]
            known = places & set(range(hits[0].start, hits[0].end))
            light = all(is_light(word) or self._weight(word) < EVENT for word in words)
            if sense in self._senses or known or light:
                continue
            for other, instead in theirs.items():
                if table[other].group == table[sense].group and not self._either(
                    words, other, ours
                ):
                    yield f"“{' '.join(words)}” for “{instead}”"

    def _either(self, words: Sequence[str], other: int, ours: Iterable[int]) -> bool:
        """Whether the line says the other besides, or its words may be the other's too."""
        return other in ours or other in finders().english.find([[word] for word in words])

    def has(self, word: str) -> bool:
        """Whether the English of the sentences has this word in some form."""
        return word in self._words or any(same(word, other) for other in self._words)


def _places(text: Line, found: dict[int, list[Hit]]) -> frozenset[int]:
    return frozenset(n for _, hit in text.hits(found) for n in range(hit.start, hit.end))


def split(text: Line) -> list[list[str]]:
    return [[word] for word in text.words]


def same_country(words: frozenset[str]) -> frozenset[str]:
    """The other names of the countries that are named: "Saudi" vouches for "Saudi Arabia"."""
    named = (" ".join(row.listed("english") + row.listed("demonyms")) for row in rows("countries"))
    split = (frozenset(line(names).words) for names in named)
    return frozenset().union(*(names for names in split if names & words - _COMPASS))


_COMPASS = frozenset(("north", "south", "east", "west", "new", "republic", "united", "the", "of"))
"""Words that several countries' names share."""


def initials(lines: Sequence[Line]) -> frozenset[str]:
    """What the names in capitals abbreviate to: "icc" of the International Criminal Court."""
    found = set()
    for text in lines:
        run = ""
        for word, capital in zip(text.words, text.capital, strict=True):
            if capital:
                run += word[0]
                found |= {run[start:] for start in range(len(run) - 1)}
            elif word not in ("of", "for", "and", "the"):
                run = ""
    return frozenset(found)
