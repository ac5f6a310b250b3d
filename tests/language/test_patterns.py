"""The pattern language: looked up word by word, and as part of a regular expression."""

from __future__ import annotations

import re

import pytest

from bot.language.arabic.fold import for_checks as fold
from bot.language.english import plain
from bot.language.patterns import Finder, Language, alternation, arabic_words, english_words

ARABIC, ENGLISH = Language.ARABIC, Language.ENGLISH


def found(pattern: str, text: str, language: Language) -> bool:
    words = arabic_words(text)[1] if language is ARABIC else english_words(text)
    return bool(Finder([pattern.split("|")], language).find(words))


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("أسير", "والأسير اسير", "أسيرة أسيرين"),
        ("صحيف*", "صحيفتها الصحيفة بصحيفة", "صحف صحيفتكما"),
        ("متر~", "متر مترا مترين بالمتر", "مترو مترها"),
        ("ساعة~", "ساعة ساعتان ساعتين الساعات", "ساع ساعد ساعتها"),
        ("+شتري", "يشتري ستشتري نشتري", "شراء يشترون"),
        ("وزير الدفاع", "لوزير الدفاع", "وزير للدفاع"),
    ],
)
def test_arabic_signs(pattern: str, yes: str, no: str) -> None:
    whole = re.compile(rf"(?:[وف]?[بل]?(?:ال)?)?{alternation(pattern.split('|'), ARABIC)}")
    for text, stands in ((yes, True), (no, False)):
        for word in [text] if " " in pattern else text.split():
            assert found(pattern, word, ARABIC) == stands, word
            assert bool(whole.fullmatch(fold(word))) == stands, word


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("rose", "Rose", "roses"),
        ("ris*", "rises rising", "arise"),
        ("secretar* of state", "Secretaries-of-State", "secretary of the state"),
        ("kurus", "kuruş", "kuru"),
    ],
)
def test_english_signs(pattern: str, yes: str, no: str) -> None:
    whole = re.compile(alternation([pattern], ENGLISH), re.IGNORECASE)
    for text, stands in ((yes, True), (no, False)):
        for word in [text] if " " in pattern else text.split():
            assert found(pattern, word, ENGLISH) == stands, word
            assert bool(whole.fullmatch(plain(word).replace("-", " "))) == stands, word


def test_within_an_exception_the_row_does_not_count() -> None:
    assert not found("new|!new york", "in New York", ENGLISH)
    assert found("new|!new york", "a new mayor in New York", ENGLISH)
    riyal = re.compile(alternation(["ريال~", "!ريال مدريد"], ARABIC))
    assert riyal.search("مئة ريال") and not riyal.search("ريال مدريد")
