"""Names of months and weekdays in Arabic text, from `data/months.tsv` and `data/weekdays.tsv`.

Two readers need them. The checks compare what a sentence says, so their tables keep آب (August)
apart from أب (a father), and mark what is another word as well. The dates of pages stand in a
fixed shape, with day and year: their tables take any spelling, English and Hijri names too.
"""

from __future__ import annotations

from functools import cache

from bot.language.arabic.fold import for_checks, for_tables
from bot.language.english import dates as english
from bot.language.rows import rows

_ROWS = [
    (row["calendar"], int(row["month"]), row.listed("names"), row.listed("ambiguous"))
    for row in rows("months")
]
_WEEKDAYS = [
    (int(row["day"]), row.listed("names"), row["ambiguous"] == "yes") for row in rows("weekdays")
]

_NAMES = {
    for_checks(name): month
    for calendar, month, *columns in _ROWS
    if calendar == "gregorian"
    for names in columns
    for name in names
}

MONTHS = {name: month for name, month in _NAMES.items() if " " not in name}
"""Month word to its number, 1 to 12, folded for the checks; those of two words in `MONTH_PAIRS`."""

MONTH_PAIRS = {
    (first, second): month
    for name, month in _NAMES.items()
    for first, space, second in [name.partition(" ")]
    if space
}

AMBIGUOUS_MONTHS = frozenset(for_checks(name) for *_, names in _ROWS for name in names)
"""Also verbs, names or other words: a month only beside a day, a year or the word "month"."""

WEEKDAYS = {for_checks(name): day for day, names, _ in _WEEKDAYS for name in names}
"""Folded weekday with its article, 0 for Monday."""

AMBIGUOUS_WEEKDAYS = frozenset(
    for_checks(name) for _, names, ambiguous in _WEEKDAYS if ambiguous for name in names
)
"""Also "the two" and "the one": weekdays only after "day", or as the English has it."""


@cache
def gregorian() -> dict[str, int]:
    """Name to month, 1 to 12, folded for tables; English names too, whose software stamps so."""
    return {for_tables(n): m for n, m in _NAMES.items()} | english.MONTHS | english.SHORT_MONTHS


@cache
def hijri() -> dict[str, int]:
    """Name to month of the Hijri year, 1 to 12, folded for tables."""
    return {
        for_tables(name): month
        for calendar, month, names, _ in _ROWS
        if calendar == "hijri"
        for name in names
    }


@cache
def weekdays() -> dict[str, int]:
    """Arabic or English name to day of the week, 0 for Monday to 6, folded for tables."""
    arabic = {for_tables(name): day for name, day in WEEKDAYS.items()}
    return arabic | english.WEEKDAYS | english.SHORT_WEEKDAYS
