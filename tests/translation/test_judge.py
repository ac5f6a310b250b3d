"""What the judge makes of an engine's own score."""

from __future__ import annotations

import pytest

from bot.records import EngineIdentity, Hypothesis
from bot.translation.judge import Candidate, Judge
from bot.translation.names import Names
from bot.vectors import SentenceEncoder

SOURCE = "افتتحت البلدية مكتبة عامة كبيرة في وسط المدينة."
ENGLISH = "The municipality opened a large public library in the city centre."
UNSURE = -1.5


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(Names.load(), SentenceEncoder())


def judged(judge: Judge, engine: EngineIdentity | None) -> Candidate:
    names = Names.load()
    case = (SOURCE, Hypothesis(ENGLISH, UNSURE), names.scope([SOURCE]))
    (candidate,) = judge.candidates([case], engine)
    return candidate


def test_a_low_score_counts_for_the_engine_whose_limits_are_known(judge: Judge) -> None:
    found = judged(judge, EngineIdentity("aren", "1", "aren 1"))
    assert [flag.check for flag in found.flags] == ["confidence"]


@pytest.mark.parametrize("engine", [None, EngineIdentity("nllb-200-distilled-600M", "1", "NLLB")])
def test_the_same_score_of_another_engine_says_nothing(
    judge: Judge, engine: EngineIdentity | None
) -> None:
    found = judged(judge, engine)
    assert found.flags == ()
    assert found.score == UNSURE, "it still decides among this engine's hypotheses"
