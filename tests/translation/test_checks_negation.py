from __future__ import annotations

import pytest

from bot.records import Severity
from bot.translation.checks import Context
from bot.translation.checks.negation import negation


def details(source: str, hypothesis: str) -> list[str]:
    flags = negation(source, hypothesis, Context())
    assert all(flag.severity is Severity.ERROR for flag in flags)
    return [flag.detail for flag in flags]


@pytest.mark.parametrize(
    ("source", "kept", "lost"),
    [
        ("لن نتسامح مع التدخل", "We will not tolerate it", "We will tolerate it"),
        ("لم يتحدد موعد لذلك", "No date was set", "A date was set"),
        ("لا نستطيع بحث هذا", "We can't discuss this", "We can discuss this"),
        ("ليس ذنبنا", "It is not our fault", "It is our fault"),
        ("وليست مناقشة تسوية", "rather than a settlement", "a discussion of a settlement"),
        ("لسنا في وضع مناسب", "We are in no position", "We are in a position"),
        ("دون أن توضح طبيعته", "without saying what it was", "saying what it was"),
        ("بدون سلاح", "unarmed", "armed"),
        ("عدم التدخل في الشؤون", "non-interference", "interference"),
        ("مجلس غير حكومي", "a non-governmental body", "a governmental body"),
        ("مذكرة غير رسمية", "an informal note", "an official note"),
        ("الدولة غير مهيأة للكوارث", "woefully underprepared", "woefully prepared"),
        ("مطعم غير رسمي", "a casual restaurant", "a restaurant"),
        ("غياب أي تغيير", "the absence of any change", "any change"),
        ("طلب ألا ينشر التقرير", "asked not to publish it", "asked to publish it"),
        ("رئيس الليغا لا يقبل ذلك", "La Liga does not accept it", "La Liga accepts it"),
    ],
)
def test_a_lost_negation_is_found(source: str, kept: str, lost: str) -> None:
    assert details(source, kept) == []
    assert details(source, lost)


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("لا يزال الوضع صعبا", "The situation is still hard"),
        ("ما زلنا نأمل", "We still hope"),
        ("لا بد من حل", "There must be a solution"),
        ("لا سيما في سوريا", "especially in Syria"),
        ("لا شك أنه فاز", "He surely won"),
        ("لا غرابة في أنه فاز", "It is no coincidence that he won"),
        ("لا غرابة في أنه فاز", "Naturally he won"),
        ("لا غنى عن السلام", "Peace is essential"),
        ("تقدم لا ليونا التخييم فقط", "La Leona offers camping only"),
        ("علامات غير مفهومة", "incomprehensible signs"),
        ("لم يحضر سوى رجلين", "Only two men came"),
        ("لا يريد إلا السلام", "He wants only peace"),
        ("ليس فقط في سوريا", "not only in Syria"),
        ("لم تقتصر على التعارف فحسب", "were not limited to introductions"),
        ("لم تقتصر على التعارف فحسب", "went beyond introductions"),
        ("أدين بالكسب غير المشروع", "He was convicted of graft"),
        ("أطفال دون سن المدرسة", "pre-school children"),
        ("شكك غير مرة في ذلك", "He doubted it more than once"),
        ("غير أن الوزير قال", "However, the minister said"),
        ("ما لا يقل عن مئة", "at least a hundred"),
        ("بما في ذلك سوريا", "including Syria"),
        ("رفض الوزير التعليق", "The minister would not comment"),
        ("نفى الوزير ذلك", "The minister said it was not so"),
        ("تحذر من التعامل معها", "warns not to deal with it"),
        ("لا يسرقون ولا يكذبون", "They do not steal or lie"),
        ("من المستحيل حلها", "It cannot be solved"),
        ("طائرة بدون طيار", "a drone"),
        ("في مقال «No Way Out»", "in the article No Way Out"),
    ],
)
def test_idioms_pass(source: str, hypothesis: str) -> None:
    assert details(source, hypothesis) == []


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("سندعم المقترح", "We will not support the proposal"),
        ("قال إنه سيحضر", "He said he would never come"),
        ("وافق البرلمان على القانون", "Parliament didn't approve the law"),
        ("هناك فرصة للنجاح", "There is no chance of success"),
    ],
)
def test_an_added_negation_is_found(source: str, hypothesis: str) -> None:
    assert details(source, hypothesis)


def test_a_second_negation_is_owed_too() -> None:
    source = "لم يحضر الوزير ولم يتصل، والرئيس لا يعلم"
    assert details(source, "The minister did not come, and the president knows") == [
        "source denies 3 things (لم, ولم, لا), translation fewer"
    ]
    full = "The minister did not come, did not call, and the president does not know"
    assert details(source, full) == []


def test_not_only_must_not_become_only() -> None:
    assert details("لم يكن في سوريا فحسب", "He was only in Syria")


def test_a_weak_word_pays_for_its_own_arabic_and_not_for_a_lost_not() -> None:
    source = "رفض الوزير القرار لأنه لا يخدم السلام"
    assert details(source, "The minister refused the decision as it does not serve peace") == []
    assert details(source, "The minister refused the decision as it serves peace")


def test_the_detail_names_the_word_and_its_meaning() -> None:
    assert details("لن نتسامح", "We tolerate") == ["“لن” (will not) has no negation in the English"]
