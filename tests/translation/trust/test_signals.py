"""From a reading to figures."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import Flag, Severity
from bot.translation.trust.reading import Rival
from bot.translation.trust.signals import SIGNALS, doubtful_words, signals
from tests.translation.trust.made_readings import doubted, firm, reading

SENTENCE = "The army suspended the talks before June and may end them."


def figures(of: object, flags: tuple[Flag, ...] = ()) -> dict[str, float]:
    return dict(zip(SIGNALS, signals(of, flags), strict=True))  # type: ignore[arg-type]


def test_a_doubted_word_lowers_every_measure_of_likelihood() -> None:
    sure, unsure = figures(firm(SENTENCE)), figures(doubted(SENTENCE, "talks"))
    for name in ("gap", "surprise", "words", "turn"):
        assert unsure[name] < sure[name], name


@pytest.mark.parametrize(
    ("word", "rival", "kind"),
    [
        ("suspended", "▁resumed", "sense"),
        ("suspended", "▁not", "turn"),
        ("before", "▁after", "turn"),
        ("may", "▁will", "turn"),
    ],
)
def test_what_the_model_would_rather_have_said_is_told_by_kind(
    word: str, rival: str, kind: str
) -> None:
    found = figures(reading(SENTENCE, {word: 2.5}, {word: (Rival(rival, 2.5),)}))
    kinds = {name for name in ("turn", "sense") if found[name]}
    assert kinds == {kind}
    assert found[kind] == -2.5


@pytest.mark.parametrize("rival", ["▁halted", "▁Suspended", "ed"])
def test_a_synonym_another_spelling_and_the_rest_of_a_word_are_none_of_these(rival: str) -> None:
    found = figures(reading(SENTENCE, {}, {"suspended": (Rival(rival, 2.5),)}))
    assert not found["sense"] and not found["turn"]


@given(st.lists(st.sampled_from(list(Severity)), max_size=12))
def test_findings_are_counted_by_severity_up_to_three(severities: list[Severity]) -> None:
    flags = tuple(Flag("numbers", severity, "") for severity in severities)
    found = figures(firm(SENTENCE), flags)
    assert found["error"] == -min(3, severities.count(Severity.ERROR))
    assert found["warning"] == -min(3, severities.count(Severity.WARNING))


@given(st.lists(st.text("abc", min_size=1, max_size=6), min_size=1, max_size=30))
def test_any_sentence_has_finite_figures(words: list[str]) -> None:
    assert all(map(math.isfinite, signals(firm(" ".join(words)), ())))


def test_the_doubtful_words_are_named_in_their_order() -> None:
    assert doubtful_words(doubted(SENTENCE, "talks", "army")) == ["army", "talks"]
