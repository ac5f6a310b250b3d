"""Arabic number words: what each is worth, and what it does in a number phrase.

Ends at single words: how they combine is in `checks.arabic_numerals`. Written by hand from the
grammar of Modern Standard Arabic; all keys are folded `for_checks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bot.language.arabic.fold import for_checks as fold


class NumberClass(StrEnum):
    """What a number word does in a number phrase."""

    UNIT = "unit"
    """1 to 10; may be followed by "ten", a hundred, a magnitude, or "and" tens."""
    TENS = "tens"
    HUNDREDS = "hundreds"
    MAGNITUDE = "magnitude"
    DUAL = "dual magnitude"
    """Two of a magnitude in one word: ألفان."""
    FRACTION = "fraction"
    MANY = "an unstated number of"
    """مئات "hundreds", آلاف "thousands": an order of size, not a value."""
    DECADE = "decade"
    """ثمانينيات "the eighties"."""


@dataclass(frozen=True, slots=True)
class NumberWord:
    value: Fraction
    kind: NumberClass
    ordinal: bool = False


def _number_words() -> dict[str, NumberWord]:
    table: dict[str, NumberWord] = {}

    def add(kind: NumberClass, value: int | Fraction, words: str, ordinal: bool = False) -> None:
        for word in words.split():
            table[fold(word)] = NumberWord(Fraction(value), kind, ordinal)

    unit, tens, magnitude = NumberClass.UNIT, NumberClass.TENS, NumberClass.MAGNITUDE
    add(NumberClass.UNIT, 0, "صفر")
    for value, words in enumerate(
        (
            "واحد واحدة واحدا أحد إحدى",
            "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي إثنان إثنين إثنا إثني",
            "ثلاث ثلاثة ثلاثا",
            "أربع أربعة أربعا",
            "خمس خمسة خمسا",
            "ست ستة ستا",
            "سبع سبعة سبعا",
            "ثمان ثماني ثمانية ثمانيا",
            "تسع تسعة تسعا",
            "عشر عشرة عشرا",
        ),
        1,
    ):
        add(unit, value, words)
    for value, words in enumerate(
        (
            "أول أولى حادي حادية",
            "ثاني ثانية ثانيا",
            "ثالث ثالثة ثالثا",
            "رابع رابعة رابعا",
            "خامس خامسة خامسا",
            "سادس سادسة سادسا",
            "سابع سابعة سابعا",
            "ثامن ثامنة ثامنا",
            "تاسع تاسعة تاسعا",
            "عاشر عاشرة عاشرا",
        ),
        1,
    ):
        add(unit, value, words, ordinal=True)
    stems = ("ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")
    add(tens, 20, "عشرون عشرين")
    add(NumberClass.DECADE, 20, "عشرينات عشرينيات")
    for value, stem in enumerate(stems, 3):
        add(tens, 10 * value, f"{stem}ون {stem}ين")
        add(NumberClass.DECADE, 10 * value, f"{stem}ينات {stem}ينيات")
        hundreds = [f"{stem}{hundred}" for hundred in ("مئة", "مائة")]
        add(NumberClass.HUNDREDS, 100 * value, " ".join(hundreds))
    add(NumberClass.HUNDREDS, 800, "ثمانيمئة ثمانيمائة")
    add(NumberClass.HUNDREDS, 100, "مئة مائة")
    add(NumberClass.HUNDREDS, 200, "مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي")
    for value, singular, plural in (
        (10**3, "ألف", "آلاف الاف"),
        (10**6, "مليون", "ملايين"),
        (10**9, "مليار", "مليارات"),
        (10**9, "بليون", "بلايين"),
        (10**12, "تريليون", "تريليونات"),
        (10**12, "ترليون", "ترليونات"),
    ):
        # "ألفا" is the accusative "thousand" far more often than the construct dual.
        add(magnitude, value, f"{singular} {singular}ا")
        add(NumberClass.DUAL, 2 * value, " ".join(singular + e for e in ("ان", "ين", "ي")))
        add(NumberClass.MANY, value, plural)
    add(NumberClass.MANY, 10, "عشرات")
    add(NumberClass.MANY, 100, "مئات مئآت مائات")
    add(NumberClass.FRACTION, Fraction(1, 2), "نصف نصفا")
    add(NumberClass.FRACTION, Fraction(1, 3), "ثلث")
    add(NumberClass.FRACTION, Fraction(2, 3), "ثلثا ثلثي ثلثين ثلثان")
    add(NumberClass.FRACTION, Fraction(1, 4), "ربع")
    return table


NUMBER_WORDS = _number_words()
"""Folded stem to number word."""

TWICE = frozenset(fold(w) for w in ("مرتين", "ضعف", "ضعفي", "ضعفين", "كلا", "كلتا", "كلاهما"))
"""Words that English may say with "two", "twice" or "both"."""

IMPLIED = {
    fold(word): value
    for value, words in {
        1: "مرة فردي أوحد وحيد",
        2: "ثنائي ثنائية زوج زوجان زوجين مزدوج مزدوجة توأم توأمان توأمين",
        3: "ثلاثي ثلاثية مثلث مثلثة",
        4: "رباعي رباعية أرباع مربع مربعة",
        5: "خماسي خماسية أخماس",
        6: "سداسي سداسية لست",
        7: "سباعي سباعية أسبوع",
        10: "عقد دزينة عشري",
        12: "دزينة",
        14: "أسبوعين أسبوعان",
        20: "عقدين عقدان",
        24: "يوم",
        48: "يومين يومان",
        100: "قرن مئوية",
        200: "قرنين قرنان",
        1000: "ألفية",
    }.items()
    for word in words.split()
}
"""Words that hold a number without stating one, so that English may state it."""

CENTURY = fold("قرن")
