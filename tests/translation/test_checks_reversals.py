"""What says the contrary with every name and number in its place: bounds and contrasts."""

from __future__ import annotations

import pytest

from bot.records import Severity
from bot.translation.checks import CHECKS, Context


def found(check: str, source: str, hypothesis: str) -> list[str]:
    flags = CHECKS[check](source, hypothesis, Context())
    return [flag.detail for flag in flags if flag.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("source", "right", "wrong"),
    [
        (
            "قتل أكثر من 80 شخصا في الهجوم.",
            "More than 80 people were killed in the attack.",
            "Less than 80 people were killed in the attack.",
        ),
        (
            "أصيب خمسة أشخاص على الأقل.",
            "At least five people were injured.",
            "At most five people were injured.",
        ),
        (
            "يمثل المسلمون أقل من 10 في المئة من السكان.",
            "Muslims are under 10 percent of the population.",
            "Muslims are over 10 percent of the population.",
        ),
        (
            "لم يتجاوز عدد الحضور 300 شخص.",
            "No more than 300 people attended.",
            "At least 300 people attended.",
        ),
    ],
)
def test_bounds(source: str, right: str, wrong: str) -> None:
    assert not found("bounds", source, right)
    assert found("bounds", source, wrong)


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("قتل ما لا يقل عن 100 شخص.", "At least 100 people were killed."),
        ("قتل ما لا يقل عن 100 شخص.", "No less than 100 people were killed."),
        (
            "بين أكثر من 80 وأقل من 100 شخص.",
            "Between less than 100 and more than 80 people.",
        ),
        ("استمر الاجتماع أكثر من ساعة.", "The meeting under the minister lasted over an hour."),
        ("وقع الاتفاق تحت إشراف الأمم المتحدة.", "It was signed under two UN observers."),
    ],
)
def test_bounds_that_are_kept_or_not_compared(source: str, hypothesis: str) -> None:
    assert not found("bounds", source, hypothesis)


@pytest.mark.parametrize(
    ("source", "right", "wrong"),
    [
        ("كانت فرامل السيارة معطلة.", "The brakes were faulty.", "The engine was faulty."),
        ("أنقذت فرقاطة البحارة.", "A frigate rescued the crew.", "A ferry rescued the crew."),
        (
            "حولت شركة مطارات عمان الرحلات.",
            "Oman Airports diverted the flights.",
            "Oman Airlines diverted the flights.",
        ),
        (
            "فقدوا منذ مطلع العام.",
            "They are missing since the start of the year.",
            "They are missing since early summer.",
        ),
        ("ارتفعت أسعار النفط أمس.", "Oil prices rose yesterday.", "Oil prices fell yesterday."),
        (
            "وصل الوفد قبل القمة.",
            "The delegation arrived before the summit.",
            "The delegation arrived after the summit.",
        ),
        ("قصف الجيش شمال المدينة.", "The army shelled the north.", "The army shelled the south."),
        ("رفضت الحكومة الخطة.", "The government rejected the plan.", "It accepted the plan."),
        ("خسر الحزب الانتخابات.", "The party lost the elections.", "The party won the elections."),
        ("بدأت المحادثات أمس.", "Talks began yesterday.", "Talks ended yesterday."),
        ("لم يصل قبل القمة.", "He did not come before it.", "He did not come after it."),
    ],
)
def test_contraries(source: str, right: str, wrong: str) -> None:
    assert not found("contrast", source, right)
    assert found("contrast", source, wrong)


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("لم تنخفض الأسعار.", "Prices rose."),
        ("ارتفعت الأسعار ثم انخفضت.", "Prices fell again."),
        ("ليس عجزا بل خلل، ربما دائم.", "It is not a deficit but a flaw, possibly for good."),
        ("يبلغ من العمر 30 عاما ويقود شركة جديدة.", "The 30 years old heads a company."),
        ("وصل إلى نيوزيلندا وهو مسن.", "He came to New Zealand at a great age."),
    ],
)
def test_contraries_that_are_right(source: str, hypothesis: str) -> None:
    assert not found("contrast", source, hypothesis)


@pytest.mark.parametrize(
    ("source", "right", "wrong"),
    [
        (
            "لم نرفع أسعار الغاز للمصانع",
            "We have not raised the price of gas for the factories",
            "We have not lowered the price of gas for the factories",
        ),
        (
            "وقال إن الشركة سترفع الأسعار",
            "He said the company will raise prices",
            "He said the company will lower prices",
        ),
    ],
)
def test_what_both_deny_may_still_be_reversed(source: str, right: str, wrong: str) -> None:
    assert not found("contrast", source, right)
    assert found("contrast", source, wrong)


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("المرسوم غير قانوني.", "The decree is legal."),
        ("رفض المجلس طلب المعارضة.", "The council accepted the opposition's request."),
    ],
)
def test_a_longer_phrase_and_a_word_that_another_needs(source: str, hypothesis: str) -> None:
    assert found("contrast", source, hypothesis)


def test_what_is_only_lost_is_a_note_and_a_warning_where_it_is_strict() -> None:
    lost = CHECKS["contrast"]("استقبل الوفد في المطار.", "The delegation was received.", Context())
    assert [flag.severity for flag in lost] == [Severity.NOTE]
    lost = CHECKS["contrast"]("هذا هو السبب الوحيد.", "This is the reason.", Context())
    assert [flag.severity for flag in lost] == [Severity.WARNING]
