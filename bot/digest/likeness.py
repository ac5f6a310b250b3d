"""How likely two reports are of one story.

A weighted sum of what they share: meaning, rare words, names, kind of event, place below the
nation, figures, days. The weights were fitted by logistic regression on one half of the labelled
reports (`python -m bench.grouping --fit`, tests/grouping/fitted.txt), so the sum is in logits: 0 is
even odds. What one report does not state counts for neither side.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

from bot.digest.profile import Profile

WINDOW_DAYS = 7
"""Reports published further apart are not compared; what happened between may join them."""
UNRELATED = -6.0
"""The likeness of reports that were not compared; none is lower."""
CERTAIN = 6.0
"""None is higher."""
PRIOR = 50
"""Reports without it that each word is given, so that in a small digest few words are common."""


WEIGHTS = {
    # Cosine of title and opening.
    "meaning": 4.82,
    # Cosine of the titles.
    "titles": 0.68,
    # Rarity of the words both have, as a share of the shorter text's.
    "words": 1.22,
    # The same as a number, full at six words that no other report has.
    "rare_words": 2.35,
    # As "words", of the titles.
    "title_words": 2.11,
    # Words of either title in the other's text, as a share of the shorter title's.
    "title_in_text": 3.74,
    # Words side by side that both have, full at three.
    "pairs": 1.43,
    # Both tell of an event of one kind; of two kinds.
    "event": 1.03,
    "other_event": -1.22,
    # What one introduces as a place below the nation the other names too.
    "place": 3.14,
    "other_place": -1.16,
    # Each names countries, and none that the other does.
    "other_country": -1.94,
    # Each names one that the other does not, though they share one.
    "crossed_countries": -0.13,
    # The titles differ in one of these two ways.
    "title_countries": -3.90,
    # They name other days of the week.
    "other_weekday": -2.75,
    # Both state one number of two digits or more.
    "figure": 1.09,
    # They name other years, or only one of them names any: anniversaries do.
    "other_years": -1.13,
    # Between them, a week.
    "days": -2.09,
    # One of them states no day.
    "undated": -2.11,
}
"""Of what two reports share, each from 0 to 1 but the cosines."""
BIAS = -6.27


class Rarity:
    """How much it tells that two reports share a word, 0 to 1: by how many reports have it."""

    def __init__(self, texts: Iterable[frozenset[str]]) -> None:
        """`texts`: the words of all reports that will be compared."""
        listed = list(texts)
        all_ = len(listed) + PRIOR
        most = math.log(all_ / 1.5)
        counted = Counter(word for text in listed for word in text)
        self._of = {word: math.log(all_ / (n + 0.5)) / most for word, n in counted.items()}
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
    shared = rarity.sum(one.all & other.all)
    titles = max(1.0, min(rarity.whole(one.title), rarity.whole(other.title)))
    crossing = (one.title & other.all) | (other.title & one.all)
    return {
        "meaning": float(a.text @ b.text),
        "titles": float(a.title @ b.title),
        "words": shared / max(1.0, min(rarity.whole(one.all), rarity.whole(other.all))),
        "rare_words": min(shared, 6.0) / 6,
        "title_words": rarity.sum(one.title & other.title) / titles,
        "title_in_text": min(rarity.sum(crossing) / titles, 1.5) / 1.5,
        "pairs": min(len(one.pairs & other.pairs), 3) / 3,
        "event": bool(one.events & other.events),
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
