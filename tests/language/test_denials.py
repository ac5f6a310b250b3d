"""What a headline denies; who denies it says nothing of that."""

from __future__ import annotations

import pytest

from bot.language.content_words import content_words
from bot.language.denials import denied


@pytest.mark.parametrize(
    ("headline", "what"),
    [
        ("وزارة المالية تنفي استقالة الوزيرة", "استقالة الوزيرة"),
        ("المالية تنفي أنباء استقالة الوزيرة طيف سامي", "استقالة الوزيرة"),
        ("التموين: لا صحة لرفع سعر الخبز", "رفع سعر"),
        ("رئيس الوفد ينفي التوصل إلى اتفاق", "توصل اتفاق"),
        ("رئيس الحكومة ينفي ما ذكرته صحيفة لوموند حول تعديل وزاري", "تعديل وزاري"),
        ("الداخلية: لا صحة لما يتم تداوله بشأن إغلاق الحدود", "إغلاق الحدود"),
        ("نفت حماس، الاثنين، صحة تقارير عن إغلاق مكتبها", "إغلاق مكتبها"),
        ("الوزير ينفي أن الحكومة رفعت السعر", "الحكومة رفعت"),
        ("نفى وكيل اللاعب وجود أي مفاوضات مع الهلال", "مفاوضات الهلال"),
    ],
)
def test_what_stands_behind_the_denial_is_denied(headline: str, what: str) -> None:
    assert denied(headline) == content_words(what)


@pytest.mark.parametrize(
    "headline",
    [
        "نفى الجيش قصف المستشفى",
        "نفت الحركة مسؤوليتها عن الهجوم",
        "الوزير يرفض الاستقالة",
        "قصف مستشفى في نيالا",
        "",
    ],
)
def test_where_nothing_is_denied_or_it_cannot_be_told_what(headline: str) -> None:
    assert not denied(headline)
