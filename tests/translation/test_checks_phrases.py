"""Phrases of the news that the English owes."""

from __future__ import annotations

import pytest

from bot.records import Severity
from bot.translation.checks import Context
from bot.translation.checks.phrases import phrases


def details(source: str, english: str) -> list[str]:
    found = phrases(source, english, Context())
    assert all(flag.severity is Severity.WARNING for flag in found)
    return [flag.detail for flag in found]


@pytest.mark.parametrize(
    ("source", "english", "said"),
    [
        (
            "ارتفع التضخم نقطتين مئويتين، أي 20 نقاط مئوية في عامين",
            "Inflation rose two percent, 20 percent in two years",
            "percentage points",
        ),
        (
            "أصدر القاضي مذكرة توقيف بحقه",
            "The judge issued a note of appointment for him",
            "arrest warrant",
        ),
        (
            "وبمذكرة توقيف بحقه",
            "and with a memo about him",
            "arrest warrant",
        ),
    ],
)
def test_a_phrase_that_is_gone_is_told_as_written(source: str, english: str, said: str) -> None:
    (detail,) = details(source, english)
    assert f"({said}) is not in the English" in detail
    arabic = detail[1 : detail.index("”")]
    assert arabic in source


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("أصدر القاضي مذكرة توقيف بحقه", "The judge issued warrants to arrest him"),
        ("أصدر القاضي مذكرة توقيف بحقه", "An arrest warrant was issued"),
        ("ارتفع 20 نقاط مئوية", "It rose 20 percentage-points"),
        # Arabic letters that are no phrase, and English that is not there at all.
        ("كتب مذكرة عن توقيف الحافلات", "He wrote a memo on stopping the buses"),
        ("أصدر القاضي مذكرة توقيف بحقه", "..."),
    ],
)
def test_english_that_has_the_words_owes_nothing(source: str, english: str) -> None:
    assert details(source, english) == []


def test_a_phrase_that_good_pairs_say_in_other_words_is_not_owed() -> None:
    assert details("قال ذلك في إطار زيارته", "He said so during his visit") == []


def test_a_phrase_said_twice_is_told_once() -> None:
    source = "مذكرة توقيف له ومذكرة توقيف لها"
    assert len(details(source, "a note for him and a note for her")) == 1
