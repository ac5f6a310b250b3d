"""Who else reports a fact, and what is said twice.

"All four report it" is a claim of ours about the outlets, so it is made only where each one's
own Arabic states the same figures, denies or affirms alike and names the same countries. For
leaving a repetition out, less will do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.digest.profile import prose
from bot.language.arabic.countries import places
from bot.language.content_words import content_words, shared_share
from bot.language.dates.named_days import weekdays
from bot.language.figures import figures
from bot.language.negation import negated
from bot.records import Brief, Encoder, Part, TranslatedSegment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

STATES = 0.72
"""Cosine of two Arabic sentences from which one may be said to state the other's fact, given
that figures, denial, days and countries agree too."""
STATES_LOOSELY, STATES_WORDS = 0.55, 0.7
"""Or a lower cosine, where nearly all words of the shorter are the other's."""
REPEATS, REPEATS_LOOSELY, REPEATS_WORDS = 0.68, 0.5, 0.6
"""The same, from which showing both would say one thing twice."""


REMEMBERED = 2048
"""Sentences that are not read again when the next digest is made."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What can be read from an Arabic sentence."""

    words: frozenset[str]
    figures: frozenset[str]
    places: frozenset[str]
    weekdays: frozenset[int]
    negated: bool


@lru_cache(REMEMBERED)
def stated(sentence: str) -> Stated:
    return Stated(
        words=content_words(sentence),
        figures=figures(sentence),
        places=places(sentence),
        weekdays=weekdays(sentence),
        negated=negated(sentence),
    )


@dataclass(frozen=True, slots=True)
class Fact:
    """One Arabic sentence of one report, ready to be compared."""

    report: int
    segment: TranslatedSegment
    vector: Vector
    stated: Stated

    @property
    def words(self) -> frozenset[str]:
        return self.stated.words

    @property
    def figures(self) -> frozenset[str]:
        return self.stated.figures

    @property
    def places(self) -> frozenset[str]:
        return self.stated.places

    @property
    def weekdays(self) -> frozenset[int]:
        return self.stated.weekdays

    @property
    def negated(self) -> bool:
        return self.stated.negated

    @property
    def source(self) -> str:
        return self.segment.segment.source


def facts(briefs: Sequence[Brief], encoder: Encoder) -> list[Fact]:
    """The titles and prose sentences of a story's reports, numbered by report."""
    found = [
        (report, segment)
        for report, brief in enumerate(briefs)
        for segment in (*brief.translation.of_part(Part.TITLE), *prose(brief))
    ]
    vectors = encoder.encode([segment.segment.source for _, segment in found])
    return [
        Fact(
            report=report,
            segment=segment,
            vector=vectors[n],
            stated=stated(segment.segment.source),
        )
        for n, (report, segment) in enumerate(found)
    ]


def states(other: Fact, fact: Fact) -> bool:
    """Whether `other` states all of `fact`, as far as can be made certain."""
    if other.negated != fact.negated or not fact.figures <= other.figures:
        return False
    if not (fact.places <= other.places and fact.weekdays <= other.weekdays):
        return False
    return _alike(other, fact, STATES, STATES_LOOSELY, STATES_WORDS)


def adds_nothing(fact: Fact, shown: Sequence[Fact]) -> bool:
    """Whether a reader who has read `shown` learns nothing from `fact`: it is like one of them,
    and what it counts and where it happens are among theirs."""
    told = [other for other in shown if other.negated == fact.negated]
    if not fact.figures <= _union(other.figures for other in told):
        return False
    if not fact.places <= _union(other.places for other in told):
        return False
    return any(_alike(fact, other, REPEATS, REPEATS_LOOSELY, REPEATS_WORDS) for other in told)


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _alike(one: Fact, other: Fact, cosine: float, loosely: float, words: float) -> bool:
    likeness = float(one.vector @ other.vector)
    return likeness >= cosine or (
        likeness >= loosely and shared_share(one.words, other.words) >= words
    )
