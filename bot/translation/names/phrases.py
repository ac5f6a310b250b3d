"""Phrases of the news that have settled English: انتخابات التجديد النصفي is "midterm elections".

`phrases.tsv.gz` is made by bench/build_names.py; its line has the folded Arabic, the accepted
English by "|", the usual one first, and its use: "owed" (and inlined), "inlined" or "doubtful".
A phrase is looked for as a name is, by its words with a clitic before the first.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from bot.translation.names.words import adjacent, heads, words, written_length


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase, and the English that stands for it."""

    arabic: str
    """Folded words joined by one space."""
    english: tuple[str, ...]
    """The usual one first."""
    inlined: bool
    """Its English may be put in its place before an engine sees the sentence."""
    owed: bool
    """It has one meaning: English with none of `english` lost it."""


@dataclass(frozen=True, slots=True)
class PhraseMention:
    """A phrase where it stands: `text[start:end]`, clitic included."""

    start: int
    end: int
    clitic: str
    """The letters before the phrase that are not of it, as written."""
    phrase: Phrase


@cache
def table() -> dict[str, str]:
    """The packaged phrases: folded Arabic to the rest of its line, made a `Phrase` when met."""
    data = gzip.decompress(files(__package__).joinpath("phrases.tsv.gz").read_bytes())
    lines = data.decode("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


def _phrase(arabic: str, rest: str) -> Phrase:
    english, use = rest.split("\t")
    return Phrase(arabic, tuple(english.split("|")), use != "doubtful", use == "owed")


@cache
def _longest() -> dict[str, int]:
    """First word of each phrase to the most words of one that starts with it."""
    lengths: dict[str, int] = {}
    for arabic in table():
        first, count = arabic.split(" ", 1)[0], arabic.count(" ") + 1
        lengths[first] = max(lengths.get(first, 0), count)
    return lengths


@lru_cache(maxsize=1024)
def phrases(text: str) -> tuple[PhraseMention, ...]:
    """The phrases of an Arabic text in order, never overlapping, the longest reading first."""
    tokens = tuple(words(text))
    found = []
    position = 0
    while position < len(tokens):
        best: tuple[int, str, str] | None = None
        for clitic, first in heads(tokens[position].folded):
            most = min(_longest().get(first, 0), len(tokens) - position)
            for count in range(most, best[0] if best else 0, -1):
                run = tokens[position : position + count]
                arabic = " ".join([first, *(t.folded for t in run[1:])])
                if arabic in table() and adjacent(text, run):
                    best = (count, clitic, arabic)
                    break
        if best is None:
            position += 1
            continue
        count, clitic, arabic = best
        start, end = tokens[position].start, tokens[position + count - 1].end
        length = written_length(text[start:end], len(clitic))
        phrase = _phrase(arabic, table()[arabic])
        found.append(PhraseMention(start, end, text[start : start + length], phrase))
        position += count
    return tuple(found)
