"""Words of respect, taken out of the Arabic."""

from __future__ import annotations

import pytest

from bot.language.honorifics import without_honorifics


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("قال معالي وزير الصحة", "قال وزير الصحة"),
        ("شكره لمعالي الوزير", "شكره للوزير"),
        ("ولجلالة الملك", "وللملك"),
        ("وفخامة الرئيس", "والرئيس"),
        ("وصل دولة رئيس الوزراء", "وصل رئيس الوزراء"),
        ("استقبل صاحب السمو الملكي الأمير خالد", "استقبل الأمير خالد"),
        ("ولي العهد، حفظه الله، في الرياض", "ولي العهد في الرياض"),
        ("ولي العهد حفظه الله في الرياض", "ولي العهد في الرياض"),
        ("السلطان هيثم بن طارق المعظم برقية", "السلطان هيثم بن طارق برقية"),
        ("وبحث معالي Ahmed al-Khatib الأمر", "وبحث Ahmed al-Khatib الأمر"),
    ],
)
def test_they_are_taken_out(text: str, left: str) -> None:
    assert without_honorifics(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "سيادة الدولة",
        "سعادة الناس",
        "دولة قطر",
        "دولة رئيسها منتخب",
        "سماحة الأديان",
        "فضيلة الصبر",
        "معظم الناس",
        "وقال سموه",
        "المعظم منهم",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert without_honorifics(text) == text
