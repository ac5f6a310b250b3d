"""Which words say the same, by WordNet."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.inflection import bases, english_forms
from bot.language.synonyms import Likeness, likeness


@pytest.mark.parametrize(
    ("word", "other", "found"),
    [
        ("killed", "died", Likeness.SAME),
        ("kidnapping", "abducted", Likeness.SAME),
        ("vessel", "ships", Likeness.BROADER),
        ("ships", "vessel", Likeness.NARROWER),
        ("north", "south", Likeness.CONTRARY),
        ("rose", "fell", Likeness.CONTRARY),
        ("killed", "wounded", Likeness.NONE),
        ("minister", "deputy", Likeness.NONE),
        ("arrested", "released", Likeness.NONE),
        ("bus", "train", Likeness.NONE),
    ],
)
def test_words_stand_to_each_other(word: str, other: str, found: Likeness) -> None:
    assert likeness(word, other) is found


@settings(max_examples=30)
@given(st.sampled_from(["kill", "carry", "stop", "die", "go", "resign", "happy", "close", "win"]))
def test_every_form_leads_back_to_its_word(word: str) -> None:
    assert all(word in bases(form) for form, _ in english_forms(word))
