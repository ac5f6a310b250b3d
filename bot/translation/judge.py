"""Hypothesis -> Candidate: every check run, names mended where that is certain, and at last the
probability that the chosen one does not mislead."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import unescape
from typing import Any

from bot.records import Encoder, EngineIdentity, Flag, Hypothesis, Severity
from bot.translation.checks import Context, run_checks
from bot.translation.consensus import expected_chrf
from bot.translation.names import Names, Scope, name_checks, repair
from bot.translation.resemblance import contexts
from bot.translation.trust import (
    Checker,
    Reading,
    Turned,
    Verdict,
    scale_of,
    signals,
    turned_round,
    verdict,
)
from bot.translation.trust.signals import doubtful_words
from bot.translation.worked_out import Store, WorkedOut, version_of

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
    """Runs the checks on batches, since vectors are far cheaper many at a time.

    What was judged once is remembered where there is a store: the same words beside the same words
    are judged alike, and neither vectors nor the checker are loaded for them.
    """

    def __init__(
        self,
        names: Names,
        encoder: Encoder,
        checker: Checker | None = None,
        store: Store | None = None,
    ) -> None:
        """Without `checker` no probability is given, and no sentence is held back for it."""
        self._names = names
        self._encoder = encoder
        self._checker = checker
        self._checked = WorkedOut(store, f"candidate {version_of(*_CHECKING)}")
        self._trusted = WorkedOut(store, f"trust {version_of('language', 'translation/trust')}")

    def candidates(self, cases: Sequence[tuple[str, Hypothesis, Scope]]) -> list[Candidate]:
        """Each (source, hypothesis, scope of its article) with its findings, in order."""
        key = self._checked.key
        keys = [key(source, h.text, h.problem, _shown(scope)) for source, h, scope in cases]
        found = self._checked.results(keys, lambda places: self._fresh([cases[n] for n in places]))
        return [
            Candidate(text, hypothesis.score, _flags_of(flags))
            for (_, hypothesis, _), (text, flags) in zip(cases, found, strict=True)
        ]

    def _fresh(self, cases: Sequence[tuple[str, Hypothesis, Scope]]) -> list[Any]:
        """Of each case the text, names mended, and its findings."""
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
            [text, _plain(self._flags(source, text, hypothesis, scope, context))]
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
        checker = self._checker
        if checker is None:
            return [candidate for _, candidate, _ in cases]
        version, key = checker.identity.version, self._trusted.key
        keys = [
            key(version, scale_of(c.engine).name, source, c.text, _plain(c.flags), _shown(scope))
            for source, c, scope in cases
        ]
        found = self._trusted.results(
            keys, lambda places: self._read([cases[n] for n in places], checker, progress)
        )
        return [
            replace(candidate, trust=trust, flags=_flags_of(flags))
            for (_, candidate, _), (trust, flags) in zip(cases, found, strict=True)
        ]

    def _read(
        self,
        cases: Sequence[tuple[str, Candidate, Scope]],
        checker: Checker,
        progress: Callable[[int], None] | None,
    ) -> list[Any]:
        """Of each case its probability and its findings, with what follows from that."""
        weighed: list[Any] = []
        for start in range(0, len(cases), _READ_AT_ONCE):
            some = cases[start : start + _READ_AT_ONCE]
            pairs = [(self._names.inline(source, scope), c.text) for source, c, scope in some]
            readings = checker.read(pairs)
            turned = with_turned(checker, pairs, [c for _, c, _ in some], readings)
            for candidate, reading in zip(turned, readings, strict=True):
                told = _weighed(candidate, reading)
                weighed.append([told.trust, _plain(told.flags)])
            if progress:
                progress(len(some))
        return weighed

    def _flags(
        self, source: str, text: str, hypothesis: Hypothesis, scope: Scope, context: Context
    ) -> tuple[Flag, ...]:
        if hypothesis.problem:
            return (Flag("engine", Severity.ERROR, hypothesis.problem),)
        return run_checks(source, text, context, extra=name_checks(self._names, scope))


_CHECKING = (
    *("language", "translation/checks", "translation/names"),
    *("translation/judge.py", "translation/resemblance.py"),
)
"""The code and the tables that the findings come from."""

_READ_AT_ONCE = 32
"""A few seconds' work, so that progress is seen and Ctrl-C is heard."""


def _plain(flags: Sequence[Flag]) -> list[tuple[str, str, str]]:
    return [(flag.check, flag.severity.value, flag.detail) for flag in flags]


def _flags_of(plain: Sequence[Sequence[str]]) -> tuple[Flag, ...]:
    return tuple(Flag(check, Severity(severity), detail) for check, severity, detail in plain)


def _shown(scope: Scope) -> str:
    """All that a scope says, the same in every run."""
    return repr((sorted(scope.full), scope.glossed, scope.terms, scope.namesakes))


def with_turned(
    checker: Checker,
    pairs: Sequence[tuple[str, str]],
    candidates: Sequence[Candidate],
    readings: Sequence[Reading | None],
) -> list[Candidate]:
    """The candidates with an error where the checker would rather have the sentence turned round.

    What it wrote itself it would not, and what has an error already is marked without.
    """
    asked = {
        n: (*pairs[n], reading)
        for n, (candidate, reading) in enumerate(zip(candidates, readings, strict=True))
        if reading is not None
        and not hard(candidate.flags)
        and not (candidate.engine and candidate.engine.name == checker.identity.name)
    }
    found = dict(zip(asked, turned_round(checker, list(asked.values())), strict=True))
    return [
        replace(candidate, flags=(*candidate.flags, _turned_flag(other)))
        if (other := found.get(n))
        else candidate
        for n, candidate in enumerate(candidates)
    ]


def _turned_flag(other: Turned) -> Flag:
    detail = f"“{other.one}” may have to be “{other.other}”"
    return Flag("turned", Severity.ERROR, detail)


def _weighed(candidate: Candidate, reading: Reading | None) -> Candidate:
    if reading is None:
        if not candidate.text:
            return candidate
        detail = "the sentence is too long to be judged"
        return replace(candidate, flags=(*candidate.flags, Flag("meaning", Severity.ERROR, detail)))
    scale = scale_of(candidate.engine)
    trust = scale.trust(signals(reading, candidate.flags))
    found = verdict(trust, scale)
    if found is Verdict.TRUSTED:
        flags = tuple(replace(f, severity=Severity.NOTE) if soft(f) else f for f in candidate.flags)
    else:
        severity = Severity.WITHHELD if found is Verdict.WITHHELD else Severity.ERROR
        words = ", ".join(f"“{word}”" for word in doubtful_words(reading))
        detail = f"the wording is doubtful: {words}"
        flags = (*candidate.flags, Flag("meaning", severity, detail))
    return replace(candidate, flags=flags, trust=round(trust, 3))


_MEASURES = frozenset(("meaning", "clauses", "length"))
"""Checks that measure the sentence and point at no word of it."""


def hard(flags: Sequence[Flag]) -> bool:
    """Whether a finding marks the sentence whatever its probability."""
    return any(flag.severity is Severity.ERROR and not soft(flag) for flag in flags)


def soft(flag: Flag) -> bool:
    """Whether a finding gives way where the sentence as a whole is trusted: it counts in its
    probability, and of good English of other engines it marks more than of what misleads."""
    return flag.severity is Severity.WARNING or flag.check in _MEASURES
