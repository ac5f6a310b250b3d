"""What is done to an answer before the checks see it, and what an answer in French comes to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import Hypothesis, Severity
from bot.translation.judge import Judge, unescaped
from bot.translation.names import Names, Scope
from tests.translation.test_rounds_cascade import ENCODER

SOURCE = "قالت شركة «إيه تي آند تي» إن العمل يبدأ في الشهر المقبل."


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("AT&amp;T said &quot;we begin&quot;", 'AT&T said "we begin"'),
        ("it&apos;s the company&#39;s", "it's the company's"),
        ("&amp;quot;we begin&amp;quot;", '"we begin"'),
        ("R&D at AT&T; next month", "R&D at AT&T; next month"),
        ("&copy 2020 &nosuch; &#0; &#x110000;", "&copy 2020 &nosuch; &#0; &#x110000;"),
        ("next&nbsp;month", "next month"),
    ],
)
def test_entities_are_the_signs_they_stand_for(said: str, read: str) -> None:
    assert unescaped(SOURCE, said) == read


def test_an_entity_that_the_source_writes_is_kept() -> None:
    assert unescaped("اكتب &amp; في الصفحة", "Write &amp; in the page") == "Write &amp; in the page"


@given(st.text(alphabet="&#xaquotmplgt;0139 ن", max_size=60))
def test_nothing_but_entities_changes(text: str) -> None:
    made = unescaped(SOURCE, text)
    assert made == text or "&" in text
    assert made.isprintable() or not text.isprintable()


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(Names.load(), ENCODER)


def test_an_answer_with_entities_is_not_garbled(judge: Judge) -> None:
    english = "AT&amp;T said the work begins &quot;next month&quot;."
    (candidate,) = judge.candidates([(SOURCE, Hypothesis(english, -0.1), Scope())])
    assert candidate.text == 'AT&T said the work begins "next month".'
    assert "garbled" not in {flag.check for flag in candidate.flags}


def test_an_answer_in_french_is_an_error(judge: Judge) -> None:
    french = "La société a déclaré que les travaux commenceront le mois prochain."
    (candidate,) = judge.candidates([(SOURCE, Hypothesis(french, -0.1), Scope())])
    assert ("language", Severity.ERROR) in {(f.check, f.severity) for f in candidate.flags}
