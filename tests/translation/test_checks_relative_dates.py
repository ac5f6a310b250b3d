"""Tests of relative dates: days by name, and periods before, at and after now."""

from __future__ import annotations

import pytest

from bot.records import Severity
from bot.translation.checks.context import Context
from bot.translation.checks.table import CHECKS

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def severities(source: str, hypothesis: str) -> list[Severity]:
    return [flag.severity for flag in CHECKS["relative_dates"](source, hypothesis, Context())]


@pytest.mark.parametrize(
    ("source", "hypothesis", "found"),
    [
        ("يبدأ الاجتماع غداً", "The meeting starts tomorrow", []),
        ("يبدأ الاجتماع غدا", "The meeting started yesterday", [ERROR]),
        ("يبدأ الاجتماع غدا", "The meeting starts on Thursday", []),
        ("يبدأ الاجتماع غدا", "The meeting may start", [WARNING]),
        ("يبدأ بعد غد", "It starts the day after tomorrow", []),
        ("وقع الهجوم أمس", "The attack took place yesterday", []),
        ("وقع الهجوم أمس", "The attack took place today", [ERROR]),
        ("وقع الهجوم بالأمس", "The attack will take place tomorrow", [ERROR]),
        ("وقع الهجوم أمس", "The attack took place", [WARNING]),
        ("وقع الهجوم أمس الأربعاء", "The attack took place on Wednesday", []),
        ("وقع الهجوم مساء أمس", "The attack took place last night", []),
        ("وقع الهجوم أول أمس", "The attack took place yesterday", [ERROR]),
        ("وقع الهجوم أول من أمس", "The attack took place the day before yesterday", []),
        ("وقع الهجوم أمس الأول", "The attack took place two days ago", []),
        ("وقع الهجوم اليوم", "The attack took place yesterday", [ERROR]),
        ("وقع الهجوم اليوم", "The attack took place", []),
        ("التقى أمس وزيرا يغادر اليوم", "Yesterday he met a minister who leaves today", []),
        ("وقع الهجوم في المدينة", "The attack took place in the city yesterday", [ERROR]),
    ],
)
def test_days(source: str, hypothesis: str, found: list[Severity]) -> None:
    assert severities(source, hypothesis) == found


@pytest.mark.parametrize(
    ("source", "hypothesis", "found"),
    [
        ("في النصف الثاني من العام المقبل", "in the second half of the year", [ERROR]),
        ("في النصف الثاني من العام المقبل", "in the second half of next year", []),
        ("في النصف الثاني من العام المقبل", "in the second half of 2019", []),
        ("ترتفع الأسعار الشهر المقبل", "Prices will rise this month", [ERROR]),
        ("قبل الشهر المقبل", "by the end of the month", [ERROR]),
        ("خلال العام القادم", "during the year", [ERROR]),
        ("خلال العام القادم", "during the coming year", []),
        ("ارتفعت الأسعار العام الماضي", "Prices rose this year", [ERROR]),
        ("ارتفعت الأسعار العام الماضي", "Prices rose", [WARNING]),
        ("ارتفعت الأسعار العام الماضي", "Prices rose a year earlier", []),
        ("ترتفع الأسعار الشهر المقبل", "Prices will rise next year", [ERROR]),
        ("ارتفعت الأسعار السنة الماضية", "Prices rose last month", [ERROR]),
        ("ارتفعت الأسعار الشهر الماضي", "Prices rose in July, the last of the month", []),
        ("يبدأ الأسبوع المقبل", "It starts this week", [ERROR]),
        ("يبدأ الأسبوع المقبل", "It starts a week from now", []),
        ("في السنوات الخمس المقبلة", "in the past five years", [ERROR]),
        ("في السنوات الخمس المقبلة", "over the next five years", []),
        ("خلال الشهرين الماضيين", "over the next two months", [ERROR]),
        ("خلال الشهرين الماضيين", "over the past two months", []),
        ("للموسم الدراسي المقبل", "for the last season", [ERROR]),
        ("للموسم الحالي", "for the season", []),
        ("للموسم الحالي", "for next season", [ERROR]),
        ("زادت هذا العام", "It grew last year", [ERROR]),
        ("زادت هذا العام", "It grew this year", []),
        ("في ثلاثينيات القرن الماضي", "in the 1930s", []),
        ("الليلة الماضية", "overnight", []),
        # Weekdays and months are often bare in English.
        ("يصل الأحد المقبل", "He arrives on Sunday", []),
        ("يصل الأحد المقبل", "He arrived last Sunday", [ERROR]),
        ("وصل في أغسطس الماضي", "He arrives next August", [ERROR]),
        ("وصل في أغسطس الماضي", "He arrived in August", []),
        # العام is also "general".
        ("قال الأمين العام السابق", "The former Secretary-General said", []),
        ("قال الأمين العام الحالي", "The Secretary-General said last year", []),
        ("التقى العام الماضي الرئيس السابق", "Last year he met the ex-president", []),
    ],
)
def test_periods(source: str, hypothesis: str, found: list[Severity]) -> None:
    assert severities(source, hypothesis) == found


def test_the_words_are_shown_as_they_were_written() -> None:
    (flag,) = CHECKS["relative_dates"]("أَعلن السنةَ الماضية", "It announced it this year", Context())
    assert flag.detail == "“السنة الماضية” became “this year”"


def test_no_english_at_all_is_not_judged() -> None:
    assert severities("وقع الهجوم أمس", "") == []
