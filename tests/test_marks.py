"""The mark of a doubtful sentence."""

from __future__ import annotations

import pytest

from bot.formats.marks import Mark, mark_of, mark_of_check
from bot.records import Flag, Severity


@pytest.mark.parametrize(
    ("check", "mark"),
    [
        ("numbers", Mark.NUMBER),
        ("dates", Mark.NUMBER),
        ("units", Mark.NUMBER),
        ("names_lost", Mark.NAME),
        ("nation_changed", Mark.NAME),
        ("negation", Mark.MEANING),
        ("trust", Mark.MEANING),
    ],
)
def test_a_check_has_one_word(check: str, mark: Mark) -> None:
    assert mark_of_check(check) is mark


def test_the_gravest_finding_decides_and_a_note_marks_nothing() -> None:
    name = Flag("names_lost", Severity.WARNING, "")
    number = Flag("numbers", Severity.ERROR, "")
    withheld = Flag("numbers", Severity.WITHHELD, "")
    note = Flag("numbers", Severity.NOTE, "")
    assert mark_of(()) is None
    assert mark_of((note,)) is None
    assert mark_of((name, note)) is Mark.NAME
    assert mark_of((name, number)) is Mark.NUMBER
    assert mark_of((number, withheld)) is Mark.MEANING
