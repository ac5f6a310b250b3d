"""Who reports the same, what repeats, and which numbers certainly differ."""

from __future__ import annotations

import pytest

from bot.digest.agreement import Fact, adds_nothing, facts, states
from bot.digest.differences import contested, line
from bot.pipeline.vectors import SentenceEncoder
from tests.digest.made_briefs import brief

PLAIN = (
    "وقال مصدر مطلع إن الطرفين سيتبادلان 400 سجين في المرحلة الأولى يوم الأحد.",
    "An informed source said the two sides would exchange 400 prisoners in the first phase on "
    "Sunday.",
)
RETOLD = (
    "وذكر مصدر مطلع أن الطرفين سيتبادلان 400 سجين خلال المرحلة الأولى يوم الأحد.",
    "An informed source reported that the sides would exchange 400 prisoners during the first "
    "phase on Sunday.",
)
FEWER = (
    "وقال مصدر مطلع إن الطرفين سيتبادلان أكثر من 350 سجينا في المرحلة الأولى يوم الأحد.",
    "An informed source said the two sides would exchange more than 350 prisoners in the first "
    "phase on Sunday.",
)
DENIED = (
    "وقال مصدر مطلع إن الطرفين لن يتبادلا 400 سجين في المرحلة الأولى يوم الأحد.",
    "An informed source said the two sides would not exchange 400 prisoners in the first phase on "
    "Sunday.",
)
ELSEWHEN = (
    "وقال مصدر مطلع إن الطرفين سيتبادلان 400 سجين في المرحلة الأولى يوم الجمعة.",
    "An informed source said the two sides would exchange 400 prisoners in the first phase on "
    "Friday.",
)
ELSEWHERE = (
    "وقال مصدر تركي مطلع إن الطرفين سيتبادلان 400 سجين في المرحلة الأولى يوم الأحد.",
    "An informed Turkish source said the two sides would exchange 400 prisoners in the first "
    "phase on Sunday.",
)


def pair(
    encoder: SentenceEncoder, one: tuple[str, str], other: tuple[str, str], flagged: bool = False
) -> tuple[Fact, Fact]:
    first, second = facts(
        [brief(None, [one]), brief(None, [other], flagged=[0] if flagged else [])], encoder
    )
    return first, second


def test_the_same_fact_in_other_words(encoder: SentenceEncoder) -> None:
    one, other = pair(encoder, PLAIN, RETOLD)
    assert states(one, other)
    assert states(other, one)
    assert adds_nothing(one, [other])


@pytest.mark.parametrize("other", [FEWER, DENIED, ELSEWHEN], ids=["number", "denial", "day"])
def test_agreement_is_not_claimed_where_one_thing_differs(
    encoder: SentenceEncoder, other: tuple[str, str]
) -> None:
    one, second = pair(encoder, PLAIN, other)
    assert not states(one, second)
    assert not states(second, one)


@pytest.mark.parametrize("other", [FEWER, DENIED, ELSEWHERE], ids=["number", "denial", "country"])
def test_what_differs_is_not_left_out_as_repetition(
    encoder: SentenceEncoder, other: tuple[str, str]
) -> None:
    one, second = pair(encoder, PLAIN, other)
    assert not adds_nothing(second, [one])


def test_the_fuller_report_states_the_poorer_and_not_the_reverse(encoder: SentenceEncoder) -> None:
    plain, fuller = pair(encoder, PLAIN, ELSEWHERE)
    assert states(fuller, plain)
    assert not states(plain, fuller)


def test_numbers_that_differ_are_quoted_with_how_sure_they_are(encoder: SentenceEncoder) -> None:
    one, other = pair(encoder, PLAIN, FEWER)
    assert contested(one, other) == ("400 prisoners", "more than 350 prisoners")
    assert contested(other, one) == ("more than 350 prisoners", "400 prisoners")


def swapped(said: tuple[str, str], *pairs: tuple[str, str]) -> tuple[str, str]:
    arabic, english = said
    for old, new in pairs:
        arabic, english = arabic.replace(old, new), english.replace(old, new)
    return arabic, english


@pytest.mark.parametrize(
    "other",
    [
        RETOLD,
        DENIED,
        ("وبلغ عدد سكان المدينة 350 ألف نسمة.", "The city has 350 thousand inhabitants."),
        swapped(FEWER, ("350 prisoners", "350 detainees")),
        swapped(FEWER, ("350", "2025")),
        (FEWER[0], "An informed source said the two sides would exchange many prisoners."),
    ],
    ids=["same number", "denied", "another thing", "another noun", "a year", "number lost"],
)
def test_no_difference_is_claimed_unless_certain(
    encoder: SentenceEncoder, other: tuple[str, str]
) -> None:
    one, second = pair(encoder, PLAIN, other)
    assert contested(one, second) is None


def test_an_unverified_number_makes_no_difference(encoder: SentenceEncoder) -> None:
    one, other = pair(encoder, PLAIN, FEWER, flagged=True)
    assert contested(one, other) is None


def test_one_report_does_not_differ_from_itself(encoder: SentenceEncoder) -> None:
    one, other = facts([brief(None, [PLAIN, FEWER])], encoder)
    assert contested(one, other) is None


def test_line() -> None:
    assert line([("400 prisoners", "SPA, Fri"), ("350 prisoners", "Wafa")]) == (
        "400 prisoners (SPA, Fri) / 350 prisoners (Wafa)"
    )
