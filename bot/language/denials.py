"""What an Arabic headline says is denied, by the words of `data/denials.tsv`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bot.language.content_words import content_words
from bot.language.lexicon import rows
from bot.language.patterns import Finder, Hit, Language
from bot.language.quantities import Token, tokens

OBJECT = 2
"""Telling words behind the denial that say what is denied."""


def denied(headline: str) -> frozenset[str]:
    """Stems of what the headline denies; empty where it denies nothing, or where the verb comes
    first and who denies it stands behind."""
    listed = tokens(headline)
    found = _places("denial", listed)
    first = min(found, key=lambda hit: hit.start, default=None)
    if first is None or (first.start == 0 and first.end == 1):
        return frozenset()
    empty = {at for hit in _places("rumour", listed) for at in range(hit.start, hit.end)}
    stems: list[str] = []
    for at in range(first.end, len(listed)):
        if at not in empty:
            word = headline[listed[at].start : listed[at].end]
            # "No truth to": the preposition is the denial's.
            stems += content_words(word.removeprefix("ل") if at == first.end else word)
    return frozenset(stems[:OBJECT])


def _places(name: str, listed: Sequence[Token]) -> list[Hit]:
    found = _finder(name).find([token.stems for token in listed])
    return [hit for places in found.values() for hit in places]


@cache
def _finder(name: str) -> Finder:
    said = [row.listed("arabic") for row in rows("denials") if row["class"] == name]
    return Finder(said, Language.ARABIC)
