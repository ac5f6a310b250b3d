"""The verbs of saying: one table, and what each reader of it knows."""

from __future__ import annotations

import re

import pytest

from bot.language.saying import (
    Reader,
    arabic_verbs,
    english_verbs_beside,
    english_words_of_saying,
)

SPOKEN = "قال قالت أضاف أضافت أكد أكدت ذكر ذكرت أوضح أوضحت تابع تابعت اعتبر اعتبرت"
PUBLIC = "صرح صرحت أعلن أعلنت شدد شددت حذر حذرت"
POINTED = "أشار أشارت"
TOLD = (
    "لفت لفتت كشف كشفت رأى رأت أعرب أعربت دعا دعت طالب طالبت استطرد ختم بين بينت نقل نقلت "
    + POINTED
)


@pytest.mark.parametrize(
    ("reader", "verbs"),
    [
        (
            "attribution",
            f"{SPOKEN} {PUBLIC} قالوا يقول تقول زعم زعمت يزعم تزعم ادعى ادعت أفاد أفادت نقل نقلت",
        ),
        ("speaker", f"{SPOKEN} {PUBLIC} زعم زعمت نفى نفت كتب كتبت"),
        ("border", f"{SPOKEN} {POINTED}"),
        ("paragraph", f"{SPOKEN} {PUBLIC} {TOLD} قالوا زعم زعمت أفاد أفادت نفى نفت نقلا"),
        (
            "report",
            f"{SPOKEN} {PUBLIC} {TOLD} أردف أردفت استطردت زاد زادت واصل واصلت وصف وصفت",
        ),
    ],
)
def test_each_reader_knows_its_verbs(reader: Reader, verbs: str) -> None:
    assert sorted(arabic_verbs(reader).split("|")) == sorted(verbs.split())


@pytest.mark.parametrize("word", ["said", "Saying", "emphasizes", "responded", "put it", "replied"])
def test_english_that_gives_a_thing_as_said(word: str) -> None:
    assert re.fullmatch(english_words_of_saying(), word, re.IGNORECASE)


@pytest.mark.parametrize("word", ["sail", "hello", "toll", "put", "statue"])
def test_english_that_does_not(word: str) -> None:
    assert not re.fullmatch(english_words_of_saying(), word, re.IGNORECASE)


def test_what_stands_beside_a_speaker_says_anywhere_too() -> None:
    for word in english_verbs_beside().split("|"):
        assert re.fullmatch(english_words_of_saying(), word)
