"""Numbers written out in both languages, independently of the parsers they test."""

from __future__ import annotations

ARABIC_UNITS = (
    ("صفر", "صفر"),
    ("واحد", "واحدة"),
    ("اثنان", "اثنتان"),
    ("ثلاثة", "ثلاث"),
    ("أربعة", "أربع"),
    ("خمسة", "خمس"),
    ("ستة", "ست"),
    ("سبعة", "سبع"),
    ("ثمانية", "ثماني"),
    ("تسعة", "تسع"),
    ("عشرة", "عشر"),
)
"""Counting masculine nouns, and feminine ones."""
ARABIC_HUNDREDS = (
    "مئة",
    "مئتان",
    "ثلاثمئة",
    "أربعمئة",
    "خمسمئة",
    "ستمئة",
    "سبعمئة",
    "ثمانمئة",
    "تسعمئة",
)
ARABIC_TENS = ("عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون")
ARABIC_MAGNITUDES = (
    (10**9, "مليار", "ملياران", "مليارات"),
    (10**6, "مليون", "مليونان", "ملايين"),
    (10**3, "ألف", "ألفان", "آلاف"),
)
ENGLISH_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
ENGLISH_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ENGLISH_MAGNITUDES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


def arabic(number: int, feminine: bool = False, genitive: bool = False) -> str:
    """`number` (0 to 10^12 - 1) in words: 1984 is "ألف وتسعمئة وأربعة وثمانون".

    `feminine`: the thing counted is; `genitive`: also the accusative, "ثمانين", "ألفين".
    """
    groups = []
    for magnitude, one, two, many in ARABIC_MAGNITUDES:
        count, number = divmod(number, magnitude)
        if count == 1:
            groups.append(one)
        elif count == 2:
            groups.append(_case(two, genitive))
        elif count:
            name = many if 3 <= count <= 10 else one
            groups.append(f"{_under_thousand(count, False, genitive)} {name}")
    if number or not groups:
        groups.append(_under_thousand(number, feminine, genitive))
    return " و".join(groups)


def _case(word: str, genitive: bool) -> str:
    return word[:-2] + "ين" if genitive and word.endswith(("ان", "ون")) else word


def _under_thousand(number: int, feminine: bool, genitive: bool) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [_case(ARABIC_HUNDREDS[hundreds - 1], genitive)] if hundreds else []
    if rest or not parts:
        parts.append(_under_hundred(rest, feminine, genitive))
    return " و".join(parts)


def _under_hundred(number: int, feminine: bool, genitive: bool) -> str:
    if number <= 10:
        return _case(ARABIC_UNITS[number][feminine], genitive)
    tens, unit = divmod(number, 10)
    if tens > 1:
        name = _case(ARABIC_TENS[tens - 2], genitive)
        return f"{_case(ARABIC_UNITS[unit][feminine], genitive)} و{name}" if unit else name
    ten = "عشرة" if feminine else "عشر"
    if unit == 1:
        return f"{'إحدى' if feminine else 'أحد'} {ten}"
    if unit == 2:
        stem = "اثنت" if feminine else "اثن"
        return f"{stem}{'ي' if genitive else 'ا'} {ten}"
    return f"{ARABIC_UNITS[unit][feminine]} {ten}"


def english(number: int) -> str:
    """`number` (0 to 10^12 - 1) in words: 1984 is "one thousand nine hundred and eighty-four"."""
    groups = []
    for magnitude, name in ENGLISH_MAGNITUDES:
        count, number = divmod(number, magnitude)
        if count:
            groups.append(f"{_english_under_thousand(count)} {name}")
    if number or not groups:
        groups.append(_english_under_thousand(number))
    return " ".join(groups)


def _english_under_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if hundreds and rest:
        return f"{ENGLISH_SMALL[hundreds]} hundred and {_english_under_hundred(rest)}"
    return f"{ENGLISH_SMALL[hundreds]} hundred" if hundreds else _english_under_hundred(rest)


def _english_under_hundred(number: int) -> str:
    if number < 20:
        return ENGLISH_SMALL[number]
    tens, unit = divmod(number, 10)
    return ENGLISH_TENS[tens - 2] + (f"-{ENGLISH_SMALL[unit]}" if unit else "")
