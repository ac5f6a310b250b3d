"""Which chosen facts share a point, so that as many points tell more of the article.

Only where they would not have room otherwise: a fact alone is easier to read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.formats.points import POINT_WORDS, joinable, words
from bot.records import Statement


def joined(facts: Mapping[int, Statement], points: int) -> tuple[Statement, ...] | None:
    """The facts in the article's order, joined to at most `points` points; None where they need
    more. The shortest share one. `facts`: by their place among what the article tells."""
    row = [facts[place] for place in sorted(facts)]
    spare = max(0, len(row) - points)
    pairs = _pairs(row, sorted(facts))
    if len(pairs) < spare:
        return None
    pairs.sort(key=lambda at: words(row[at - 1]) + words(row[at]))
    for at in pairs[:spare]:
        row[at] = replace(row[at], joins=True)
    return tuple(row)


def room(facts: Mapping[int, Statement], place: int) -> int:
    """How many words a fact may have that is to share a point with one beside it."""
    beside = [words(facts[near]) for near in (place - 1, place + 1) if near in facts]
    return POINT_WORDS - min(beside, default=POINT_WORDS)


def _pairs(row: Sequence[Statement], places: Sequence[int]) -> list[int]:
    """As many pairs of neighbouring sentences as can be made, by the position of the second."""
    found: list[int] = []
    for at in range(1, len(row)):
        # To take the first that can be made leaves most room for others.
        neighbours = places[at] == places[at - 1] + 1
        if neighbours and found[-1:] != [at - 1] and _may(row[at - 1], row[at]):
            found.append(at)
    return found


def _may(first: Statement, second: Statement) -> bool:
    if first.language == second.language == "en":
        return joinable(first, second)
    # Not translated yet: English has at least as many words as its Arabic.
    return words(first) + words(second) <= POINT_WORDS
