"""Publication lines: "تم النشر: 2018/08/23 الساعة 18:00 بتوقيت غرينتش", "04:36 صباحا".

Which line is one, and which of its times is the publication and which the last change. Reading
the date itself is `dates`' work; whether the line's place lets it speak for the article is
`layout`'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.language.arabic.characters import ends_sentence, words
from bot.language.arabic.fold import for_tables as fold
from bot.language.dates.stated import StatedDate, find_date
from bot.language.digits import western
from bot.records import Moment

_LABELS = frozenset(
    re.findall(
        r"\w+",
        fold(
            "تم النشر نشر نشرت في بتاريخ تاريخ آخر تحديث التحديث حدث تحديثه الساعة بتوقيت توقيت"
            " غرينتش جرينتش يوم الموافق الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة"
            " السبت منذ الخبر المقال مكة المكرمة"
            " published updated last on at date gmt utc posted modified created"
        ),
    )
)
_PUBLISHED = re.compile(fold(r"نشر|بتاريخ|تاريخ|publish|posted|created"))
_UPDATED = re.compile(fold(r"تحديث|تعديل|حدث|(?<!ال)عدل|update|modif"))
# "28 نوفمبر 2026 (آخر تحديث 14:00) 12:30": the hour behind it is the day's.
_UPDATE_WITHIN = re.compile(
    r"[(\[،,|\-–—]?\s*(?:(?:آخر|تم|جرى)\s+)?(?:ال)?(?:تحديث|تعديل|updated?)\s*:?\s*(?:الساعة\s*)?"
    r"(\d{1,2}:\d\d(?:\s*[صم](?!\w))?)\s*[)\]،,|\-–—]*\s*(?=\d{1,2}:\d\d|$)"
)
_DIGIT = re.compile(r"\d")
_LONGEST = 24
_FIGURES = re.compile(
    r"\D{0,3}(\d{1,2}|\d{4})([/.\-])(\d{1,2})\2(\d{4}|\d{1,2})\W*(?:\d{1,2}:\d\d\W*)?"
)
"""A date in figures, perhaps with a time."""


@dataclass(frozen=True, slots=True)
class StampLine:
    """What a line of dates says. `other` counts the words that are neither date nor label."""

    published: Moment | None
    updated: Moment | None
    labelled: bool
    hijri: bool
    other: int


def read_stamp_line(line: str, label: str = "") -> StampLine | None:
    """The times a short line states; None where it states none or is a sentence.

    `label` is the line above it where that was a label alone.
    """
    if len(line) > 300 or not _DIGIT.search(line) or len(words(line)) > _LONGEST:
        return None
    within = _UPDATE_WITHIN.search(line)
    if within and _DIGIT.search(line[: within.start()]):
        around = read_stamp_line(f"{line[: within.start()]} {line[within.end() :]}", label)
        changed = find_date(within[1])
        if around and changed and around.published and around.published.day:
            moment = Moment(around.published.day, changed.clock)
            return replace(around, updated=moment, labelled=True)
    stamps = _stamps(line)
    if not stamps:
        return None
    published = updated = None
    day = None
    labelled = hijri = False
    rest, position = label, 0
    for start, stamp in stamps:
        before = fold(rest + " " + line[position : start + stamp.start])
        labelled = labelled or bool(_PUBLISHED.search(before) or _UPDATED.search(before))
        hijri = hijri or stamp.hijri
        if _UPDATED.search(before) and not _PUBLISHED.search(before):
            # "28 آب 2024، آخر تحديث 14:00" is changed on the day it names.
            updated = updated or Moment(stamp.day or day, stamp.clock)
        elif published is None:
            published = Moment(stamp.day, stamp.clock)
            day = stamp.day
        rest, position = "", start + stamp.end
    other = len(_others(line, stamps))
    if ends_sentence(line) and other > 2:
        return None
    return StampLine(published, updated, labelled, hijri, other)


def doubtful_date(line: str) -> str | None:
    """Why a line that is a date in figures and nothing else is not taken; None where it may be.

    Which of 03/04/2023 is the month, only a label in Arabic beside it makes likely enough.
    """
    bare = _FIGURES.fullmatch(western(line))
    if bare is None:
        return None
    stamp = read_stamp_line(line)
    if stamp is None or (stamp.published is None and not stamp.hijri):
        return f"{line} is no date of a calendar that could be told, and was not taken"
    first, second = int(bare[1]), int(bare[3])
    if len(bare[1]) < 4 and not stamp.hijri and first != second and max(first, second) <= 12:
        return f"{line} may be day/month or month/day, and was not taken"
    return None


def is_date_in_figures(line: str) -> bool:
    return _FIGURES.fullmatch(western(line)) is not None


def is_label(line: str) -> bool:
    """A label whose date stands on the next line ("تم النشر:")."""
    folded = fold(line)
    if not (_PUBLISHED.search(folded) or _UPDATED.search(folded)):
        return False
    found = words(folded)
    return len(found) <= 4 and all(word in _LABELS for word in found)


def joined(day: Moment | None, clock: Moment | None) -> Moment | None:
    """One moment from a date and a time that stand on lines of their own."""
    if day is None or clock is None:
        return day or clock
    if day.clock is None and clock.day is None and clock.clock is not None:
        return Moment(day.day, clock.clock)
    if clock.clock is None and day.day is None and clock.day is not None:
        return Moment(clock.day, day.clock)
    return day


def _stamps(line: str) -> list[tuple[int, StatedDate]]:
    """The line's dates, each with the offset from which it was looked for."""
    found: list[tuple[int, StatedDate]] = []
    start = 0
    while start < len(line) and len(found) < 3:
        stamp = find_date(line[start:])
        if stamp is None or stamp.end <= 0:
            break
        found.append((start, stamp))
        start += stamp.end
    return found


def _others(line: str, stamps: list[tuple[int, StatedDate]]) -> list[str]:
    rest, position = [], 0
    for start, stamp in stamps:
        rest.append(line[position : start + stamp.start])
        position = start + stamp.end
    rest.append(line[position:])
    return [word for word in words(fold(" ".join(rest))) if word not in _LABELS]
