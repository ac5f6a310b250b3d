"""Texts made safe to stand beside ours."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.lettering import clean, isolate_spans, shown


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("no Arabic", "no Arabic"),
        ("name بولتون missing", "name \u2068بولتون\u2069 missing"),
        ("two words جون بولتون, and", "two words \u2068جون بولتون\u2069, and"),
        ("سعر 40 دولار (SPA) 7", "\u2068سعر 40 دولار\u2069 (SPA) 7"),
        ("a ب c د", "a \u2068ب\u2069 c \u2068د\u2069"),
    ],
)
def test_each_stretch_of_arabic_is_isolated(text: str, isolated: str) -> None:
    assert isolate_spans(text) == isolated


def test_arabic_that_opens_in_english_is_arabic_all_the_same() -> None:
    assert shown("New York Times قالت", arabic=True) == "\u2067New York Times قالت\u2069"


@given(st.text())
def test_clean_text_is_one_line_without_controls(text: str) -> None:
    made = clean(text)
    assert made == " ".join(made.split())
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in made)
    assert not any(c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" for c in made)
    assert clean(made) == made


@given(st.text())
def test_isolates_are_balanced_and_leave_no_arabic_outside(text: str) -> None:
    made = isolate_spans(clean(text))
    depth = 0
    for character in made:
        depth += (character == "\u2068") - (character == "\u2069")
        assert depth in (0, 1)
        if unicodedata.bidirectional(character) == "AL" and character < "\u0900":
            assert depth == 1
    assert depth == 0
    assert made.replace("\u2068", "").replace("\u2069", "") == clean(text)
