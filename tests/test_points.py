"""Facts that share a point."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.formats.points import POINT_WORDS, first_points, in_points, joinable, sure
from bot.language.joining import told_behind
from bot.records import Evidence, Flag, Form, Severity, Statement
from bot.store.serial import dumps, loads

MARK = Flag("numbers", Severity.ERROR, "made up")


def fact(text: str, *, joins: bool = False, flags: tuple[Flag, ...] = ()) -> Statement:
    return Statement(text, "أ", "en", (Evidence("a", 1),), flags, joins=joins)


def of_words(number: int) -> Statement:
    return fact(" ".join(["Word"] * number) + ".")


def test_a_point_holds_a_fact_or_two() -> None:
    a, b, c = fact("A."), fact("B.", joins=True), fact("C.", joins=True)
    assert in_points([a, b, c]) == [(a, b), (c,)]
    assert in_points([b, a]) == [(b,), (a,)]
    assert first_points([a, b, fact("D.")], 1) == (a, b)


def test_behind_what_was_marked_since_stands_nothing() -> None:
    a, b = fact("A."), fact("B.", joins=True)
    marked = replace(b, flags=(MARK,))
    assert in_points([a, marked]) == [(a, marked)]
    assert in_points([replace(a, flags=(MARK,)), b]) == [(replace(a, flags=(MARK,)),), (b,)]
    withheld = replace(b, flags=(Flag("meaning", Severity.WITHHELD, "made up"),))
    assert in_points([a, withheld]) == [(a,), (withheld,)]


def test_a_mark_may_stand_at_the_second_and_at_no_first() -> None:
    marked = fact("B.", flags=(MARK,))
    assert joinable(fact("A."), marked)
    assert not joinable(marked, fact("A."))


@pytest.mark.parametrize(
    "other",
    [
        replace(fact("B."), language="ar"),
        replace(fact("B."), form=Form.REPORT),
        of_words(POINT_WORDS),
    ],
)
def test_only_short_english_is_joined(other: Statement) -> None:
    assert joinable(fact("A."), fact("B."))
    assert not joinable(fact("A."), other)
    assert not joinable(other, fact("A."))


def test_what_has_no_point_of_its_own_is_surer_than_others() -> None:
    assert sure(fact("A."))
    assert sure(replace(fact("A."), trust=0.8))
    assert not sure(replace(fact("A."), trust=0.55))
    assert sure(replace(fact("A.", flags=(MARK,)), trust=0.3))


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        ("6 dead; fire", "It is out.", "6 dead; fire. It is out."),
        ("He called it “late.”", "It is out.", "He called it “late.” It is out."),
        (
            "Colonel Salem Baoum, head of the coast guard, said the boat was full.",
            "Salem Baoum added that 41 people were rescued.",
            "Colonel Salem Baoum, head of the coast guard, said the boat was full, "
            "and that 41 people were rescued.",
        ),
        (
            "Ali Fadel: output is low.",
            "Ali Fadel: we need gas.",
            "Ali Fadel: output is low. We need gas.",
        ),
    ],
)
def test_who_says_so_is_named_once(first: str, second: str, line: str) -> None:
    assert told_behind(first, second) == line


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The head of Hamas said that talks go on.", "Hamas said that a list was sent."),
        ("Iran and Iraq said that talks go on.", "Iraq said that a list was sent."),
        ("Ali Fadel warned that gas may run out.", "Ali Fadel said that output is low."),
        ("Ali Fadel announced the opening of a line.", "Ali Fadel said that output is low."),
    ],
)
def test_what_another_says_or_not_as_a_fact_keeps_its_speaker(first: str, second: str) -> None:
    assert told_behind(first, second) == f"{first} {second}"


def test_a_brief_of_the_version_before_has_no_joined_facts() -> None:
    stored = dumps(fact("A.", joins=True))
    assert loads(Statement, stored).joins
    assert not loads(Statement, stored.replace(',"joins":true', "")).joins
