"""Arabic words as the checks compare them: folded spelling, clitics, number and date words.

Ends at single words: how number words combine is in `checks.arabic_numbers`. The tables are
written by hand from ordinary Modern Standard Arabic grammar; the month families (Egyptian and
Gulf, Levantine and Iraqi, Maghrebi) are those of CLDR's ar, ar-SY, ar-DZ and ar-MA locales.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bot.translation.normalise import normalise

_FOLDED = str.maketrans({"أ": "ا", "إ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"})


def fold(text: str) -> str:
    """`text` normalised, with the letters that writers interchange made one.

    Hamza on alef, alef maqsura, Persian ya and kaf, ta marbuta. Madda stays: "آب" is August,
    "أب" a father. Length is not kept.
    """
    return normalise(text).translate(_FOLDED)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a word apart: `stem` is what is left after the clitics."""

    stem: str
    conjoined: bool = False
    """A leading و ("and") was taken off."""
    definite: bool = False
    """An article was taken off."""


def readings(word: str) -> Iterator[Reading]:
    """The ways to take clitics off a folded `word`, the fullest form first.

    Order: conjunction و or ف, then ب, ل or ك, then ال (لل for ل + ال). A stem has at least two
    letters. Which of them is a word is for the caller's table to say.
    """
    seen = set()
    for conjunction in ("", "و", "ف"):
        if not word.startswith(conjunction):
            continue
        after = word[len(conjunction) :]
        for preposition in ("", "ب", "ل", "ك"):
            if not after.startswith(preposition):
                continue
            rest = after[len(preposition) :]
            for article in ("", "ال", "ل") if preposition == "ل" else ("", "ال"):
                if not rest.startswith(article):
                    continue
                stem = rest[len(article) :]
                if len(stem) >= 2 and stem not in seen:
                    seen.add(stem)
                    yield Reading(stem, conjunction == "و", bool(article))


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


def _months() -> dict[str, int]:
    families = (
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "- شباط آذار نيسان أيار حزيران تموز آب أيلول - - -",
        "جانفي فيفري - أفريل - جوان جويلية أوت - - - -",
        "- - - - ماي يونيه يوليوز غشت شتنبر - نونبر دجنبر",
        "- - - إبريل - يونية يولية أوغسطس - اكتوبر - ديسمبير",
        "- - - - - - يوليه - - - - -",
    )
    table = {
        fold(word): number
        for family in families
        for number, word in enumerate(family.split(), 1)
        if word != "-"
    }
    table |= {"اذار": 3, "ايار": 5}
    return table


MONTHS = _months()
"""Folded month word to its number, 1 to 12; two-word Levantine months in `MONTH_PAIRS`."""

MONTH_PAIRS = {
    (fold("كانون"), fold("الأول")): 12,
    (fold("كانون"), fold("الثاني")): 1,
    (fold("تشرين"), fold("الأول")): 10,
    (fold("تشرين"), fold("الثاني")): 11,
}

AMBIGUOUS_MONTHS = frozenset(fold(w) for w in ("مارس", "ماي", "جوان", "أوت", "آب", "أوغسطس"))
"""Also verbs, names or other words: a month only beside a day, a year or the word "month"."""

WEEKDAYS = {
    fold(word): number
    for number, words in enumerate(
        (
            "الاثنين الإثنين",
            "الثلاثاء",
            "الأربعاء الاربعاء",
            "الخميس",
            "الجمعة",
            "السبت",
            "الأحد",
        )
    )
    for word in words.split()
}
"""Folded weekday with its article, 0 for Monday."""

AMBIGUOUS_WEEKDAYS = frozenset(fold(w) for w in ("الاثنين", "الأحد"))
"""Also "the two" and "the one": weekdays only after "day", or as the English has it."""

CENTURY = fold("قرن")

WORD = re.compile(r"[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]+")
"""A run of Arabic letters in normalised text."""


def words(text: str) -> list[str]:
    """The folded Arabic words of `text`, in order, clitics still on."""
    return WORD.findall(fold(text))
