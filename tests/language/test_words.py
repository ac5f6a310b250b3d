"""The article of a word, the openings of sentences, and content words."""

from __future__ import annotations

import pytest

from bot.language.arabic.clitics import without_article
from bot.language.content_words import content_words, shared_share
from bot.language.openings import opens_paragraph, refers_back
from bot.language.saying import arabic_verbs


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("والوزير", "وزير"),
        ("بالمدرسه", "مدرسه"),
        ("للرئيس", "رئيس"),
        ("بغداد", "بغداد"),
        ("الا", "الا"),
    ],
)
def test_the_article_is_taken_off_with_what_stands_before_it(word: str, bare: str) -> None:
    assert without_article(word) == bare


@pytest.mark.parametrize("verb", arabic_verbs("paragraph").split("|"))
def test_a_verb_of_saying_opens_a_paragraph(verb: str) -> None:
    assert opens_paragraph(f"و{verb} الوزير")


@pytest.mark.parametrize("verb", arabic_verbs("report").split("|"))
def test_a_verb_of_saying_leans_on_its_speaker(verb: str) -> None:
    assert refers_back(f"و{verb} أن الاجتماع تأجل")


def test_spellings_of_one_word_are_one_content_word() -> None:
    assert content_words("مستشفى المدرسة") == content_words("مستشفي والمدرسه")
    assert content_words("من إلى على هذا") == frozenset()
    assert shared_share(content_words("لقاء بومبيو"), content_words("زار بومبيو موسكو")) == 0.5
