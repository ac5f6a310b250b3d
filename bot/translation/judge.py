"""Hypothesis -> Candidate: every check run, names mended where that is certain."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import unescape

from bot.records import Encoder, EngineIdentity, Flag, Hypothesis, Severity
from bot.translation.checks import Context, run_checks
from bot.translation.checks.measured import score_says
from bot.translation.consensus import expected_chrf
from bot.translation.names import Names, Scope, name_checks, repair
from bot.translation.resemblance import contexts

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")


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


class Chosen(StrEnum):
    """What decides among hypotheses that the checks find equally good."""

    SCORE = "score"
    """The engine's own score."""
    CONSENSUS = "consensus"
    """Minimum Bayes risk over chrF: nearest to all others; then the score."""


def best(candidates: Sequence[Candidate], choice: Chosen = Chosen.SCORE) -> Candidate:
    """Fewest errors, then fewest other findings, then the better engine, then as `choice` says;
    bench/choosing.py.

    Scores of two engines are on two scales, so they never meet.
    """
    agreed = [0.0] * len(candidates)
    if choice is Chosen.CONSENSUS:
        agreed = expected_chrf([candidate.text for candidate in candidates])

    def order(place: int) -> tuple[float, ...]:
        each = candidates[place]
        # Among hypotheses without scores the first stays first, as the engine gave them.
        score = -math.inf if each.score is None else each.score
        return (each.errors, len(each.flags), -each.rank, -agreed[place], -score)

    return candidates[min(range(len(candidates)), key=order)]


def unescaped(source: str, english: str) -> str:
    """The English with the signs for which an engine wrote an entity of HTML: R&amp;D is R&D.

    Models trained on pages write them; no reader should see them. What the source itself writes so
    stays, and so does what is no entity.
    """
    if "&" not in english or _ENTITY.search(source):
        return english
    # &amp;quot; was escaped twice.
    return _ENTITY.sub(_sign, _ENTITY.sub(_sign, english))


def _sign(found: re.Match[str]) -> str:
    sign = unescape(found[0])
    if sign.isspace():
        return " "
    return sign if sign.isprintable() and "\ufffd" not in sign else found[0]


class Judge:
    """Runs the checks on batches, since vectors are far cheaper many at a time."""

    def __init__(self, names: Names, encoder: Encoder) -> None:
        self._names = names
        self._encoder = encoder

    def candidates(
        self, cases: Sequence[tuple[str, Hypothesis, Scope]], engine: EngineIdentity | None = None
    ) -> list[Candidate]:
        """Each (source, hypothesis, scope of its article) with its findings, in order.

        `engine`: who made the hypotheses, if anybody; only of an engine whose scale is known
        does the score count against a sentence.
        """
        told = score_says(engine)
        mended = [
            repair(
                source, unescaped(source, hypothesis.text), self._names.find(source, known=scope)
            )
            for source, hypothesis, scope in cases
        ]
        measured = contexts(
            self._encoder,
            [
                (source, text, hypothesis.score if told else None)
                for (source, hypothesis, _), text in zip(cases, mended, strict=True)
            ],
        )
        return [
            Candidate(
                text,
                hypothesis.score,
                self._flags(source, text, hypothesis, scope, context),
            )
            for (source, hypothesis, scope), text, context in zip(
                cases, mended, measured, strict=True
            )
        ]

    def _flags(
        self, source: str, text: str, hypothesis: Hypothesis, scope: Scope, context: Context
    ) -> tuple[Flag, ...]:
        if hypothesis.problem:
            return (Flag("engine", Severity.ERROR, hypothesis.problem),)
        # No score, no judgement of it: the check of confidence is silent where it is None.
        return run_checks(source, text, context, extra=name_checks(self._names, scope))
