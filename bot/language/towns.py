"""Which towns and regions an Arabic text names, by the tables of cities and of what news names.

A name counts where it is written as the tables have it, whatever conjunction or preposition stands
before it: stems would make Hama of "protection" and Khobar of "expertise". A name that is an
ordinary word besides ("الخبر": Khobar, and "the news") counts only behind a preposition of place
where the text names its country or another town of it; behind a word for a place
`bot.language.events.localities` finds it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.language.arabic.countries import places
from bot.language.arabic.fold import for_tables
from bot.language.arabic.script import LETTERS
from bot.language.content_words import content_words, word_pairs
from bot.language.lexicon import rows

_WORD = re.compile(f"[{LETTERS}]+")
_CLITICS = re.compile("([وف]?)([بلك]?)(.+)")
_UNKNOWN = "?"
_PLACING = frozenset(map(for_tables, ("في", "إلى", "من")))
_CALLED = frozenset(map(for_tables, ("مدينة", "بمدينة", "العاصمة", "بالعاصمة")))


@dataclass(frozen=True, slots=True)
class Towns:
    """The towns and regions that a text names."""

    stems: frozenset[str]
    """Those of one name joined by a space. A town whose name stands for a government, as its
    country's capital does, is left out."""
    countries: frozenset[str]
    """ISO 3166 codes of the countries of those that it names by one word that is no other word
    besides."""
    capitals: frozenset[str]
    """Stems of the towns that stand for governments, where they stand as places: "in Beirut"."""


def towns(text: str) -> Towns:
    single, double = _known()
    words = _WORD.findall(for_tables(text))
    found = _named(words, single)
    certain = {name for _, name in found} - _ordinary().keys()
    theirs = {single[name] for name in certain}
    countries = places(text) | theirs
    named = certain | {
        name
        for at, name in found
        if _ordinary().get(name) in countries and _placed(words, at, name)
    }
    pairs = (" ".join(pair) for pair in word_pairs(text) & double)
    stems = frozenset().union(*map(content_words, named), pairs)
    seats = (
        name
        for at, name in _named(words, _capitals())
        if _placed(words, at, name) or (at and words[at - 1] in _CALLED)
    )
    return Towns(
        stems, frozenset(theirs) - {_UNKNOWN}, frozenset().union(*map(content_words, seats))
    )


def _named(words: Sequence[str], names: Container[str]) -> list[tuple[int, str]]:
    """Those of the names of one word that stand among them, and where."""
    return [
        (at, name) for at, word in enumerate(words) for name in _readings(word) if name in names
    ]


def _readings(word: str) -> Iterator[str]:
    """The word, and what is left of it without a conjunction and a preposition before it."""
    yield word
    conjunction, preposition, rest = _CLITICS.match(word).groups()  # type: ignore[union-attr]
    if conjunction:
        yield preposition + rest
    if preposition:
        yield rest
    if preposition and rest.startswith("ل"):
        yield "ا" + rest


def _placed(words: Sequence[str], at: int, name: str) -> bool:
    """Whether a preposition of place stands before it, or is written with it."""
    return words[at].endswith("ب" + name) or (at > 0 and words[at - 1] in _PLACING)


@cache
def _known() -> tuple[dict[str, str], frozenset[tuple[str, str]]]:
    """Names of one word with the code of their country, `_UNKNOWN` where the tables do not tell it;
    and those of two."""
    single: dict[str, str] = {}
    double: set[tuple[str, str]] = set()
    for name, country in _names():
        if places(name):
            continue
        if len(name.split()) == 1:
            single.setdefault(for_tables(name), country)
        elif len(name.split()) == 2:
            double |= word_pairs(name)
    return single, frozenset(double)


@cache
def _capitals() -> frozenset[str]:
    """Towns of one word that are read as their country, and are not called as it is."""
    called = {for_tables(name) for row in rows("countries") for name in row.listed("arabic")}
    found = {for_tables(n) for n, _ in _names() if len(n.split()) == 1 and places(n)}
    return frozenset(found - called)


@cache
def _ordinary() -> dict[str, str]:
    """Names that say something else besides, with the code of their country."""
    return {for_tables(row["arabic"]): row["country"] for row in rows("ordinary_places")}


def _names() -> Iterator[tuple[str, str]]:
    from babel.core import get_global

    countries = get_global("zone_territories")
    for row in rows("cities"):
        for name in row.listed("arabic"):
            yield name, countries.get(row["zone"], _UNKNOWN)
    for row in rows("seed"):
        if row["kind"] == "place":
            yield row["arabic"], _UNKNOWN
