"""Foldings whose results are kept in databases and files.

What is stored was made by them: where one of these values changes, known articles come again as
new, glossary entries are missed, and searches find nothing, until a migration makes them anew.
"""

from __future__ import annotations

import pytest

from bot.intake.identity import Text, words
from bot.language.arabic.normalise import normalise
from bot.language.search import words as searched
from bot.translation.names.terms import key_of
from bot.translation.names.variants import sound_key

ARABIC = "إنّ المؤتمرَ في القاهـرة: ١٬٢٠٠ مسئولٍ و٥٠٪ من الشئون، آبَ ٢٠٢٤"
PERSIAN_KEYS = "قال الرئیس کیندی إن −٣٫٥ درجة"
ENGLISH = "The “Café” ministers’ policies, classes and buses: 1,200.50"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (ARABIC, "ان الموتمر في القاهره 1,200 مسيول و 50% من الشيون اب 2024"),
        (PERSIAN_KEYS, "قال الرييس كيندي ان -3.5 درجه"),
        (ENGLISH, "the cafe ministers policies classes and buses 1,200.50"),
    ],
)
def test_the_words_by_which_an_article_is_known_again(text: str, kept: str) -> None:
    assert " ".join(words(text)) == kept


def test_the_fingerprint_and_the_samples_of_an_article() -> None:
    text = Text(words("مؤتمر القاهرة للسلام"), words(f"{ARABIC} " * 8))
    assert text.fingerprint == "00920a2007860404997832d82eaee342"
    assert text.samples == (
        "1d27f3b1e9ff933cf48020320ef2a8e8",
        "333b76c6c7c4b8d4dc16c36933dc0faa",
        "3b325b08dfef68d522d685297b08dced",
        "49a633a1f469dadd0353d7af8c289b91",
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (ARABIC, "ان موتمر في قاهره 1 200 مسيول و50 من شيون اب 2024"),
        (PERSIAN_KEYS, "قال رييس كيندي ان 3 5 درجه"),
        (ENGLISH, "the cafe minister policy classe and buse 1 200 50"),
    ],
)
def test_the_words_by_which_an_article_is_found(text: str, kept: str) -> None:
    assert " ".join(searched(text)) == kept


@pytest.mark.parametrize(
    ("name", "key", "sound"),
    [
        ("عبد الفتاح السيسي", "عبد الفتاح السيسي", "عبد الفتح السس"),
        ("مُؤتمر أنطاليا", "موتمر انطاليا", "متمر انتل"),
        ("ڤلاديمير پوتين", "فلاديمير بوتين", "فلدمر بوتين"),
        ("گوتيريش", "غوتيريش", "جترش"),
        ("آية الله خامنئي", "ايه الله خامنيي", "ايا اللا خامنيي"),
        ("شويغو", "شويغو", "شويجو"),
        ("الـــرئيس هادی", "الرييس هادي", "الرس هادي"),
    ],
)
def test_the_key_of_a_glossary_entry(name: str, key: str, sound: str) -> None:
    assert key_of(name) == key
    assert sound_key(key) == sound


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (ARABIC, "إن المؤتمر في القاهرة: 1٬200 مسئول و50٪ من الشئون، آب 2024"),
        (PERSIAN_KEYS, "قال الرئیس کیندی إن −3٫5 درجة"),
        ("می\u200cشود\u200f ० \u06dd ١", "میشود ० \u06dd 1"),
    ],
)
def test_the_text_by_which_a_translation_is_remembered(text: str, kept: str) -> None:
    assert normalise(text) == kept
