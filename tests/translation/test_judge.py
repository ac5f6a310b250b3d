"""What the judge makes of an engine's own score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.records import EngineIdentity, Hypothesis
from bot.translation.judge import Candidate, Judge
from bot.translation.names import Names

if TYPE_CHECKING:
    from bot.records import Vectors

SOURCE = "افتتحت البلدية مكتبة عامة كبيرة في وسط المدينة."
ENGLISH = "The municipality opened a large public library in the city centre."
UNSURE = -1.5


NAMES = Names.load()


class Alike:
    """An encoder to which all texts say the same."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.ones((len(texts), 1), dtype=np.float32)


def judged(engine: EngineIdentity | None) -> Candidate:
    case = (SOURCE, Hypothesis(ENGLISH, UNSURE), NAMES.scope([SOURCE]))
    (candidate,) = Judge(NAMES, Alike()).candidates([case], engine)
    return candidate


def test_a_low_score_counts_for_the_engine_whose_limits_are_known() -> None:
    found = judged(EngineIdentity("aren", "1", "aren 1"))
    assert [flag.check for flag in found.flags] == ["confidence"]


@pytest.mark.parametrize("engine", [None, EngineIdentity("nllb-200-distilled-600M", "1", "NLLB")])
def test_the_same_score_of_another_engine_says_nothing(engine: EngineIdentity | None) -> None:
    found = judged(engine)
    assert found.flags == ()
    assert found.score == UNSURE, "it still decides among this engine's hypotheses"
