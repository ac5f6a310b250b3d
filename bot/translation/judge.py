"""Hypothesis -> Candidate: every check run, names mended where that is certain, and at last the
probability that the chosen one does not mislead."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import unescape

from bot.records import Encoder, EngineIdentity, Flag, Hypothesis, Severity
from bot.translation.checks import Context, run_checks
from bot.translation.consensus import expected_chrf
from bot.translation.names import Names, Scope, name_checks, repair
from bot.translation.resemblance import contexts
from bot.translation.trust import Checker, Reading, Verdict, scale_of, signals, verdict
from bot.translation.trust.signals import doubtful_words

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
    trust: float | None = None
    """The probability that it does not mislead; None where it was not measured."""

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

    def __init__(self, names: Names, encoder: Encoder, checker: Checker | None = None) -> None:
        """Without `checker` no probability is given, and no sentence is held back for it."""
        self._names = names
        self._encoder = encoder
        self._checker = checker

    def candidates(self, cases: Sequence[tuple[str, Hypothesis, Scope]]) -> list[Candidate]:
        """Each (source, hypothesis, scope of its article) with its findings, in order."""
        mended = [
            repair(
                source, unescaped(source, hypothesis.text), self._names.find(source, known=scope)
            )
            for source, hypothesis, scope in cases
        ]
        measured = contexts(
            self._encoder,
            [(source, text) for (source, _, _), text in zip(cases, mended, strict=True)],
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

    def weighed(
        self,
        cases: Sequence[tuple[str, Candidate, Scope]],
        progress: Callable[[int], None] | None = None,
    ) -> list[Candidate]:
        """Each (source, candidate, scope of its article) with its probability, and a finding
        where that is low. `progress` is told how many more are done.

        The checker reads the Arabic with the names that are certain in English, as the embedded
        engine would be given it. Raises `bot.errors.ModelError` where it cannot be used.
        """
        if self._checker is None:
            return [candidate for _, candidate, _ in cases]
        weighed: list[Candidate] = []
        for start in range(0, len(cases), _READ_AT_ONCE):
            some = cases[start : start + _READ_AT_ONCE]
            pairs = [(self._names.inline(source, scope), c.text) for source, c, scope in some]
            weighed += [
                _weighed(candidate, reading)
                for (_, candidate, _), reading in zip(some, self._checker.read(pairs), strict=True)
            ]
            if progress:
                progress(len(some))
        return weighed

    def _flags(
        self, source: str, text: str, hypothesis: Hypothesis, scope: Scope, context: Context
    ) -> tuple[Flag, ...]:
        if hypothesis.problem:
            return (Flag("engine", Severity.ERROR, hypothesis.problem),)
        return run_checks(source, text, context, extra=name_checks(self._names, scope))


_READ_AT_ONCE = 32
"""A few seconds' work, so that progress is seen and Ctrl-C is heard."""


def _weighed(candidate: Candidate, reading: Reading | None) -> Candidate:
    if reading is None:
        if not candidate.text:
            return candidate
        detail = "the sentence is too long to be judged"
        return replace(candidate, flags=(*candidate.flags, Flag("meaning", Severity.ERROR, detail)))
    scale = scale_of(candidate.engine)
    trust = scale.trust(signals(reading, candidate.flags))
    found = verdict(trust, scale)
    flags = candidate.flags
    if found is not Verdict.TRUSTED:
        severity = Severity.WITHHELD if found is Verdict.WITHHELD else Severity.ERROR
        words = ", ".join(f"“{word}”" for word in doubtful_words(reading))
        flags = (*flags, Flag("meaning", severity, f"the wording is doubtful: {words}"))
    return replace(candidate, flags=flags, trust=round(trust, 3))
