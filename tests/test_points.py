"""Facts that share a point."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.formats.points import POINT_WORDS, first_points, followed, in_points, joinable, sure
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


def test_what_was_marked_since_stands_alone() -> None:
    a, b = fact("A."), fact("B.", joins=True)
    marked = replace(b, flags=(MARK,))
    assert in_points([a, marked]) == [(a,), (marked,)]
    assert in_points([replace(a, flags=(MARK,)), b]) == [(replace(a, flags=(MARK,)),), (b,)]


@pytest.mark.parametrize(
    "other",
    [
        fact("B.", flags=(MARK,)),
        replace(fact("B."), language="ar"),
        replace(fact("B."), form=Form.REPORT),
        of_words(POINT_WORDS),
    ],
)
def test_only_short_plain_english_is_joined(other: Statement) -> None:
    assert joinable(fact("A."), fact("B."))
    assert not joinable(fact("A."), other)
    assert not joinable(other, fact("A."))


def test_what_has_no_point_of_its_own_is_surer_than_others() -> None:
    assert sure(fact("A."))
    assert sure(replace(fact("A."), trust=0.8))
    assert not sure(replace(fact("A."), trust=0.55))


def test_a_line_without_a_full_stop_gets_one_before_the_next() -> None:
    assert followed("6 dead; fire") == "6 dead; fire."
    assert followed("He called it “late.”") == "He called it “late.”"


def test_a_brief_of_the_version_before_has_no_joined_facts() -> None:
    stored = dumps(fact("A.", joins=True))
    assert loads(Statement, stored).joins
    assert not loads(Statement, stored.replace(',"joins":true', "")).joins
