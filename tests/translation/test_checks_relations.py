"""Particles whose loss turns a claim round."""

from __future__ import annotations

import pytest

from bot.records import Severity
from bot.translation.checks import CHECKS, Context


def severities(source: str, hypothesis: str) -> list[Severity]:
    return [flag.severity for flag in CHECKS["relations"](source, hypothesis, Context())]


@pytest.mark.parametrize(
    ("source", "kept", "lost"),
    [
        ("قد يوقع الوزير الاتفاق", "The minister may sign", "The minister signs the agreement"),
        ("وقد تؤدي الأزمة إلى حرب", "It could lead to war", "The crisis has led to war"),
        ("ربما غادر البلاد", "Perhaps he left", "He left the country"),
        ("من المحتمل أن يستقيل", "He is likely to resign", "He resigns"),
        ("يضيعان الوقت بدل العمل", "instead of working", "waste time in order to work"),
        ("بدلا من الحوار", "rather than talk", "through dialogue"),
        ("إذا توقفت عن التدخل", "if it stops meddling", "It stopped meddling"),
        ("التدخل الروسي المزعوم", "the alleged Russian meddling", "the Russian meddling"),
        ("كاد الاتفاق ينهار", "The deal nearly collapsed", "The deal collapsed"),
        ("سيؤدي ذلك إلى تدهور", "It will lead to decline", "It resulted in decline"),
        ("ستعقد القمة في جنيف", "The summit is to be held", "The summit was held in Geneva"),
        ("كفيل بمضاعفة جهودنا", "would double our efforts", "has doubled our efforts"),
        ("لا يسعني سوى القول", "I can only say", "It is not possible for me to say"),
    ],
)
def test_a_lost_relation_is_an_error(source: str, kept: str, lost: str) -> None:
    assert severities(source, kept) == []
    assert severities(source, lost) == [Severity.ERROR]


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("سمح لشخصين فقط بالدخول", "Two people were let in"),
        ("لم يحضر سوى رجلين", "Two men came"),
        ("يمكن مناقشة الموضوع", "The matter was discussed"),
        ("رغم العقوبات ارتفع الإنتاج", "Output rose through sanctions"),
        ("بخلاف الانتخابات الرئاسية", "in the presidential elections"),
    ],
)
def test_a_relation_that_good_english_drops_is_a_warning(source: str, hypothesis: str) -> None:
    assert severities(source, hypothesis) == [Severity.WARNING]


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("وقد تمت المفاوضات", "The talks took place"),
        ("وقد تقدمت الشركة بطلب", "The company applied"),
        ("لقد وصل الوفد", "The delegation arrived"),
        ("سيارة أمام السفارة", "A car stood at the embassy"),
        ("فازت سيرينا وليامز", "Serena Williams won"),
        ("قبل سنوات", "years ago"),
        ("لم يحضر، إلا أنه اعتذر", "He did not come, yet he apologised"),
        ("يواجه صعوبات بخلاف ذلك", "He faces difficulties otherwise"),
        ("بدلة الوزير زرقاء", "The minister's suit is blue"),
        ("حالة طارئة", "An emergency"),
    ],
)
def test_words_that_only_look_alike_owe_nothing(source: str, hypothesis: str) -> None:
    assert severities(source, hypothesis) == []


def test_the_reader_is_shown_the_arabic_as_it_was_written() -> None:
    (flag,) = CHECKS["relations"]("إذا توقفت عن ذلك", "It stopped", Context())
    assert flag.detail == "“إذا” (if) is not in the English"


def test_a_pluperfect_is_not_a_may() -> None:
    source = "وكان المتحدث باسم الوزارة قد تحدث عن ذلك الأسبوع الماضي."
    assert severities(source, "The ministry's spokesman had spoken of that last week.") == []
    may = "وقال المتحدث إن أزمة قد تحدث في الشتاء."
    assert severities(may, "The spokesman said a crisis came about in winter.") == [Severity.ERROR]
