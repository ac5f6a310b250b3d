"""Number words as the tables have them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bot.language.arabic.clitics import readings
from bot.language.arabic.fold import for_checks as fold
from bot.language.number_words import (
    ARABIC_CUES,
    ENGLISH_CUES,
    ENGLISH_IMPLIED,
    FRACTIONS,
    IMPLIED,
    MAGNITUDES,
    NUMBER_WORDS,
    SMALL,
    TENS,
    WHOLE_MAGNITUDES,
    NumberClass,
)


@pytest.mark.parametrize(
    ("word", "value", "kind"),
    [
        ("ثمانية", 8, NumberClass.UNIT),
        ("السابعة", 7, NumberClass.UNIT),
        ("تسعين", 90, NumberClass.TENS),
        ("خمسمائة", 500, NumberClass.HUNDREDS),
        ("مئتي", 200, NumberClass.HUNDREDS),
        ("مليوني", 2_000_000, NumberClass.DUAL),
        ("مليارا", 10**9, NumberClass.MAGNITUDE),
        ("آلاف", 1000, NumberClass.MANY),
        ("الثمانينيات", 80, NumberClass.DECADE),
        ("نصف", Fraction(1, 2), NumberClass.FRACTION),
    ],
)
def test_number_words(word: str, value: int, kind: NumberClass) -> None:
    found = [NUMBER_WORDS[r.stem] for r in readings(fold(word)) if r.stem in NUMBER_WORDS]
    assert (found[0].value, found[0].kind) == (value, kind)


def test_english_number_words() -> None:
    assert (SMALL["nineteen"], TENS["ninety"], FRACTIONS["thirds"]) == (19, 90, Fraction(1, 3))
    assert MAGNITUDES["bn"] == WHOLE_MAGNITUDES["billion"] == 10**9
    assert "bn" not in WHOLE_MAGNITUDES
    assert ENGLISH_IMPLIED["midnight"] == (0, 12, 24)


def test_a_word_states_a_number_or_only_implies_it() -> None:
    assert not NUMBER_WORDS.keys() & IMPLIED.keys()


def test_cues_are_folded() -> None:
    assert fold("الساعة") in ARABIC_CUES["clock"]
    assert "gmt" in ENGLISH_CUES["zone"] and not ENGLISH_CUES["percent"]
