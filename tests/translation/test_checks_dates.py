from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.language.dates.calendar import MONTH_NAMES, WEEKDAY_NAMES
from bot.records import Flag, Severity
from bot.translation.checks import Context
from bot.translation.checks.numbers import dates

GULF = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
LEVANT = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
]
DAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
MONTH = st.integers(1, 12)


def found(source: str, hypothesis: str) -> tuple[Flag, ...]:
    return dates(source, hypothesis, Context())


@given(MONTH, st.sampled_from(["gulf", "levant", "both", "both, brackets"]), st.booleans())
def test_every_month_in_both_families_and_as_a_pair(month: int, family: str, full: bool) -> None:
    gulf, levant = GULF[month - 1], LEVANT[month - 1]
    written = {
        "gulf": gulf,
        "levant": levant,
        "both": f"{gulf}/{levant}",
        "both, brackets": f"{levant} ({gulf})",
    }[family]
    name = MONTH_NAMES[month] if full else MONTH_NAMES[month][:3] + "."
    assert found(f"في 23 {written} 2018", f"on {name} 23, 2018") == ()


@given(MONTH, MONTH, st.sampled_from([GULF, LEVANT]))
def test_another_month_is_an_error(month: int, other: int, family: list[str]) -> None:
    assume(month != other)
    flags = found(f"في 23 {family[month - 1]} 2018", f"on {MONTH_NAMES[other]} 23, 2018")
    assert {flag.severity for flag in flags} == {Severity.ERROR}


@given(st.integers(1, 28), MONTH)
def test_a_numeric_date_agrees_with_a_written_one(day: int, month: int) -> None:
    assert found(f"نشر في {day}/{month}/2019", f"Published {MONTH_NAMES[month]} {day}, 2019") == ()
    assert found(f"نشر في {day} {GULF[month - 1]} 2019", f"Published 2019-{month}-{day}") == ()


@given(st.integers(0, 6), st.integers(0, 6))
def test_weekdays(day: int, other: int) -> None:
    flags = found(f"قال يوم {DAYS[day]} إنه", f"He said on {WEEKDAY_NAMES[other]} that")
    assert (flags == ()) == (day == other)


def test_thursday_is_not_friday() -> None:
    details = [flag.detail for flag in found("وقال بيسكوف، الخميس، إن", "Peskov said on Friday")]
    assert details == [
        "source says Thursday, translation does not",
        "translation says Friday, source does not",
    ]


def test_a_weekday_left_out_is_only_a_warning() -> None:
    flags = found("وقال بيسكوف، أمس الخميس، إن", "Peskov said that")
    assert [flag.severity for flag in flags] == [Severity.WARNING]


def test_a_month_left_out_is_an_error() -> None:
    assert [flag.severity for flag in found("في فبراير 2021", "in 2021")] == [Severity.ERROR]


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("مارس الرياضة يوميا", "He did sports every day"),
        ("قالت تيريزا ماي", "Theresa May said"),
        ("قد يكون ذلك صحيحا", "This may be true"),
        ("خرجت مسيرة في المدينة", "There was a march in the city"),
        ("كان أبا لطفلين", "He was a father of two"),
        ("حول مركز الشمس.", "about the center of the Sun."),
        ("اتفق الاثنان", "the two agreed"),
        ("قال الاثنين إنه", "he said on Monday that"),
        ("الأحد عشر لاعبا", "the eleven players"),
        ("الإمبراطور أوغسطس", "Emperor Augustus"),
        ("من تشرين الثاني إلى شباط", "Nov-Feb"),
        ("هجمات 11 سبتمبر", "the 9/11 attacks"),
        ("صلاة الجمعة", "Friday prayers"),
    ],
)
def test_words_that_only_look_like_dates(source: str, hypothesis: str) -> None:
    assert found(source, hypothesis) == ()


def test_an_invented_month_is_an_error() -> None:
    flags = found("في اجتماع مغلق، الأربعاء", "in a closed meeting on Wednesday in late March")
    assert [flag.detail for flag in flags] == ["translation says March, source does not"]
