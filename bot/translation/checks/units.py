"""Units: what a number counts stays what it counts.

Numbers are compared in `numbers`, whatever stands beside them; "five miles" for "five kilometres"
or "$5" for "5 euros" passes there. Money is in `currencies`. The words are the common ones of
Modern Standard Arabic and English; what is not listed is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import unescape

from bot.language.arabic.fold import for_checks as fold
from bot.language.arabic.normalise import normalise
from bot.records import Flag, Severity
from bot.translation.checks.context import Context
from bot.translation.checks.currencies import currency_changes

_DIMENSIONS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "length": {
        "kilometres": ("كم|كلم|كيلو متر|كيلومتر", r"km²?|kms|kilomet(?:er|re)s?|kph|kmh"),
        "centimetres": ("سم|سنتيمتر|سنتمتر|سنتي متر", r"cms?|centimet(?:er|re)s?"),
        "millimetres": ("مم|ملم|مليمتر|ميليمتر|ملليمتر", r"mm|millimet(?:er|re)s?"),
        "metres": ("م|متر|امتار", r"m|met(?:er|re)s?"),
        "miles": ("ميل|اميال", r"mi|miles?|mph"),
        "feet": ("قدم|اقدام", r"ft|feet|foot"),
        "inches": ("بوصه|بوص|انش|انشات", r"in|inch(?:es)?"),
    },
    "weight": {
        "kilograms": (
            "كغ|كغم|كجم|كلغ|كيلوغرام|كيلوجرام|كيلو غرام|كيلو جرام",
            r"kgs?|kilogram(?:me)?s?|kilos?",
        ),
        "grams": ("غ|غم|جم|غرام|جرام", r"g|grams?|grammes?"),
        "tonnes": ("طن|اطنان", r"tons?|tonnes?"),
        "pounds": ("رطل|ارطال|باوند", r"lbs?|pounds?"),
    },
    "time": {
        "seconds": ("ثانيه|ثواني|ثوان", r"secs?|seconds?"),
        "minutes": ("دقيقه|دقائق", r"mins?|minutes?"),
        "hours": ("ساعه|ساعات", r"hrs?|hours?"),
        "days": ("يوم|ايام", r"days?"),
        "weeks": ("اسبوع|اسابيع", r"weeks?"),
        "months": ("شهر|اشهر|شهور", r"months?"),
        "years": ("سنه|سنوات|سنين|عام|اعوام", r"yrs?|years?"),
    },
}
"""Dimension -> unit -> (Arabic in folded spelling, English)."""

_COUNT = r"(?<![\w.])[0-9][0-9.,]*(?:\s(?:hundred|thousand|million|billion|trillion))?[\s-]?"
_ENDING = "(?:ا|ات|ين|ان|ي|ه|يه)?"


def units(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR where a counted unit of the source became another of the same dimension, and where
    the English counts in a currency that the source does not.

    Only where the English counts in digits a unit that the source does not name, and names none
    that the source has instead: an English text that gives a conversion besides is right.
    """
    arabic, english = fold(normalise(source)), unescape(hypothesis)
    flags = []
    for dimension, table in _DIMENSIONS.items():
        ours = {unit for unit in table if _arabic(dimension, unit).search(arabic)}
        said = {unit for unit in table if _english(dimension, unit, "").search(english)}
        counted = {unit for unit in said if _english(dimension, unit, _COUNT).search(english)}
        lost, new = ours - said, counted - ours
        if lost and new:
            detail = f"source counts {min(lost)}, translation {min(new)}"
            flags.append(Flag("units", Severity.ERROR, detail))
    flags += [Flag("units", *change) for change in currency_changes(arabic, english)]
    return tuple(flags)


@cache
def _english(dimension: str, unit: str, before: str) -> re.Pattern[str]:
    words = _DIMENSIONS[dimension][unit][1]
    start = before or r"(?<![^\W\d_])"
    return re.compile(rf"{start}(?:(?:square|cubic)\s)?(?:{words})(?![^\W\d_])", re.IGNORECASE)


@cache
def _arabic(dimension: str, unit: str) -> re.Pattern[str]:
    words = _DIMENSIONS[dimension][unit][0].split("|")
    # Abbreviations take no clitics: "كم" is kilometres, not "like a metre".
    short = "|".join(word for word in words if len(word) < 3)
    # Feminine words open their ending in the dual: "ساعة", "ساعتان".
    full = "|".join(re.sub("ه$", "[هت]", word) for word in words if len(word) > 2)
    body = "|".join(filter(None, (short, full and f"[وفبلك]?(?:ال|ل)?(?:{full}){_ENDING}")))
    return re.compile(rf"(?<![^\W\d_])(?:{body})(?![^\W\d_])")
