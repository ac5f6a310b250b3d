"""Which towns and regions an Arabic text names, by the tables of cities and of what news names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bot.language.arabic.countries import places
from bot.language.content_words import content_words, word_pairs
from bot.language.lexicon import rows


def towns(text: str) -> frozenset[str]:
    """As stems, those of one name joined by a space. A town whose name stands for a government,
    as its country's capital does, is left out."""
    words, pairs = content_words(text), word_pairs(text)
    single, double = _known()
    return (words & single) | frozenset(" ".join(pair) for pair in pairs & double)


@cache
def _known() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Names of one word, and of two."""
    single: set[str] = set()
    double: set[tuple[str, str]] = set()
    for name in _names():
        if places(name):
            continue
        if len(name.split()) == 1:
            single |= content_words(name)
        elif len(name.split()) == 2:
            double |= word_pairs(name)
    return frozenset(single), frozenset(double)


def _names() -> Iterator[str]:
    for row in rows("cities"):
        yield from row.listed("arabic")
    for row in rows("seed"):
        if row["kind"] == "place":
            yield row["arabic"]
