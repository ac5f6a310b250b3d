"""Which English words say the same, or one of them more generally: WordNet, for common words.

`synonyms.tsv.gz` is made by bench/build_synonyms.py. A line is a meaning: its words in base form,
the lines of what is more general, the lines of what is made from it or follows from it (kill,
killer; kill, die), and the words that say the contrary.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path

from bot.language.inflection import bases

FILE = Path(__file__).with_name("data") / "synonyms.tsv.gz"


class Likeness(IntEnum):
    """How one word stands to another, the nearer the higher."""

    CONTRARY = -1
    NONE = 0
    NARROWER = 1
    """It says more: "bus" for "vehicle"."""
    BROADER = 2
    """It says less: "vehicle" for "bus"."""
    SAME = 3


@dataclass(frozen=True, slots=True)
class _Meaning:
    up: tuple[int, ...]
    beside: tuple[int, ...]
    against: tuple[str, ...]


@cache
def _table() -> tuple[tuple[str, ...], Mapping[str, tuple[int, ...]]]:
    """What stands behind the words of each line, and the lines of each word."""
    lines: list[str] = []
    places: dict[str, tuple[int, ...]] = {}
    for number, row in enumerate(gzip.decompress(FILE.read_bytes()).decode("utf-8").splitlines()):
        words, _, rest = row.partition("\t")
        lines.append(rest)
        for word in words.split("|"):
            places[word] = (*places.get(word, ()), number)
    return tuple(lines), places


@lru_cache(maxsize=16384)
def _meaning(number: int) -> _Meaning:
    up, beside, against = _table()[0][number].split("\t")
    return _Meaning(
        tuple(map(int, up.split())),
        tuple(map(int, beside.split())),
        tuple(filter(None, against.split("|"))),
    )


@lru_cache(maxsize=8192)
def _own(word: str) -> frozenset[int]:
    """The meanings of a word in any form."""
    places = _table()[1]
    return frozenset(number for base in bases(word) for number in places.get(base, ()))


@lru_cache(maxsize=8192)
def _of(word: str) -> frozenset[int]:
    """The meanings of a word, and those beside them."""
    return _own(word).union(*(_meaning(number).beside for number in _own(word)))


@lru_cache(maxsize=8192)
def _above(word: str) -> frozenset[int]:
    return frozenset[int]().union(*(_meaning(number).up for number in _own(word)))


@lru_cache(maxsize=8192)
def _contraries(word: str) -> frozenset[str]:
    return frozenset[str]().union(*(_meaning(number).against for number in _own(word)))


@lru_cache(maxsize=65536)
def likeness(word: str, other: str) -> Likeness:
    """How `word` stands to `other`, both in small letters and any form."""
    if _contraries(word) & frozenset(bases(other)):
        return Likeness.CONTRARY
    if _of(word) & _of(other):
        return Likeness.SAME
    if _own(word) & _above(other):
        return Likeness.BROADER
    if _above(word) & _own(other):
        return Likeness.NARROWER
    return Likeness.NONE
