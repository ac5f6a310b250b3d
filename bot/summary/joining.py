"""Which chosen facts share a point, so that as many points tell more of the article.

Only where they would not have room otherwise: a fact alone is easier to read. Each fact comes in
cuts, the longest first; two that share a point are cut no shorter than they need to be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import add

from bot.formats.points import POINT_WORDS, joinable, words
from bot.records import Statement

AWAITED_WORDS = 12
"""Which a fact that is not translated yet is taken to need at most: it can be cut."""
Cuts = Sequence[Statement]
_OF_BEFORE = re.compile(r"(?:The|This|That|These|Those|Its|His|Her|Their)\s+[a-z]")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Points, each of one fact or two."""

    points: tuple[tuple[Statement, ...], ...] = ()
    rank: tuple[int, ...] = (0, 0, 0, 0)
    """Words of the facts; and of these the fewer the better: points that are shared, words in them,
    facts that stand between two that share a point."""


def joined(facts: Mapping[int, Cuts], points: int) -> tuple[Statement, ...] | None:
    """The facts in at most `points` points, in the order of the article by the first of each; None
    where they need more. Of what can share, that which leaves most words and joins the shortest.
    `facts`: by their place among what the article tells."""
    places = sorted(facts)
    row = [facts[place] for place in places]
    if len(row) <= points:
        return tuple(cuts[0] for cuts in row)
    best = _laid_out(row, tuple(range(len(row))), points, _Known(places))
    if best is None:
        return None
    return tuple(
        replace(fact, joins=n > 0) for point in best.points for n, fact in enumerate(point)
    )


@dataclass(frozen=True, slots=True)
class _Known:
    places: Sequence[int]
    shared: dict[tuple[int, int], tuple[Statement, Statement] | None] = field(default_factory=dict)
    """By their positions, which facts may share a point."""
    best: dict[tuple[tuple[int, ...], int], _Layout | None] = field(default_factory=dict)
    """By what is left and its points: many ways of pairing what comes before leave the same."""


def _laid_out(
    row: Sequence[Cuts], rest: tuple[int, ...], points: int, known: _Known
) -> _Layout | None:
    if not rest:
        return _Layout()
    if len(rest) > 2 * points:
        return None
    if (rest, points) not in known.best:
        known.best[rest, points] = _best_of(row, rest, points, known)
    return known.best[rest, points]


def _best_of(
    row: Sequence[Cuts], rest: tuple[int, ...], points: int, known: _Known
) -> _Layout | None:
    """The same, of all ways in which the first of what is left may stand."""
    first, *others = rest
    found = [_before((row[first][0],), 0, _laid_out(row, tuple(others), points - 1, known))]
    for at, other in enumerate(others):
        if (first, other) not in known.shared:
            near = known.places[other] == known.places[first] + 1
            # What opens a brief is not put behind anything.
            known.shared[first, other] = _shared(row[first], row[other], near, first > 0)
        pair = known.shared[first, other]
        if pair is not None:
            after = (*others[:at], *others[at + 1 :])
            found.append(_before(pair, at, _laid_out(row, after, points - 1, known)))
    return max((each for each in found if each), key=lambda each: each.rank, default=None)


def _before(point: tuple[Statement, ...], apart: int, rest: _Layout | None) -> _Layout | None:
    if rest is None:
        return None
    told, shared = sum(map(words, point)), len(point) > 1
    rank = (told, -shared, -told * shared, -apart)
    return _Layout((point, *rest.points), tuple(map(add, rank, rest.rank)))


def _shared(one: Cuts, other: Cuts, near: bool, turned: bool) -> tuple[Statement, Statement] | None:
    """The longest cuts of both that may stand in one point. `near`: they are neighbours in the
    article; `turned`: also the other way round."""
    pairs = sorted(((a, b) for a in one for b in other), key=lambda p: -words(p[0]) - words(p[1]))
    for a, b in pairs:
        if (near or not _points_back(b)) and _may(a, b):
            return a, b
        if turned and not _points_back(a) and _may(b, a):
            return b, a
    return None


def _points_back(fact: Statement) -> bool:
    """ "The bank's governor" is another's behind a sentence on another bank."""
    return _OF_BEFORE.match(fact.text) is not None


def _may(first: Statement, second: Statement) -> bool:
    if first.language == second.language == "en":
        return joinable(first, second)
    # Not translated yet.
    return sum(min(words(each), AWAITED_WORDS) for each in (first, second)) <= POINT_WORDS
