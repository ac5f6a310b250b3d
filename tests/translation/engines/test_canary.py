"""What is asked of an engine before it is trusted, and when it is asked again."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.errors import CanaryFailed
from bot.translation.engines.canary import CANARIES, Canary, check_canary, files, libraries

TWO = (
    Canary("a", (frozenset({"cairo"}), frozenset({"egypt", "egyptian"}))),
    Canary("b", (frozenset({"book"}),)),
)
GOOD = ["Cairo, Egypt's capital.", "A BOOK"]

RIGHT = [
    "Cairo is the capital of Egypt.",
    "The President said the Government approved the decision.",
    "The boy bought 3 books.",
    "The king was born in 1975.",
    "Twenty-five people were killed and 40 others wounded.",
    "Prices rose by 12%.",
    "The minister didn’t attend the meeting.",
    "There is no water in the village.",
    "The delegation arrived in Damascus.",
    "The court rejected the request.",
]


def saying(answers: list[str]) -> Callable[[Sequence[str]], list[str]]:
    return lambda sources: answers


def never(sources: Sequence[str]) -> list[str]:
    raise AssertionError("asked again")


def test_ten_sentences_with_numbers_names_and_negations() -> None:
    assert len(CANARIES) == 10
    assert sum(any(c.isdigit() for c in canary.source) for canary in CANARIES) >= 3
    assert [canary.sings(answer) for canary, answer in zip(CANARIES, RIGHT, strict=True)] == (
        [True] * 10
    )


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        (4, "Twenty-five people were killed and others wounded."),
        (3, "The king was born in 1957."),
        (6, "The minister attended the meeting."),
        (7, "There is water in the village."),
        (8, "The delegation arrived in Aleppo."),
    ],
)
def test_a_lost_number_name_or_negation_is_a_miss(number: int, wrong: str) -> None:
    assert not CANARIES[number].sings(wrong)


def test_one_odd_wording_of_ten_is_forgiven_and_two_are_not(tmp_path: Path) -> None:
    one = [*RIGHT[:9], "The tribunal threw it out."]
    assert check_canary(tmp_path / "one", {}, saying(one))
    two = [*RIGHT[:8], "نعم", one[9]]
    with pytest.raises(CanaryFailed, match=r"2 of 10 .*\n.* نعم\n.*threw it out\.\nDo this"):
        check_canary(tmp_path / "two", {}, saying(two), advice="Do this.")
    assert not (tmp_path / "two").exists()


@pytest.mark.parametrize("answers", [["Cairo, Egypt", ""], ["Cairo in Egypt", "bookish"], ["", ""]])
def test_of_few_none_may_fail(tmp_path: Path, answers: list[str]) -> None:
    with pytest.raises(CanaryFailed, match="b -> "):
        check_canary(tmp_path / "note", {}, saying(answers), TWO)


def test_asked_once_until_something_changes(tmp_path: Path) -> None:
    note = tmp_path / "deep" / "note.json"
    assert check_canary(note, {"model": "1"}, saying(GOOD), TWO)
    assert not check_canary(note, {"model": "1"}, never, TWO)
    assert check_canary(note, {"model": "2"}, saying(GOOD), TWO)
    assert check_canary(note, {"model": "2", "library": "5.0"}, saying(GOOD), TWO)
    assert check_canary(note, {"model": "2", "library": "5.0"}, saying(GOOD[:1]), TWO[:1])
    note.write_text("{")
    assert check_canary(note, {"model": "2"}, saying(GOOD), TWO)


def test_files_written_over_and_other_libraries_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(b"one")
    before = files([path])
    path.write_bytes(b"three")
    assert files([path]) != before
    assert set(libraries("ctranslate2", "no-such-library")) == {"ctranslate2"}
