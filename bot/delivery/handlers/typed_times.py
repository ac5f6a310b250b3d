"""Times, days and a place in one line, as people type them in English or Arabic. Pure.

"18:30", "8am and 8:00 pm", "noon weekdays", "every 4 hours", "٨ صباحا", "weekdays 08:00 weekends
10:00", each with a city or an offset behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.delivery.scheduling.schedule import EVERY_DAY, WEEKDAYS, WEEKENDS, wall_time
from bot.errors import BadSettings
from bot.language import lexicon
from bot.language.arabic.fold import for_tables
from bot.language.dates.calendar import weekdays
from bot.language.digits import western

FIRST_HOUR = 8
"""What "every 4 hours" counts from."""

_DAY_WORDS = {
    "everyday": EVERY_DAY,
    "daily": EVERY_DAY,
    "weekdays": WEEKDAYS,
    "workdays": WEEKDAYS,
    "weekends": WEEKENDS,
    "weekend": WEEKENDS,
    "يوميا": EVERY_DAY,
    **{name: str(day) for name, day in weekdays().items()},
}
_RANGE = re.compile(r"[-–—]")
_CLOCK_WORDS = {
    "noon": "12:00", "midday": "12:00", "midnight": "00:00", "ظهرا": "12:00", "الظهر": "12:00",
}  # fmt: skip
_JOINING = frozenset({
    "at", "and", "on", "in", "o'clock", "time", "every", "each", "me", "please", "the", "news",
    "send", "كل", "يوم", "و", "في", "الساعة", "بتوقيت", "عند", "لي", "الأخبار",
})  # fmt: skip
_PHRASES = (
    (re.compile(r"\bevery\s+day\b", re.IGNORECASE), "everyday"),
    (re.compile(r"منتصف\s+الليل"), "midnight"),
    (re.compile(r"منتصف\s+النهار"), "noon"),
    (re.compile(r"\bevery\s+hour\b|كل\s+ساعة", re.IGNORECASE), "every 1 hours"),
)
_FRENCH = re.compile(r"\A(\d{1,2})h(\d\d)?\Z", re.IGNORECASE)
"""As in the Maghreb: "8h", "8h30"."""
_EACH_DAY = re.compile(r"كل\s+يوم\b\s*(\S*)")
_EVERY = re.compile(
    r"(?:\bevery|كل)\s+(\d{1,2})\s*(?:hours?|hrs?|h|ساعات|ساعة)(?!\w)", re.IGNORECASE
)
_PART_ALONE = {
    "morning": "08:00", "mornings": "08:00", "evening": "20:00", "evenings": "20:00",
    "صباحا": "08:00", "صباح": "08:00", "الصباح": "08:00", "مساء": "20:00", "المساء": "20:00",
}  # fmt: skip
"""Parts of the day, and the time each means where the line has none."""
_WHICH = r"(?:(?:in the|every|each)\s+)?"
_MORNING = rf"a\.?m\.?|{_WHICH}mornings?|(?:في ال|كل\s+)?صباح|صباحا|ص|فجرا"
_EVENING = (
    rf"p\.?m\.?|{_WHICH}(?:evening|afternoon)s?|at night|(?:في ال|كل\s+)?مساء|م|ليلا|عصرا|ظهرا"
)
_PART_FIRST = re.compile(
    r"(?:\b(mornings?)|\b(?:evening|afternoon)s?|(?<!\w)(?:ال)?(?:(صباحا?)|مساء))"
    r"\s+(?:(?:at|في|عند|الساعة)\s+)*(\d{1,2})(?:[:.](\d\d))?(?![\d:.]|\s*[ap]\.?m\b)",
    re.IGNORECASE,
)
"""Behind what has its half of the day: "every morning at 8"."""
_HALVES = re.compile(
    rf"(?<![\d:.])(\d{{1,2}})(?:[:.](\d\d))?\s*(?:({_MORNING})|({_EVENING}))(?![^\W\d_])",
    re.IGNORECASE,
)
_PARTS = {"نصف": 30, "ربع": 15, "ثلث": 20}
"""Minutes after the hour, or before it."""


@cache
def _hours() -> re.Pattern[str]:
    """Hours in Arabic words: "الثامنة", "الثامنة والنصف", "الثانية عشرة"."""
    words = "|".join(sorted(_hour_words(), key=len, reverse=True))
    parts = "|".join(_PARTS)
    return re.compile(
        rf"(?<!\w)و?(?:ال)?({words})(\s+عشرة?)?(?:\s+(و|إلا\s+)(?:ال)?({parts})[اًا]?)?(?!\w)"
    )


@cache
def _hour_words() -> dict[str, int]:
    rows = [row for row in lexicon.rows("arabic_numbers") if row["class"] == "ordinal"]
    # Hours are feminine, and the first is counted: "الواحدة".
    found = {word: int(row["number"]) for row in rows for word in row.listed("words")}
    return {"واحدة": 1} | {word: hour for word, hour in found.items() if word.endswith("ة")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line asks for; what it does not say is empty."""

    times: tuple[tuple[str, str], ...] = ()
    """(wall time, digits of weekdays), by time."""
    days: str = ""
    """Days that were named without a time."""
    place: str = ""
    """Every word that is neither, such as a city."""


def wanted(text: str) -> Wanted | None:
    """None where the line holds what is no time of day, as "25:00" is.

    Days stand before the times they are for, or behind them all: "8am weekdays". A time named
    for several sets of days has them all.
    """
    plain = _spelled(western(text))
    if plain is None:
        return None
    found: dict[str, set[str]] = {}
    days: set[str] = set(EVERY_DAY)
    naming, named_before = False, False
    place: list[str] = []
    parts: list[str] = []
    for word in re.split(r"[\s,،;&]+", plain.strip()):
        of_word = _days(word)
        if of_word is not None:
            days = days | of_word if naming else of_word
            naming = True
            continue
        if _joins(word):
            continue
        if part := _PART_ALONE.get(word.casefold()) or _PART_ALONE.get(for_tables(word)):
            parts.append(part)
            continue
        wall = _wall(word)
        if wall is None:
            if re.match(r"\d", word):
                return None
            place.append(word)
            continue
        found.setdefault(wall, set()).update(days)
        named_before = named_before or naming
        naming = False
    if not found:
        found = {part: set(days) for part in parts}
    listed = {wall: "".join(sorted(of)) for wall, of in found.items()}
    if naming and found:
        if named_before:
            return None
        listed = dict.fromkeys(found, "".join(sorted(days)))
    only_days = "".join(sorted(days)) if naming and not found else ""
    return Wanted(tuple(sorted(listed.items())), only_days, " ".join(place))


def times(text: str) -> tuple[tuple[str, str], ...] | None:
    """The times of a line that says times, and days if it likes, and nothing else."""
    found = wanted(text)
    return found.times or None if found and not found.place and not found.days else None


def walls(text: str) -> list[str] | None:
    """The times of a line that has nothing else, in their order: "8 pm 7:30" as 20:00, 07:30."""
    listed = re.split(r"[\s,،;&]+", (_spelled(western(text)) or "").strip())
    read = [_wall(word) for word in listed if not _joins(word)]
    found = [each for each in read if each]
    return found if len(found) == len(read) else None


def _joins(word: str) -> bool:
    return not word or word.casefold() in _JOINING or for_tables(word) in _JOINING


def _spelled(text: str) -> str | None:
    """The line with every time in 24 hours and every phrase in one word; None where a half of
    the day is said of an hour that it does not have."""
    text = re.sub(r"[\u064b-\u0652\u0640]", "", text)
    for phrase, word in _PHRASES:
        text = phrase.sub(word, text)
    # "كل يوم جمعة" is every Friday.
    text = _EACH_DAY.sub(lambda f: f[1] if _days(f[1]) else f"everyday {f[1]}", text)
    text = _hours().sub(_in_digits, text)
    wrong = False

    def hours(found: re.Match[str]) -> str:
        nonlocal wrong
        step = int(found[1])
        if not 1 <= step <= 24:
            wrong = True
            return ""
        walls = sorted((FIRST_HOUR + step * at) % 24 for at in range(24 // step))
        return " " + " ".join(f"{hour:02}:00" for hour in walls) + " "

    def clock(found: re.Match[str]) -> str:
        nonlocal wrong
        hour, minutes = int(found[1]), found[2] or "00"
        morning = found[3] is not None
        if hour > 23 or int(minutes) > 59 or (morning and hour > 12):
            wrong = True
            return ""
        if hour <= 12:
            hour = hour % 12 + (0 if morning else 12)
        return f" {hour:02}:{minutes} "

    def part_first(found: re.Match[str]) -> str:
        half = "am" if found[1] or found[2] else "pm"
        return f"{found[3]}:{found[4] or '00'} {half}"

    spelled = _HALVES.sub(clock, _EVERY.sub(hours, text))
    spelled = _HALVES.sub(clock, _PART_FIRST.sub(part_first, spelled))
    return None if wrong else spelled


def _in_digits(found: re.Match[str]) -> str:
    hour, minutes = _hour_words()[found[1]] + (10 if found[2] else 0), _PARTS.get(found[4] or "", 0)
    if minutes and found[3] != "و":
        hour, minutes = hour - 1 or 12, 60 - minutes
    return f"{hour}:{minutes:02}" if hour <= 12 else found[0]


def _days(word: str) -> set[str] | None:
    ends = _RANGE.split(word)
    digits = [
        _DAY_WORDS.get(for_tables(end)) or _DAY_WORDS.get(f"ال{for_tables(end)}") for end in ends
    ]
    if len(digits) == 1 and digits[0]:
        return set(digits[0])
    if len(digits) == 2 and all(d and len(d) == 1 for d in digits):
        first, last = (int(d) for d in digits if d)
        return {str(day % 7) for day in range(first, last + 1 if first <= last else last + 8)}
    return None


def _wall(word: str) -> str | None:
    if known := _CLOCK_WORDS.get(word.casefold()) or _CLOCK_WORDS.get(for_tables(word)):
        return known
    if french := _FRENCH.match(word):
        word = f"{french[1]}:{french[2] or '00'}"
    try:
        return f"{wall_time(word if ':' in word or '.' in word else word + ':00'):%H:%M}"
    except BadSettings:
        return None
