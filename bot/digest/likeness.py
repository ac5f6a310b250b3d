"""How likely two reports are of one story.

A weighted sum of what they share: meaning, the rarest of their words, names, kind of event, place
below the nation, figures, days. Three rare words are more than many common ones, so the rarest are
signs of their own. The weights were fitted by logistic regression on one half of the labelled
reports (`python -m bench.grouping --fit`, tests/grouping/fitted.txt), so the sum is in logits: 0 is
even odds. What one report does not state counts for neither side.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

from bot.digest.profile import Profile
from bot.language.commonness import commonness

WINDOW_DAYS = 7
"""Reports published further apart are not compared; what happened between may join them."""
UNRELATED = -6.0
"""The likeness of reports that were not compared; none is lower."""
CERTAIN = 6.0
"""None is higher."""
PRIOR = 1000
"""Reports of other news that the words of a digest are counted among, so that in a small one a
common word is no rare one."""


WEIGHTS = {
    # Cosine of title and opening.
    "meaning": 5.23,
    # How rare the rarest word is that both have, and the second; squared, for what many reports
    # have tells hardly anything.
    "rarest": 4.45,
    "second": 3.30,
    # The same of two words side by side in both, as a person's names are, and of the titles.
    "pair": 2.47,
    "title_rarest": 1.33,
    # Rarity of the words of either title in the other's text, as a share of the shorter title's.
    "title_in_text": 3.44,
    # They tell of events of two kinds.
    "other_event": -1.23,
    # What one introduces as a place below the nation the other names too.
    "place": 2.12,
    "other_place": -1.30,
    # Each names countries, and none that the other does.
    "other_country": -1.75,
    # Each names one that the other does not, though they share one.
    "crossed_countries": -0.99,
    # The titles differ in one of these two ways.
    "title_countries": -2.32,
    # They name other days of the week.
    "other_weekday": -2.51,
    # Both state one number of two digits or more.
    "figure": 0.92,
    # They name other years, or only one of them names any: anniversaries do.
    "other_years": -0.51,
    # Between them, a week.
    "days": -3.93,
    # One of them states no day.
    "undated": -2.38,
}
"""Of what two reports share, each from 0 to 1 but the cosine."""
BIAS = -6.62


class Rarity:
    """How much it tells that two reports share a word, 0 to 1: by how many reports have it, among
    those that are compared and in news at large."""

    def __init__(self, texts: Iterable[frozenset[str]]) -> None:
        """`texts`: the words of all reports that will be compared."""
        listed = list(texts)
        counted = Counter(word for text in listed for word in text)
        all_ = len(listed) + PRIOR
        most = math.log(1 / commonness(""))
        self._of = {
            word: min(1.0, math.log(all_ / (n + PRIOR * commonness(word))) / most)
            for word, n in counted.items()
        }
        self._whole: dict[frozenset[str], float] = {}

    def of(self, word: str) -> float:
        return self._of[word]

    def sum(self, words: Iterable[str]) -> float:
        return math.fsum(map(self._of.__getitem__, words))

    def whole(self, words: frozenset[str]) -> float:
        """The sum of all of a report's words, which is asked for again and again."""
        if words not in self._whole:
            self._whole[words] = self.sum(words)
        return self._whole[words]


def likeness(a: Profile, b: Profile, rarity: Rarity) -> float:
    """In logits, from `UNRELATED` to `CERTAIN`."""
    found = signs(a, b, rarity)
    weighed = BIAS + math.fsum(weight * found[name] for name, weight in WEIGHTS.items())
    return min(CERTAIN, max(UNRELATED, weighed))


def signs(a: Profile, b: Profile, rarity: Rarity) -> dict[str, float]:
    """By the names of `WEIGHTS`."""
    one, other = a.words, b.words
    shared = sorted(map(rarity.of, one.all & other.all), reverse=True)
    rarest, second = (*shared[:2], 0.0, 0.0)[:2]
    crossing = (one.title & other.all) | (other.title & one.all)
    titles = max(1.0, min(rarity.whole(one.title), rarity.whole(other.title)))
    return {
        "meaning": float(a.vector @ b.vector),
        "rarest": rarest**2,
        "second": second**2,
        "pair": max((rarity.sum(pair) / 2 for pair in one.pairs & other.pairs), default=0.0) ** 2,
        "title_rarest": max(map(rarity.of, one.title & other.title), default=0.0) ** 2,
        "title_in_text": min(rarity.sum(crossing) / titles, 1.5) / 1.5,
        "other_event": _disjoint(one.events, other.events),
        "place": bool(one.localities & other.all or other.localities & one.all),
        "other_place": _disjoint(one.localities, other.localities),
        "other_country": _disjoint(one.countries, other.countries),
        "crossed_countries": _crossed(one.countries, other.countries),
        "title_countries": _disjoint(one.title_countries, other.title_countries)
        or _crossed(one.title_countries, other.title_countries),
        "other_weekday": _disjoint(one.weekdays, other.weekdays),
        "figure": bool(one.figures & other.figures),
        "other_years": one.years != other.years and not one.years & other.years,
        "days": _days_between(a, b) / WINDOW_DAYS,
        "undated": not (a.day and b.day),
    }


def comparable(a: Profile, b: Profile) -> bool:
    return _days_between(a, b) <= WINDOW_DAYS


def _days_between(a: Profile, b: Profile) -> int:
    """0 where one of them states none."""
    return abs((a.day - b.day).days) if a.day and b.day else 0


def _disjoint(these: frozenset[Any], those: frozenset[Any]) -> bool:
    return bool(these and those) and not these & those


def _crossed(these: frozenset[str], those: frozenset[str]) -> bool:
    return bool(these & those and these - those and those - these)
