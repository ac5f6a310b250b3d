"""Which sentences can be read on their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.summary.context import Dependence, standing

LONG = "وأعلنت الأمم المتحدة إرسال شاحنات إلى الشمال"
CLEAR = "The United Nations sent trucks to the north."


@pytest.mark.parametrize(
    "source",
    [
        "وأضاف أن قائمة الأسماء سلمت إلى الوسطاء",
        'وأضاف: "أعلنت بوضوح أننا لن نتسامح مع التدخل"',
        "وتابع «حتى التبادل البسيط للمعلومات مفيد جدا»",
        "وأشار إلى غياب أي تغييرات في المواقف",
        "لكن ذلك لم يمنع مساعي البلدين للحوار",
        "وقال هؤلاء المسؤولون إن المحادثات السرية مستمرة",
        "كما نقلت عنه الوكالة قوله إن الجانبين بحثا الأوضاع",
        "وأضاف المصدر، أن الوزير اقترح الانتقال إلى قضايا أخرى",
        "ويتم اختيار الأعضاء في تلك الانتخابات بالتصويت المباشر",
    ],
)
def test_arabic_that_leaves_its_subject_to_the_sentence_before(source: str) -> None:
    assert standing(source, CLEAR) is Dependence.LEANS


@pytest.mark.parametrize(
    "source",
    [
        "وأضاف لافروف أن الموضوع يمكن مناقشته إلى ما لا نهاية",
        "قال مستشار الأمن القومي إن بلاده لن تتسامح",
        "وأكد الجانبان هذا الأسبوع استمرار المحادثات في جنيف",
        "من جهته، قال الكرملين إن العلاقات ما زالت سيئة",
        "وأضاف لافروف «لن نقبل بذلك ما دمنا هنا»",
    ],
)
def test_arabic_that_names_its_subject(source: str) -> None:
    assert standing(source, CLEAR) is Dependence.ALONE


@pytest.mark.parametrize(
    "target",
    [
        "He added that the list was handed over.",
        "But they refused to sign.",
        "It will take two weeks to repair.",
        "This did not prevent further talks between Moscow and Washington.",
        '"We are ready to resume," he said in a statement.',
        "But Russia has seen that as a destructive approach.",
    ],
)
def test_english_that_leans(target: str) -> None:
    assert standing(LONG, target) is Dependence.LEANS


@pytest.mark.parametrize(
    "target",
    [
        "It is noted that the ministry published a report.",
        '"We are ready to resume," Minister Shoigu said in a statement.',
        "In a statement, Lavrov said they would meet again.",
        'The minister said: "We are ready."',
    ],
)
def test_english_that_stands_alone(target: str) -> None:
    assert standing(LONG, target) is Dependence.ALONE


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("ما زالت وستظل", "It is and will be bad for years to come."),
        ("هل تعود المحادثات إلى مسارها قريبا؟", "Will the talks return to their course soon?"),
        ("فضرورة التعاون بين الدول أمر بديهي جداً».", "Cooperation is very clear."),
        ("وأضاف لافروف أن الموضوع «تمكن مناقشته الآن.", "Lavrov added that it can be discussed."),
        ("«نحن مستعدون لاستئناف التعاون مع الجميع»", "“We are ready to resume cooperation.”"),
        ("«نحن مستعدون لاستئناف التعاون مع الجميع»", '"We are ready" to all of them'),
        ("وجاء في البيان الصادر عن الوزارة ما يلي:", "The statement read as follows:"),
    ],
)
def test_fragments(source: str, target: str) -> None:
    assert standing(source, target) is Dependence.FRAGMENT


@given(st.text(), st.text())
def test_any_text_is_judged(source: str, target: str) -> None:
    assert standing(source, target) in Dependence
