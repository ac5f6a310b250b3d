"""What an Arabic headline says is denied, by the words of `data/denials.tsv`."""

from __future__ import annotations

from functools import cache

from bot.language.content_words import content_words
from bot.language.lexicon import rows
from bot.language.patterns import Finder, Language
from bot.language.quantities import tokens

OBJECT = 2
"""Telling words behind the denial that say what is denied."""


def denied(headline: str) -> frozenset[str]:
    """Stems of what the headline denies; empty where it denies nothing, or where the verb comes
    first and who denies it stands behind."""
    listed = tokens(headline)
    found = [hit for places in _finder().find([t.stems for t in listed]).values() for hit in places]
    first = min(found, key=lambda hit: hit.start, default=None)
    if first is None or (first.start == 0 and first.end == 1):
        return frozenset()
    stems: list[str] = []
    for token in listed[first.end :]:
        stems += content_words(headline[token.start : token.end])
    return frozenset(stems[:OBJECT])


@cache
def _finder() -> Finder:
    return Finder([row.listed("arabic") for row in rows("denials")], Language.ARABIC)
