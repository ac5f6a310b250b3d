"""Countries named in Arabic, by name, adjective or capital."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language.arabic.countries import places
from bot.language.dates.named_days import past_days, weekdays


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("زلزال يضرب شرق تركيا", {"TR"}),
        ("البنك المركزي التركي", {"TR"}),
        ("بين موسكو وواشنطن", {"RU", "US"}),
        ("العلاقات الروسية الأمريكية", {"RU", "US"}),
        ("المنتخب الأردني على نظيره العراقي", {"JO", "IQ"}),
        ("وفي مصرَ وبالسعودية وللإمارات", {"EG", "SA", "AE"}),
        ("الوزارة المالية والمصنع والمتحدة", set()),
        ("", set()),
    ],
)
def test_places(text: str, codes: set[str]) -> None:
    assert places(text) == codes


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("مساء الثلاثاء وفجر الخميس", {1, 3}),
        ("يوم الإثنين", {0}),
        ("قال أحد المسؤولين", set()),
        ("تأجيل الجلسة إلى الأحد", {6}),
    ],
)
def test_weekdays(text: str, days: set[int]) -> None:
    assert weekdays(text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("الهجوم الذي وقع الاثنين", {9}),
        ("قال أمس إن الجلسة الأربعاء المقبل", {10}),
        ("صدر اليوم الأربعاء", {11}),
        ("بين ليل السبت وفجر الأحد", {7, 8}),
        ("يلتقيان يوم الخميس القادم", set()),
        ("لم يعلن شيء", set()),
    ],
)
def test_past_days_as_they_are_read_on_a_wednesday(text: str, days: set[int]) -> None:
    assert {day.day for day in past_days(text, date(2026, 11, 11))} == days
