"""Relative dates: yesterday is not today, next year not this year and not just "the year".

Two tables: days by name, and periods with the word that places them before, at or after now.
English may put a weekday for "yesterday" and a year for "last year", and both are let pass.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from bot.language.arabic.fold import for_checks as fold
from bot.language.arabic.normalise import normalise
from bot.records import Flag, Severity
from bot.translation.checks.context import Context


def _arabic(body: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{fold(body)})(?![^\W\d_])")


def _english(body: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{body})\b", re.IGNORECASE)


_WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_BEFORE_YESTERDAY = r"(?:[وف]?ل?(?:أول(?: من)? أمس|أمس الأول|قبل أمس|أول البارحة))"

_DAYS: Mapping[str, tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]] = {
    "the day before yesterday": (
        _arabic(_BEFORE_YESTERDAY),
        _english("day before yesterday|two (?:days|nights) (?:ago|earlier|before)"),
        _english("day before yesterday"),
    ),
    "yesterday": (
        _arabic(
            r"(?<!أول )(?<!أول من )(?<!قبل )(?:[وفل]?أمس|[وفب]?(?:ال)?أمس|[وف]?البارحة)(?! الأول)"
        ),
        _english(
            r"(?<!before )yesterday|last night|(?:a|one|the) day (?:ago|earlier|before)"
            r"|previous (?:day|night|evening)|eve|the past|overnight|last evening"
        ),
        _english("(?<!before )yesterday"),
    ),
    "today": (
        _arabic("[وفل]?اليوم(?! (?:الذي|التالي|السابق|الماضي|المقبل|الأول|الثاني|نفسه|ذاته))"),
        _english(
            r"today\w*|tonight|this (?:morning|evening|afternoon)|now\w*|current\w*|daily|days?"
            r"|present|modern|contemporary|at the moment|still"
        ),
        _english("today|tonight"),
    ),
    "tomorrow": (
        _arabic("(?<!بعد )(?:[وفل]?غدا|[وفلب]?(?:ال)?غد|[وف]?للغد|[وف]?يوم غد)"),
        _english(
            r"(?<!after )tomorrow|(?:next|following) (?:day|morning)|a day later|future|became"
        ),
        _english("(?<!after )tomorrow"),
    ),
}
"""Day -> its Arabic, what may say it in English, and the English that says this day only."""

_PERIODS: Mapping[str, tuple[str, str]] = {
    "week": ("أسبوع|أسابيع|أسبوعين|أسبوعان", "weeks?"),
    "month": ("شهر|أشهر|شهور|شهرين|شهران", "months?"),
    "year": ("عام|سنة|أعوام|سنوات|سنين|عامين|عامان|سنتين|سنتان", "years?"),
    "season": ("موسم|مواسم|موسمين|موسمان", "seasons?"),
    "summer": ("صيف", "summer"),
    "winter": ("شتاء", "winter"),
    "spring": ("ربيع", "spring"),
    "autumn": ("خريف", "autumn|fall"),
    "decade": ("عقد|عقود|عقدين|عقدان", "decades?"),
    "century": ("قرن|قرون|قرنين|قرنان", "centur(?:y|ies)"),
    "quarter": ("ربع", "quarter"),
    "hours": ("ساعة|ساعات", "hours?"),
    "days": ("أيام|يومين|يومان", "days?"),
    "night": ("ليلة", "night"),
}
"""Period -> its words without the article, in Arabic and in English."""

_NAMED = "weekday or month"
_WEEKDAYS = "أحد|اثنين|إثنين|ثلاثاء|أربعاء|خميس|جمعة|سبت"
_MONTHS = (
    "يناير|فبراير|مارس|أبريل|إبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر|شباط|آذار"
    "|نيسان|أيار|حزيران|تموز|أيلول|(?:كانون|تشرين) (?:الأول|الثاني)"
)
_ENGLISH_NAMED = (
    rf"{_WEEKDAY}|January|February|March|April|May|June|July|August|September|October|November"
    r"|December"
)

_PLACES: Mapping[str, tuple[str, str, str, str]] = {
    "next": (
        "مقبل|قادم|تالي|آتي|لاحق",
        "next|coming|upcoming|forthcoming|following",
        "ahead|later|future|tomorrow|from now|to come",
        r"come|subsequent\w*|after|then|new|succe\w+|approaching|another",
    ),
    "this": (
        "جاري|حالي|راهن",
        "this|current|present|ongoing",
        r"so far|to date|currently|now\w*|today\w*",
        "these|current|same|under ?way",
    ),
    "last": (
        "ماضي|منصرم|فائت|سابق|منقضي",
        "last|past|previous|preceding|prior",
        r"ago|earlier|previously|former\w*|yesterday|before",
        r"recent\w*|ended|since|bygone|back|gone|then|overnight|after",
    ),
}
"""Place -> its Arabic adjectives, the English before a period, what else says it, what may."""

_NOT_A_YEAR = re.compile(
    fold(
        r"(?<![^\W\d_])[وفبلك]?(?:ال|ل)?(?:أمين|مدير|مدعي|قائد|نائب|رأي|قطاع|مفتش|مراقب|محامي|سكرتير"
        r"|مفوض|منسق|حاكم|مقرر|قنصل|إضراب|اتحاد|مجلس|مؤتمر|وضع|نظام|إطار|مسار|توجه)ة? العام"
    )
)
"""العام is also "general"."""


def relative_dates(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR where the English has another day or place in time instead, the bare period ("the
    year"), or a yesterday or tomorrow of its own; WARNING where it leaves out the day or the
    period, naming no date that may stand for it."""
    written, english = normalise(source), normalise(unescape(hypothesis))
    if not english:
        return ()
    # Folding and blanking keep every letter in its place, so that what was written can be shown.
    arabic = _NOT_A_YEAR.sub(lambda found: " " * len(found[0]), fold(written))
    found = (*_days(arabic, english), *_periods(written, arabic, english))
    return tuple(Flag("relative_dates", severity, detail) for severity, detail in found)


def _days(arabic: str, english: str) -> list[tuple[Severity, str]]:
    ours = [day for day, (words, _, _) in _DAYS.items() if words.search(arabic)]
    dated = _DATED.search(english)
    found = []
    for day in ours:
        if _DAYS[day][1].search(english):
            continue
        others = [o for o, (_, _, only) in _DAYS.items() if o not in ours and only.search(english)]
        if others:
            found.append((Severity.ERROR, f"source says {day}, translation {others[0]}"))
        elif not dated and day != "today":
            found.append((Severity.WARNING, f"source says {day}, translation does not"))
    if not ours and not _NEAR.search(arabic):
        # Not today: English says it for "these days" unasked.
        said = [d for d in ("yesterday", "tomorrow") if _DAYS[d][2].search(english)]
        found += [(Severity.ERROR, f"translation says {day}, source does not") for day in said]
    return found


_NEAR = re.compile(fold("أمس|اليوم|يوم|غد|بارح|ليل|مساء|صباح|الآن|مستقبل|سابق|نهار"))
_DATED = re.compile(rf"\b(?i:{_WEEKDAY})\b|\b(?:{_ENGLISH_NAMED})\b")
_YEAR = re.compile(r"\b(?:1[89]|20)[0-9]{2}s?\b")


def _periods(written: str, arabic: str, english: str) -> list[tuple[Severity, str]]:
    flags = []
    for period, places in _placed(arabic).items():
        words = _ENGLISH_NAMED if period == _NAMED else _PERIODS[period][1]
        beside = {place: _beside(place, words).search(english) for place in _PLACES}
        for place, found in places.items():
            shown = f"“{written[found.start() : found.end()]}”"
            if beside[place]:
                continue
            if other := _other_period(place, period, arabic, english):
                flags.append((Severity.ERROR, f"{shown} became “{other}”"))
                continue
            if _SAID[place].search(english):
                continue
            others = [said[0] for o, said in beside.items() if said and o not in places]
            if others:
                flags.append((Severity.ERROR, f"{shown} became “{others[0]}”"))
            elif period != _NAMED and place != "this" and not _date_may_stand(place, english):
                bare = _english(words).search(english)
                severity = Severity.ERROR if bare else Severity.WARNING
                flags.append((severity, f"{shown} ({place}) is not in the English"))
    return flags


def _other_period(place: str, period: str, arabic: str, english: str) -> str:
    """What the English puts in this place instead: "next year" for next month; "" for nothing."""
    if period == _NAMED or _english(_PERIODS[period][1]).search(english):
        return ""
    for other in ("week", "month", "year", "decade", "century"):
        said = _beside(place, _PERIODS[other][1]).search(english)
        if said and other != period and not _arabic(_CLITICS + _group(other)).search(arabic):
            return said[0]
    return ""


_CLITICS = "[وفبلك]?(?:ال|ل)?"


def _group(period: str) -> str:
    """The Arabic words of a period, with endings of a possessor or the accusative."""
    return rf"(?:{_PERIODS[period][0].replace('ة', '[هت]')})(?:ا|ي|ه|ها|هم)?"


def _date_may_stand(place: str, english: str) -> bool:
    return bool(_MAY_SAY[place].search(english) or _YEAR.search(english))


def _placed(arabic: str) -> dict[str, dict[str, re.Match[str]]]:
    """Period -> where the Arabic places it and in which words."""
    placed: dict[str, dict[str, re.Match[str]]] = {}
    for (period, place), pattern in _PLACED.items():
        if found := pattern.search(arabic):
            placed.setdefault(period, {})[place] = found
    return placed


_PLACING = rf"ال(?:{'|'.join(adjectives for adjectives, *_ in _PLACES.values())})"


def _placing(period: str, place: str) -> re.Pattern[str]:
    adjectives = rf"(?:ال(?:{_PLACES[place][0]})(?:ة|ين|ان|تين|تان)?)"
    # "The year Past the president Former" is one placing, not two.
    between = rf"(?: (?!{_PLACING})(?:ال[^\s،,.]+|[0-9]+)){{0,2}}"
    if period == _NAMED:
        return _arabic(rf"(?:[وفبلك]?ال(?:{_WEEKDAYS})|[وفبلك]?(?:{_MONTHS})) {adjectives}")
    words = _PERIODS[period][0]
    body = rf"[وفبك]?(?:لل|ال)(?:{words}){between} {adjectives}"
    if place == "this":
        body += rf"|[وفبلك]?هذ[اه] ال(?:{words})"
    return _arabic(body)


_PLACED = {
    (period, place): _placing(period, place) for period in (*_PERIODS, _NAMED) for place in _PLACES
}
_SAID = {
    place: _english(words if place == "this" else f"{before}|{words}")
    for place, (_, before, words, _) in _PLACES.items()
}
_MAY_SAY = {place: _english(words) for place, (_, _, _, words) in _PLACES.items()}


def _beside(place: str, words: str) -> re.Pattern[str]:
    """The period right behind a word that places it: "this coming year" is next year."""
    return _english(rf"(?:{_PLACES[place][1]}) (?:(?:few|[0-9]+|two|three|five|ten) )?(?:{words})")
