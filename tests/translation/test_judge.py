"""What the judge makes of the checker's reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.records import EngineIdentity, Flag, Hypothesis, Severity, Standing, standing_of
from bot.translation.judge import Candidate, Judge
from bot.translation.names import Names
from bot.translation.trust import Reading, scale_of
from tests.translation.trust.made_readings import doubted, firm

if TYPE_CHECKING:
    from bot.records import Vectors

SOURCE = "افتتحت البلدية مكتبة عامة كبيرة في وسط المدينة."
ENGLISH = "The municipality opened a large public library in the city centre."

EMBEDDED = EngineIdentity("aren", "1", "aren 1")

NAMES = Names.load()


class Alike:
    """An encoder to which all texts say the same."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.ones((len(texts), 1), dtype=np.float32)


class Told:
    """A checker that reads what it is told."""

    def __init__(self, *readings: Reading | None) -> None:
        self.readings = list(readings)
        self.asked: list[tuple[str, str]] = []

    identity = EMBEDDED

    def read(self, cases: Sequence[tuple[str, str]]) -> list[Reading | None]:
        self.asked += cases
        return self.readings[: len(cases)]


def weighed(
    checker: Told | None,
    candidate: Candidate | None = None,
    engine: EngineIdentity | None = EMBEDDED,
) -> Candidate:
    judge = Judge(NAMES, Alike(), checker)
    scope = NAMES.scope([SOURCE])
    if candidate is None:
        (candidate,) = judge.candidates([(SOURCE, Hypothesis(ENGLISH, -0.2), scope)])
    (found,) = judge.weighed([(SOURCE, replace(candidate, engine=engine), scope)])
    return found


def test_the_engines_own_score_is_kept_and_says_nothing_of_the_sentence() -> None:
    judge = Judge(NAMES, Alike())
    case = (SOURCE, Hypothesis(ENGLISH, -1.5), NAMES.scope([SOURCE]))
    (found,) = judge.candidates([case])
    assert (found.flags, found.score, found.trust) == ((), -1.5, None)


def test_what_the_checker_holds_likely_stands_plain() -> None:
    found = weighed(Told(firm(ENGLISH)))
    assert found.trust is not None and found.trust > scale_of(EMBEDDED).doubt
    assert standing_of(found.flags) is Standing.PLAIN


def test_what_it_holds_unlikely_is_held_back_and_the_words_are_named() -> None:
    found = weighed(
        Told(doubted(ENGLISH, "opened", "large", "public", "library", "centre")), engine=None
    )
    (flag,) = found.flags
    assert flag.check == "meaning"
    assert "“" in flag.detail
    assert standing_of(found.flags) is not Standing.PLAIN


def test_a_finding_of_the_checks_lowers_the_trust() -> None:
    plain = Candidate(ENGLISH, -0.2, ())
    flagged = replace(plain, flags=(Flag("numbers", Severity.ERROR, "40 is missing"),))
    one, other = (weighed(Told(firm(ENGLISH)), each).trust for each in (plain, flagged))
    assert one is not None and other is not None and other < one


def test_a_sentence_too_long_to_be_read_is_doubted() -> None:
    found = weighed(Told(None))
    assert found.trust is None
    assert standing_of(found.flags) is Standing.DOUBTFUL


def test_without_a_checker_nothing_is_added() -> None:
    candidate = Candidate(ENGLISH, -0.2, ())
    assert weighed(None, candidate) == replace(candidate, engine=EMBEDDED)


def test_an_engine_that_gave_nothing_is_not_judged_twice() -> None:
    silent = Candidate("", None, (Flag("engine", Severity.ERROR, "it timed out"),))
    assert weighed(Told(None), silent).flags == silent.flags


def test_the_checker_sees_the_names_in_english() -> None:
    checker = Told(firm("Lavrov met Pompeo."))
    judge = Judge(NAMES, Alike(), checker)
    source = "التقى لافروف بومبيو."
    judge.weighed([(source, Candidate("Lavrov met Pompeo.", 0.0, ()), NAMES.scope([source]))])
    ((asked, _),) = checker.asked
    assert asked == NAMES.inline(source, NAMES.scope([source]))


@pytest.mark.parametrize("count", [1, 33])
def test_progress_counts_every_case(count: int) -> None:
    done: list[int] = []
    checker = Told(*([firm(ENGLISH)] * 32))
    case = (SOURCE, Candidate(ENGLISH, 0.0, ()), NAMES.scope([SOURCE]))
    found = Judge(NAMES, Alike(), checker).weighed([case] * count, done.append)
    assert len(found) == sum(done) == count
