"""A denial of the Arabic is denied in English too, and stays what somebody says."""

from __future__ import annotations

import pytest

from bot.records import Severity
from bot.translation.checks.context import Context
from bot.translation.checks.denials import denials
from bot.translation.checks.negation import negation

_ACCUSED = "واتهمت الجزائر باريس بأنها لم تحترم الاتفاق، ونفت أن تكون قد سحبت سفيرها."
_SACKED = "وكذب المتحدث باسم الوزارة أنباء عن إقالة ثلاثة مديرين."
_HOUTHI = "ونفت جماعة الحوثي أن تكون لها صلة بالشركات المغلقة."


@pytest.mark.parametrize(
    ("source", "hypothesis", "detail"),
    [
        (
            "كذّبت وزارة الخارجية الأردنية أنباء عن سحب سفيرها.",
            "Jordan's Foreign Ministry reported the withdrawal of its ambassador.",
            "“كذبت” (denied) is not in the English",
        ),
        (
            _SACKED,
            "The Minister's Spokesperson said that three managers had been sacked.",
            "“وكذب” (denied) is not in the English",
        ),
        (
            _SACKED,
            "The ministry's spokesman said that three managers had been dismissed.",
            "“وكذب” (denied) is not in the English",
        ),
        (
            "وفند المتحدث باسم الوزارة أنباء عن إقالة ثلاثة مديرين.",
            "The ministry's spokesperson reported that three managers had been sacked.",
            "“وفند” (denied) is not in the English",
        ),
        (
            "ودحض المتحدث أنباء الإقالة.",
            "The spokesman confirmed news of the dismissal.",
            "“ودحض” (denied) is not in the English",
        ),
        (
            "ونفى الوزير أن تكون الحكومة استبعدت الحوار.",
            "The minister said the government had ruled out dialogue.",
            "“ونفى” (denied) is not in the English",
        ),
        (
            _HOUTHI,
            "The Houthis have not been associated with closed companies.",
            "“ونفت” (denied) became a fact: “not”",
        ),
        (
            _ACCUSED,
            "Algeria accused Paris of not respecting the agreement, and that it had waived its "
            "ambassador.",
            "“ونفت” (denied) is not in the English",
        ),
    ],
)
def test_a_lost_denial_is_an_error(source: str, hypothesis: str, detail: str) -> None:
    (flag,) = denials(source, hypothesis, Context())
    assert (flag.check, flag.severity, flag.detail) == ("denials", Severity.ERROR, detail)


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        (_SACKED, "The spokesman dismissed reports that three managers had been dismissed."),
        (_SACKED, "The spokesman said it was not true that three managers had been sacked."),
        (_HOUTHI, "The Houthi group denied that it had any link to the closed companies."),
        (_HOUTHI, "The Houthis said they had no link to the closed companies."),
        (
            _ACCUSED,
            "Algeria accused Paris of not respecting the agreement, and said it had not withdrawn "
            "its ambassador.",
        ),
        ("ولم ينف الوزير ذلك.", "The minister confirmed it."),
        (
            "نفاه الملك إلى فرنسا، وكذب عليه وزيره.",
            "Exiled to France, he was lied to by a minister.",
        ),
        ("وتنكر اللص في زي شرطي.", "The thief was disguised as a policeman."),
        ("ونفى المتهم التهم الموجهة إليه.", "The defendant pleaded not guilty to the charges."),
        ("ونفت الوزارة وكذبت هذه الأنباء.", "The ministry denied this news."),
        ("ورفض المتحدث أن يؤكد أو ينفي ذلك.", "The spokesman declined to comment on it."),
        ("وقال الوزير: أنفي ذلك.", "The minister said: I deny it."),
        (_SACKED, ""),
    ],
)
def test_a_kept_denial_is_no_error(source: str, hypothesis: str) -> None:
    assert denials(source, hypothesis, Context()) == ()


def test_a_denial_may_become_a_plain_negation_for_the_check_of_negations_too() -> None:
    hypothesis = "The spokesman said it was not true that three managers had been sacked."
    assert negation(_SACKED, hypothesis, Context()) == ()


def test_the_letters_of_a_united_nations_body_deny_nothing() -> None:
    source = "ودعت المفوضية إلى عدم إعادة المهاجرين إلى ليبيا."
    hypothesis = "UNHCR called for migrants not to be returned to Libya."
    assert negation(source, hypothesis, Context()) == ()
    lost = "UNHCR called for migrants to be returned to Libya."
    assert [flag.check for flag in negation(source, lost, Context())] == ["negation"]
