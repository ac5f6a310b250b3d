"""Which reports are of one story.

Average-link clustering over a distance made of what two reports say, in what words, and
whether their days, places and names agree. Merging two events misleads; leaving two reports of
one event apart only costs room: so every doubt counts against merging, but a toll that grew from
one day to the next in one place is the same event's. Order, headline and
points of a story are made elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz import fuzz

from bot.digest.profile import Profile, profiles
from bot.language.content_words import shared_share
from bot.records import Brief, Encoder

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

LIMIT = 0.44
"""Distance up to which clusters merge. Calibrated on the samples, paraphrased by a second
outlet, and on the made-up reports in the tests: same-event pairs 0.18 to 0.43, pairs of
different events from 0.47 before what tells them apart is added."""
MEANING, WORDS = 0.6, 0.4
"""Shares of vectors and of common words in the closeness of two reports."""
WINDOW_DAYS = 3
"""Reports published further apart are of different events, however alike."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """What each disagreement adds to the distance. None is proof: leads name several days."""

    dates: float = 0.15
    weekdays: float = 0.12
    years: float = 0.10
    names: float = 0.08
    places: float = 0.06
    """Each names a country that the other does not, though they share one."""
    figures: float = 0.06
    titles: float = 0.04


DOUBTS = Doubts()


@dataclass(frozen=True, slots=True)
class Signs:
    """What each agreement of two reports of adjacent days takes from the distance."""

    event: float = 0.10
    """Both tell of an event of one kind."""
    locality: float = 0.10
    """Below the nation, in one place."""
    figure: float = 0.08
    """Both state one number of two digits or more."""
    same_event: float = 0.25
    """Besides, where kind and place are one: then a toll that grew is news and no doubt."""


SIGNS = Signs()
ADJACENT_DAYS = 1
OTHER_PLACE = 0.2
"""Added where one kind of event is told of two places."""
UNLIKE_TITLES = 0.3
"""Cosine under which two headlines speak of different things."""
APART = 10.0
"""A distance that no average brings under the limit again; also the mark of a veto."""


def group(briefs: Sequence[Brief], encoder: Encoder) -> list[list[int]]:
    """Indices of the briefs by story; stories and the reports in them in order of input."""
    if not briefs:
        return []
    return clusters(distances(profiles(briefs, encoder)), LIMIT)


def distances(reports: Sequence[Profile]) -> Matrix:
    """Symmetric, zero on the diagonal, `APART` where two reports cannot be of one event."""
    count = len(reports)
    out = np.zeros((count, count))
    for i in range(count):
        for j in range(i):
            out[i, j] = out[j, i] = distance(reports[i], reports[j])
    return out


def distance(a: Profile, b: Profile) -> float:
    """0 for the same words on the same event; `APART` for a veto."""
    if _vetoed(a, b):
        return APART
    meaning = float(a.source @ b.source)
    if a.target is not None and b.target is not None:
        meaning = (2 * meaning + float(a.target @ b.target)) / 3
    closeness = MEANING * meaning + WORDS * shared_share(a.words, b.words)
    apart = max(0.0, 1.0 - closeness)
    if not _adjacent(a, b):
        return apart + _doubt(a, b)
    if a.events & b.events and _one_place(a, b):
        return max(0.0, apart - SIGNS.event - SIGNS.locality - SIGNS.same_event)
    elsewhere = bool(a.events & b.events) and _disjoint(a.localities, b.localities)
    return max(0.0, apart + _doubt(a, b) + OTHER_PLACE * elsewhere - _signs(a, b))


def _adjacent(a: Profile, b: Profile) -> bool:
    return bool(a.day and b.day) and abs((a.day - b.day).days) <= ADJACENT_DAYS  # type: ignore[operator]


def _one_place(a: Profile, b: Profile) -> bool:
    """What one introduces as a place the other names too."""
    return bool(a.localities & (b.localities | b.words) or b.localities & a.words)


def _signs(a: Profile, b: Profile) -> float:
    telling = {figure for figure in a.figures & b.figures if len(figure) > 1}
    return (
        SIGNS.event * bool(a.events & b.events)
        + SIGNS.locality * _one_place(a, b)
        + SIGNS.figure * bool(telling)
    )


def _vetoed(a: Profile, b: Profile) -> bool:
    if a.day and b.day and abs((a.day - b.day).days) > WINDOW_DAYS:
        return True
    return _disjoint(a.places, b.places)


def _doubt(a: Profile, b: Profile) -> float:
    crossed = bool(a.places & b.places and a.places - b.places and b.places - a.places)
    return (
        DOUBTS.dates * _disjoint(a.dates, b.dates)
        + DOUBTS.weekdays * _disjoint(a.weekdays, b.weekdays)
        + DOUBTS.years * _disjoint(a.years, b.years)
        + DOUBTS.names * _different_names(a.names, b.names)
        + DOUBTS.places * crossed
        + DOUBTS.figures * _disjoint(a.figures, b.figures)
        + DOUBTS.titles * (float(a.title @ b.title) < UNLIKE_TITLES)
    )


def _disjoint(these: frozenset[Any], those: frozenset[Any]) -> bool:
    return bool(these and those) and not these & those


def _different_names(these: frozenset[str], those: frozenset[str]) -> bool:
    """Two or more on each side and no two alike; spelling varies between translations."""
    if len(these) < 2 or len(those) < 2:
        return False
    return not any(x[:4] == y[:4] or fuzz.ratio(x, y) >= 75 for x in these for y in those)


def clusters(matrix: Matrix, limit: float) -> list[list[int]]:
    """Average-link agglomerative clustering (UPGMA, Lance-Williams update).

    Merges the two nearest clusters while their mean distance is at most `limit`, and never two
    that hold a pair of `APART` or more. Ties go to the lowest indices.
    """
    work = np.array(matrix, dtype=np.float64)
    forbidden = work >= APART
    np.fill_diagonal(work, np.inf)
    work[forbidden] = np.inf
    members: dict[int, list[int]] = {i: [i] for i in range(len(work))}
    while len(members) > 1:
        i, j = sorted(divmod(int(np.argmin(work)), len(work)))
        if not work[i, j] <= limit:
            break
        size_i, size_j = len(members[i]), len(members[j])
        # A veto is infinite, and stays so in the average.
        row = (size_i * work[i] + size_j * work[j]) / (size_i + size_j)
        work[i], work[:, i] = row, row
        work[j], work[:, j] = np.inf, np.inf
        work[i, i] = np.inf
        members[i] += members.pop(j)
    return sorted(sorted(found) for found in members.values())
