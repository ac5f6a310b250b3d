import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.arabic.normalise import normalise

ARABIC = st.text(
    st.one_of(
        st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
        st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFF),
        st.characters(min_codepoint=0x2000, max_codepoint=0x206F),
        st.sampled_from("a1. \n\t"),
    )
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
        ("وَقَالَ مُحَمَّدٌ", "وقال محمد"),
        ("هٰذا", "هذا"),
        ("الـــرئيس", "الرئيس"),
        ("\u200fفي \u202bموسكو\u202c\u2069", "في موسكو"),
        ("بعد\u00a0 \n عام\t ", "بعد عام"),
        ("\ufeffنص", "نص"),
        ("ا\u0654كد", "أكد"),
        ("ا\u064e\u0654كد", "أكد"),
        ("ﻻ ﻳﻤﻜﻦ", "لا يمكن"),
        ("«موسكو»، 12.5%؟", "«موسكو»، 12.5%؟"),
        ("", ""),
        ("\u200f", ""),
    ],
)
def test_what_is_changed(source: str, expected: str) -> None:
    assert normalise(source) == expected


@pytest.mark.parametrize("letter", "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچڤگ")
def test_letters_with_hamza_and_dots_stay(letter: str) -> None:
    assert normalise(letter) == letter


@given(ARABIC)
def test_done_twice_is_done_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.one_of(ARABIC, st.text()))
def test_result_is_clean(text: str) -> None:
    clean = normalise(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert clean == " ".join(clean.split())
    assert not set(clean) & set("ـ\u200e\u200f\u064e\u0651\u202b٣۳")
