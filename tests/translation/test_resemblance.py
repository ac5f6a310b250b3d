"""Clauses that one side has and the other not, told by the sentence vectors."""

from __future__ import annotations

import pytest

from bot.pipeline.vectors import SentenceEncoder
from bot.records import Flag, Severity
from bot.translation.checks import CHECKS, Context
from bot.translation.checks.context import Spare
from bot.translation.checks.measured import ADDED, LOST, Weights
from bot.translation.resemblance import contexts

SOURCE = "أعلن وزير الطاقة خفض أسعار الغاز في البلاد، وقال إن القرار يبدأ العمل به في الشهر المقبل."
WHOLE = (
    "The energy minister announced a cut in gas prices in the country, "
    "and said that the decision takes effect next month."
)
ADDITION = " and the football team won its third match in a row at home."
HALF = "The energy minister announced a cut in gas prices in the country."
TEXTS = (WHOLE, WHOLE[:-1] + ADDITION, HALF)


@pytest.fixture(scope="module")
def measured() -> list[Context]:
    return contexts(SentenceEncoder(), [(SOURCE, text) for text in TEXTS])


def found(context: Context, text: str = WHOLE) -> tuple[Flag, ...]:
    return CHECKS["clauses"](SOURCE, text, context)


def test_a_whole_translation_passes(measured: list[Context]) -> None:
    assert found(measured[0]) == ()
    assert measured[0].similarity is not None
    assert measured[0].similarity > 0.5


def test_a_clause_added_is_named(measured: list[Context]) -> None:
    (flag,) = found(measured[1], TEXTS[1])
    assert flag.severity is Severity.ERROR
    assert "football team" in flag.detail


def test_a_clause_lost_is_named(measured: list[Context]) -> None:
    (flag,) = found(measured[2], TEXTS[2])
    assert flag.severity is Severity.ERROR
    assert "القرار" in flag.detail


def test_one_clause_has_nothing_to_leave_out() -> None:
    (context,) = contexts(SentenceEncoder(), [("اجتمع الوزير أمس", "The minister met")])
    assert context.added is None
    assert context.lost is None
    assert found(context) == ()
    assert contexts(SentenceEncoder(), []) == []


@pytest.mark.parametrize("weights", [ADDED, LOST])
def test_a_clause_that_is_spared_with_more_gain_is_more_suspect(weights: Weights) -> None:
    little, much = (weights.odds(Spare("a clause of it", gain, 0.1), 0.0) for gain in (0.0, 0.1))
    assert little < much


def test_an_added_clause_is_unlike_the_source_and_makes_the_english_longer() -> None:
    clause = Spare("a clause of it", 0.05, 0.1)
    assert ADDED.odds(clause, 0.0) > ADDED.odds(Spare(clause.clause, 0.05, 0.6), 0.0)
    assert ADDED.odds(clause, 0.3) > ADDED.odds(clause, 0.0)
    assert LOST.odds(clause, -0.3) > LOST.odds(clause, 0.0)


@pytest.mark.parametrize(("gain", "severity"), [(0.3, Severity.ERROR), (-0.2, None)])
def test_how_much_a_gain_weighs(gain: float, severity: Severity | None) -> None:
    flags = found(Context(added=Spare("a clause of it", gain, 0.2)))
    assert [flag.severity for flag in flags] == ([severity] if severity else [])
