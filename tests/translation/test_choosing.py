"""Which hypothesis is taken: checks first, then consensus or score."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sacrebleu.metrics.chrf import CHRF

from bot.records import Flag, Severity
from bot.translation.consensus import chrf, expected_chrf
from bot.translation.judge import Candidate, Chosen, best

ERROR = Flag("numbers", Severity.ERROR, "source says 5")
NOTE = Flag("quotation", Severity.NOTE, "no marks")
TEXT = st.text(alphabet="abcdé .,'", max_size=30)


@given(TEXT, TEXT)
def test_chrf_is_sacrebleus(hypothesis: str, reference: str) -> None:
    expected = CHRF().sentence_score(hypothesis, [reference]).score
    assert chrf(hypothesis, reference) == pytest.approx(expected, abs=1e-6)


@given(st.lists(TEXT.filter(str.strip), min_size=3, max_size=5, unique=True))
def test_expected_chrf_is_the_mean_over_the_others(texts: list[str]) -> None:
    for place, gain in enumerate(expected_chrf(texts)):
        others = texts[:place] + texts[place + 1 :]
        assert gain == pytest.approx(sum(chrf(texts[place], o) for o in others) / len(others))


@pytest.mark.parametrize("texts", [[], ["alone"], ["one", "two longer"], ["one", "two", "one"]])
def test_fewer_than_three_have_no_majority(texts: list[str]) -> None:
    assert expected_chrf(texts) == [0.0] * len(texts)


ODD = Candidate("a ship sank off the coast", -0.1, ())
USUAL = Candidate("the minister met the envoys", -0.3, ())
NEAR = Candidate("the minister met envoys", -0.5, ())


def test_consensus_prefers_what_others_also_say() -> None:
    assert best([ODD, USUAL, NEAR], Chosen.CONSENSUS) is not ODD
    assert best([ODD, USUAL, NEAR], Chosen.SCORE) is ODD


@pytest.mark.parametrize("choice", list(Chosen))
def test_checks_come_before_everything(choice: Chosen) -> None:
    wrong = Candidate(USUAL.text, 0.0, (ERROR,))
    doubted = Candidate(USUAL.text, 0.0, (NOTE,))
    assert best([wrong, ODD, wrong], choice) is ODD
    assert best([doubted, ODD, doubted], choice) is ODD
    assert best([wrong, doubted, wrong], choice) is doubted


def test_of_two_the_score_decides() -> None:
    longer = Candidate("the minister met the envoys of both countries", -0.5, ())
    assert best([longer, USUAL], Chosen.CONSENSUS) is USUAL
