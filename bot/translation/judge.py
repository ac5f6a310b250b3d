"""Hypothesis -> Candidate: every check run, names mended where that is certain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.records import Encoder, EngineIdentity, Flag, Hypothesis, Severity
from bot.translation.checks import Context, run_checks
from bot.translation.names import Names, Scope, name_checks, repair


@dataclass(frozen=True, slots=True)
class Candidate:
    """One hypothesis and what the checks found in it."""

    text: str
    score: float | None
    flags: tuple[Flag, ...]
    engine: EngineIdentity | None = None
    rank: int = 0
    """Of the engine among those asked: the higher, the better it is held to be."""

    @property
    def errors(self) -> int:
        return sum(flag.severity is Severity.ERROR for flag in self.flags)


def best(candidates: Sequence[Candidate]) -> Candidate:
    """Fewest errors, then fewest warnings, then the better engine, then its own score.

    Scores of two engines are on two scales, so they never meet.
    """
    return min(candidates, key=_order)


def _order(candidate: Candidate) -> tuple[int, int, int, float]:
    # Among hypotheses without scores the first stays first, as the engine gave them.
    score = -math.inf if candidate.score is None else candidate.score
    return candidate.errors, len(candidate.flags), -candidate.rank, -score


class Judge:
    """Runs the checks on batches, since vectors are far cheaper many at a time."""

    def __init__(self, names: Names, encoder: Encoder) -> None:
        self._names = names
        self._encoder = encoder

    def candidates(self, cases: Sequence[tuple[str, Hypothesis, Scope]]) -> list[Candidate]:
        """Each (source, hypothesis, scope of its article) with its findings, in order."""
        mended = [
            repair(source, hypothesis.text, self._names.find(source, known=scope))
            for source, hypothesis, scope in cases
        ]
        similarities = self._similarities([source for source, _, _ in cases], mended)
        return [
            Candidate(text, hypothesis.score, self._flags(source, text, hypothesis, scope, close))
            for (source, hypothesis, scope), text, close in zip(
                cases, mended, similarities, strict=True
            )
        ]

    def _flags(
        self, source: str, text: str, hypothesis: Hypothesis, scope: Scope, similarity: float
    ) -> tuple[Flag, ...]:
        if hypothesis.problem:
            return (Flag("engine", Severity.ERROR, hypothesis.problem),)
        # No score, no judgement of it: the check of confidence is silent where it is None.
        context = Context(score=hypothesis.score, similarity=similarity)
        return run_checks(source, text, context, extra=name_checks(self._names, scope))

    def _similarities(self, sources: Sequence[str], texts: Sequence[str]) -> list[float]:
        if not sources:
            return []
        products = self._encoder.encode(sources) * self._encoder.encode(texts)
        return [float(cosine) for cosine in products.sum(axis=1)]
