"""The shipped weights, and what a probability means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.records import EngineIdentity
from bot.translation.trust import SIGNALS, Verdict, scale_of, verdict

ENGINES = [None, *(EngineIdentity(n, "1", n) for n in ("aren", "firefox", "chat"))]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_has_a_scale_with_two_thresholds(engine: EngineIdentity | None) -> None:
    scale = scale_of(engine)
    assert 0 < scale.withhold < scale.doubt < 1
    assert scale.slope > 0
    assert len(scale.weights) == len(scale.mean) == len(scale.spread) == len(SIGNALS)


def test_only_engines_whose_english_was_judged_have_a_rate() -> None:
    rates = [scale_of(engine).measured for engine in ENGINES]
    assert rates == [False, True, True, False]


def test_a_finding_of_the_checks_never_raises_the_trust() -> None:
    for engine in ENGINES:
        scale = scale_of(engine)
        figures = list(scale.mean)
        worse = [*figures[:-2], figures[-2] - 1, figures[-1] - 1]
        assert scale.trust(worse) <= scale.trust(figures)


def test_the_verdict_follows_the_thresholds() -> None:
    scale = replace(scale_of(None), withhold=0.2, doubt=0.6)
    found = [verdict(trust, scale) for trust in (0.1, 0.2, 0.59, 0.6)]
    assert found == [Verdict.WITHHELD, Verdict.DOUBTED, Verdict.DOUBTED, Verdict.TRUSTED]
