"""How likely two reports are of one story.

A weighted sum of what they share: meaning, the rarest of their words, countries, kind of event,
place below the nation, figures, and the days they name. Three rare words are more than many common
ones, so the rarest are signs of their own. The weights were fitted by logistic regression on two of
the parts of labelled reports (`python -m bench.grouping --fit`, tests/grouping), so the sum is in
logits: 0 is even odds. What one report does not state counts for neither side.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.digest.profile import Profile, Words
from bot.language.commonness import commonness
from bot.language.events import AT_ONE_PLACE

WINDOW_DAYS = 7
"""Reports published further apart are not compared; what happened between may join them."""
UNRELATED = -6.0
"""The likeness of reports that were not compared; none is lower."""
CERTAIN = 6.0
"""None is higher."""
PRIOR = 1000
"""Reports of other news that the words of a digest are counted among, so that in a small one a
common word is no rare one."""
COUNTRIES_PRIOR = 100
"""The same of the countries, which differ more from one chat's news to another's."""
COUNTRY = 0.05
"""Share of the news at large that names a country."""

WEIGHTS = {
    # Cosine of title and opening.
    "meaning": 4.43,
    # How rare the rarest word is that both have, and the second; squared, for what many reports
    # have tells hardly anything.
    "rarest": 5.70,
    "second": 1.16,
    # Rarity of the words of either title in the other's text, as a share of the shorter title's.
    "title_in_text": 4.11,
    # They tell of events of two kinds.
    "other_event": -1.62,
    # What one introduces as a place below the nation the other names too.
    "place": 1.02,
    "other_place": -0.37,
    # How rare the countries are that both name, summed: two are more than one.
    "countries": 2.41,
    # Each names countries, and none that the other does.
    "other_country": -1.93,
    # Each names one that the other does not, though they share one.
    "crossed_countries": -1.61,
    # The titles differ in one of these two ways.
    "title_countries": -3.34,
    # The later names a day on which the earlier was published, or which it names too.
    "day_named": 0.69,
    # Each names days before it, and none that the other does.
    "other_day": -2.33,
    # Both state one number of two digits or more.
    "figure": 0.97,
    # They name other years, or only one of them names any: anniversaries do.
    "other_years": -0.93,
    # Between them, a week.
    "days": -2.15,
    # One of them states no day.
    "undated": -4.21,
}
"""Of what two reports share, each from 0 to 1 but the cosine."""
BIAS = -5.82


class Rarity:
    """How much it tells that two reports share a word or a country, 0 to 1: by how many reports
    have it, among those that are compared and in news at large."""

    def __init__(self, reports: Iterable[Words]) -> None:
        """`reports`: all that will be compared."""
        listed = list(reports)
        counted = Counter(word for words in listed for word in words.all)
        self.shared = frozenset(word for word, n in counted.items() if n > 1)
        """Words that more than one report has."""
        self._of = {
            word: _rarity(n, len(listed), PRIOR, commonness(word), commonness(""))
            for word, n in counted.items()
        }
        self._countries = {
            country: _rarity(n, len(listed), COUNTRIES_PRIOR, COUNTRY, COUNTRY)
            for country, n in Counter(c for words in listed for c in words.countries).items()
        }
        self._whole: dict[frozenset[str], float] = {}

    def of(self, word: str) -> float:
        return self._of[word]

    def sum(self, words: Iterable[str]) -> float:
        return math.fsum(map(self._of.__getitem__, words))

    def of_countries(self, codes: Iterable[str]) -> float:
        """Summed."""
        return math.fsum(map(self._countries.__getitem__, codes))

    def whole(self, words: frozenset[str]) -> float:
        """The sum of all of a report's words, which is asked for again and again."""
        if words not in self._whole:
            self._whole[words] = self.sum(words)
        return self._whole[words]


def _rarity(having: int, reports: int, prior: int, share: float, least: float) -> float:
    """Of what `having` of the reports have, and a `share` of the `prior` others; 1 where that share
    is the `least` there is, and no report has it."""
    seen = having + prior * share
    return min(1.0, math.log((reports + prior) / seen) / math.log(1 / least))


def likeness(a: Profile, b: Profile, rarity: Rarity) -> float:
    """In logits, from `UNRELATED` to `CERTAIN`. `a` was published first."""
    if elsewhere(a.words, b.words):
        return UNRELATED
    found = signs(a, b, rarity)
    weighed = BIAS + math.fsum(weight * found[name] for name, weight in WEIGHTS.items())
    return min(CERTAIN, max(UNRELATED, weighed))


def elsewhere(one: Words, other: Words) -> bool:
    """Whether their titles tell of what has one place and name places, none of them both: two
    fires in two towns, in whatever words they are told."""
    return bool(one.title_events & other.title_events & AT_ONE_PLACE) and _disjoint(
        one.title_localities, other.title_localities
    )


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
        "title_in_text": min(rarity.sum(crossing) / titles, 1.5) / 1.5,
        "other_event": _disjoint(one.events, other.events),
        "place": bool(one.localities & other.all or other.localities & one.all),
        "other_place": _disjoint(one.localities, other.localities),
        "countries": min(2.0, rarity.of_countries(one.countries & other.countries)) / 2,
        "other_country": _disjoint(one.countries, other.countries),
        "crossed_countries": _crossed(one.countries, other.countries),
        "title_countries": _disjoint(one.title_countries, other.title_countries)
        or _crossed(one.title_countries, other.title_countries),
        "day_named": bool(b.past & a.past) or a.day in b.past,
        "other_day": _disjoint(a.past, b.past) and a.day not in b.past,
        "figure": bool(one.figures & other.figures),
        "other_years": one.years != other.years and not one.years & other.years,
        "days": days_between(a.day, b.day) / WINDOW_DAYS,
        "undated": not (a.day and b.day),
    }


def comparable(a: Profile, b: Profile) -> bool:
    return days_between(a.day, b.day) <= WINDOW_DAYS


def days_between(one: date | None, other: date | None) -> int:
    """0 where one of them is not known."""
    return abs((one - other).days) if one and other else 0


def _disjoint(these: frozenset[Any], those: frozenset[Any]) -> bool:
    return bool(these and those) and not these & those


def _crossed(these: frozenset[str], those: frozenset[str]) -> bool:
    return bool(these & those and these - those and those - these)
