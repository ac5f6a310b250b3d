"""What an Arabic headline or opening sentence denies, by the words of `data/denials.tsv`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bot.language.content_words import content_words
from bot.language.lexicon import rows
from bot.language.patterns import Finder, Hit, Language
from bot.language.quantities import Token, tokens

OBJECT = 2
"""Telling words behind the denial that say what is denied."""
WITHIN = 14
"""Words behind the denial among which is said what is denied: who denies it and who said so stand
between."""


def denied(told: str) -> frozenset[str]:
    """Stems of what a headline denies, or an opening sentence that begins with the denial; empty
    where nothing is denied, or where the verb comes first and no word shows where who denies it
    ends and what is denied begins."""
    listed = tokens(told)
    first = min(_places("denial", listed), key=lambda hit: hit.start, default=None)
    if first is None:
        return frozenset()
    rumours = _covered("rumour", listed) | _said(listed)
    begins = _object(listed, first.end, rumours)
    if begins is None and first.start == 0 and first.end == 1:
        begins = next((at for at in sorted(rumours) if at > first.end), None)
    elif begins is None:
        begins = first.end
    if begins is None:
        return frozenset()
    stems: list[str] = []
    for at in range(begins, len(listed)):
        if at not in rumours:
            word = told[listed[at].start : listed[at].end]
            # "No truth to": the preposition is the denial's.
            stems += content_words(word.removeprefix("ل") if at == first.end else word)
    return frozenset(stems[:OBJECT])


def opens_with_denial(sentence: str) -> bool:
    """Whether its first word denies: "the ministry denied" in the order of Arabic news."""
    return any(hit.start == 0 for hit in _places("denial", tokens(sentence)))


def tells_of_report(sentence: str) -> bool:
    """Whether a sentence says what somebody reported."""
    return bool(_places("report", tokens(sentence)))


def _object(listed: Sequence[Token], start: int, rumours: set[int]) -> int | None:
    """Behind "that"; or behind the "about" of a rumour: "denied what Reuters published about"."""
    rumour = False
    that, about = _covered("that", listed), _covered("about", listed)
    for at in range(start, min(start + WITHIN, len(listed))):
        if at in that or (rumour and at in about):
            return at + 1
        rumour = rumour or at in rumours
    return None


def _said(listed: Sequence[Token]) -> set[int]:
    """Places of "what" and the verb behind it: "what was published"."""
    places = _covered("what", listed)
    return places | {at + 1 for at in places}


def _covered(name: str, listed: Sequence[Token]) -> set[int]:
    return {at for hit in _places(name, listed) for at in range(hit.start, hit.end)}


def _places(name: str, listed: Sequence[Token]) -> list[Hit]:
    found = _finder(name).find([token.stems for token in listed])
    return [hit for places in found.values() for hit in places]


@cache
def _finder(name: str) -> Finder:
    said = [row.listed("arabic") for row in rows("denials") if row["class"] == name]
    return Finder(said, Language.ARABIC)
