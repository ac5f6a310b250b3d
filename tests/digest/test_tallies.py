"""Tolls of several reports of one event."""

from __future__ import annotations

from datetime import date

from bot.digest.tallies import lines, outdated, tallies, weight
from tests.digest.made_briefs import brief

FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)
FIRST = brief(
    ("19 قتيلا وعشرات المصابين في تصادم قطارين", "19 dead in train collision"),
    [
        (
            "قالت وزارة الصحة المصرية إن 19 شخصا لقوا مصرعهم وأصيب 47 آخرون، مساء الجمعة.",
            "The health ministry said 19 died and 47 were injured on Friday evening.",
        )
    ],
    outlet="Al Jazeera",
    day=FRIDAY,
)
SECOND = brief(
    ("ارتفاع حصيلة تصادم القطارين إلى 22 قتيلا", "Toll rises to 22"),
    [
        (
            "ارتفعت الحصيلة إلى 22 قتيلا و60 مصابا، حسبما أفاد مصدر طبي اليوم السبت.",
            "The toll rose to 22 dead and 60 injured, a medical source said on Saturday.",
        )
    ],
    outlet="Al-Quds",
    day=SATURDAY,
)


def test_a_toll_that_grew_is_an_update_with_who_vouches_for_it() -> None:
    assert lines(tallies([FIRST, SECOND])) == [
        "Deaths: 19 (health ministry via Al Jazeera, Fri) → 22 (medical source via Al-Quds, Sat)",
        "Injured: 47 (health ministry via Al Jazeera, Fri) → 60 (medical source via Al-Quds, Sat)",
    ]


def test_the_older_number_is_outdated_wherever_its_report_gives_it() -> None:
    assert outdated(tallies([FIRST, SECOND])) == {(0, 0), (0, 1)}


def test_one_number_in_all_reports_is_no_difference() -> None:
    assert lines(tallies([FIRST, FIRST])) == []
    assert outdated(tallies([FIRST])) == set()


def test_the_dead_weigh_most() -> None:
    assert weight(tallies([FIRST, SECOND])) == 22
    assert weight(()) == 0
