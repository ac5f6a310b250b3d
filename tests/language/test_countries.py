"""Countries named in Arabic, by name, adjective or capital."""

from __future__ import annotations

import pytest

from bot.digest.profile import weekdays
from bot.language.arabic.countries import places


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
