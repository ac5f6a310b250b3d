"""Lines that state when a page was published."""

from __future__ import annotations

from datetime import UTC, date, time

import pytest

from bot.reading.stamps import is_label, joined, read_stamp_line
from bot.records import Moment

DAY = date(2018, 8, 23)


def test_published_with_a_zone() -> None:
    stamp = read_stamp_line("تم النشر: 2018/08/23 الساعة 18:00 بتوقيت غرينتش")
    assert stamp
    assert stamp.published == Moment(DAY, time(18, 0, tzinfo=UTC))
    assert (stamp.updated, stamp.labelled, stamp.other) == (None, True, 0)


def test_updated() -> None:
    stamp = read_stamp_line("آخر تحديث: 23/08/2018 18:01")
    assert stamp
    assert (stamp.published, stamp.updated) == (None, Moment(DAY, time(18, 1)))


def test_both_on_a_line() -> None:
    stamp = read_stamp_line("نشر في: 23 أغسطس 2018 - 10:20 | آخر تحديث: 24 أغسطس 2018 - 11:00")
    assert stamp
    assert stamp.published == Moment(DAY, time(10, 20))
    assert stamp.updated == Moment(date(2018, 8, 24), time(11, 0))


def test_a_label_above_speaks_for_the_line() -> None:
    stamp = read_stamp_line("23 أغسطس 2018", "تم التحديث:")
    assert stamp
    assert (stamp.published, stamp.updated) == (None, Moment(DAY))


@pytest.mark.parametrize(
    ("line", "other"),
    [("الخميس 23 أغسطس 2018", 0), ("القاهرة - 23 أغسطس/آب 2018", 1), ("04:36 صباحا", 0)],
)
def test_words_that_are_no_date_are_counted(line: str, other: int) -> None:
    stamp = read_stamp_line(line)
    assert stamp
    assert (stamp.other, stamp.labelled) == (other, False)


@pytest.mark.parametrize(
    "line",
    [
        "بلا تاريخ",
        "قال في 23 أغسطس 2018 إن بلاده لن تتسامح مع أحد.",
        "كلمة " * 30 + "23/8/2018",
        "",
    ],
)
def test_sentences_and_lines_without_dates(line: str) -> None:
    assert read_stamp_line(line) is None


def test_hijri() -> None:
    stamp = read_stamp_line("١٥ رجب ١٤٤٥ هـ")
    assert stamp
    assert stamp.hijri
    assert stamp.published is None or stamp.published.day is None


def test_labels() -> None:
    assert is_label("تم النشر:")
    assert is_label("آخر تحديث")
    assert not is_label("نشر قوات جديدة في الجنوب")


def test_a_date_and_a_time_are_joined_and_two_dates_are_not() -> None:
    day, clock = Moment(DAY), Moment(None, time(4, 36))
    assert joined(day, clock) == joined(clock, day) == Moment(DAY, time(4, 36))
    assert joined(day, None) == joined(None, day) == day
    assert joined(day, Moment(date(2019, 1, 1), time(1, 0))) == day
