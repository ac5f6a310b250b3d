"""A sentence that the model would rather have turned round."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.records import EngineIdentity
from bot.translation.trust import Reading, turned_round
from bot.translation.trust.reading import Rival
from bot.translation.trust.turned import MOST, turned
from tests.translation.trust.made_readings import firm, reading


class Prefers:
    """A checker that holds one sentence likelier than all others."""

    identity = EngineIdentity("aren", "1", "aren 1")

    def __init__(self, english: str) -> None:
        self.english = english
        self.asked: list[str] = []

    def read(self, cases: Sequence[tuple[str, str]]) -> list[Reading | None]:
        self.asked += [english for _, english in cases]
        return [
            firm(each) if each == self.english else reading(each, {each.split()[0]: 50.0}, {})
            for _, each in cases
        ]


TURNED = [
    ("Rwanda accused Kenya of spying.", "Kenya accused Rwanda of spying."),
    ("Rwanda sued the Republic of Congo.", "The Republic of Congo sued Rwanda."),
    ("The union sued the ministry.", "The ministry sued the union."),
    ("A pupil hit an elderly teacher.", "An elderly teacher hit a pupil."),
    ("The drought led to the migration.", "The migration led to the drought."),
    ("They left after the fire.", "They left before the fire."),
    ("The singer lost her phone.", "The singer lost his phone."),
    ("The company suspended its flights.", "The company resumed its flights."),
    ("The truce took effect on Monday.", "The truce will take effect on Monday."),
    ("The truce will take effect on Monday.", "The truce took effect on Monday."),
    ("The bank raised its rates.", "The bank may raise its rates."),
]


def doubted(english: str, rather: str) -> Reading:
    """The model would have written the first word of `rather` that differs."""
    pairs = zip(english.split(), rather.split(), strict=False)
    said, begun = next((a, b) for a, b in pairs if a != b)
    found = reading(
        english, {said.strip(".,"): 9.0}, {said.strip(".,"): (Rival(f"▁{begun}", 9.0),)}
    )
    assert any(found.rivals)
    return found


@pytest.mark.parametrize(("right", "wrong"), TURNED)
def test_the_right_one_is_found_for_the_wrong_one(right: str, wrong: str) -> None:
    checker = Prefers(right)
    (found,) = turned_round(checker, [("", wrong, doubted(wrong, right))])
    assert found is not None and found.text == right
    assert len(checker.asked) <= MOST


@pytest.mark.parametrize(("right", "wrong"), TURNED)
def test_what_the_model_would_have_written_is_not_turned(right: str, wrong: str) -> None:
    checker = Prefers(right)
    assert turned_round(checker, [("", right, firm(right))]) == [None]
    assert not checker.asked


@pytest.mark.parametrize(("right", "wrong"), TURNED)
def test_a_doubt_alone_is_no_error(right: str, wrong: str) -> None:
    assert turned_round(Prefers(""), [("", wrong, doubted(wrong, right))]) == [None]


def test_names_joined_by_and_are_not_turned() -> None:
    english = "Paris and London agreed."
    found = turned(english, doubted(english, "London and Paris agreed."))
    assert [each.text for each in found if each.text.startswith("London and")] == []


def test_each_sentence_gets_its_own() -> None:
    (right, wrong), (other, _) = TURNED[2], TURNED[5]
    cases = [("", other, firm(other)), ("", wrong, doubted(wrong, right))]
    found = turned_round(Prefers(right), cases)
    assert [each and each.text for each in found] == [None, right]
