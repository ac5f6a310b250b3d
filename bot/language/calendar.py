"""Months and weekdays by their names, from `data/calendar.tsv`. Arabic is in folded spelling."""

from __future__ import annotations

from bot.language.lexicon import Row, rows
from bot.translation.arabic import fold

_MONTHS = tuple(row for row in rows("calendar") if row["what"] == "month")
_WEEKDAYS = tuple(row for row in rows("calendar") if row["what"] == "weekday")


def _number(row: Row) -> int:
    return int(row["number"])


def _arabic(table: tuple[Row, ...]) -> dict[str, int]:
    return {
        fold(name): _number(row)
        for row in table
        for name in row.listed("arabic") + row.listed("doubtful")
    }


def _doubtful(table: tuple[Row, ...]) -> frozenset[str]:
    return frozenset(fold(name) for row in table for name in row.listed("doubtful"))


MONTH_NAMES = {_number(row): row["english"] for row in _MONTHS}
"""1 to 12, as English shows them."""
WEEKDAY_NAMES = {_number(row): row["english"] for row in _WEEKDAYS}
"""0 to 6, from Monday."""

ENGLISH_MONTHS = {name.lower(): number for number, name in MONTH_NAMES.items()}
SHORT_MONTHS = {name: _number(row) for row in _MONTHS for name in row.listed("short")}
ORDINARY_MONTHS = frozenset(row["english"].lower() for row in _MONTHS if row["ordinary"])
"""English months that are other words or names too: "the March of", "Theresa May"."""
ENGLISH_WEEKDAYS = {name.lower(): number for number, name in WEEKDAY_NAMES.items()}
SHORT_WEEKDAYS = {name: _number(row) for row in _WEEKDAYS for name in row.listed("short")}

MONTHS = {name: number for name, number in _arabic(_MONTHS).items() if " " not in name}
"""Arabic months of one word; the two-word Levantine ones are in `MONTH_PAIRS`."""
MONTH_PAIRS = {
    (name.split()[0], name.split()[1]): number
    for name, number in _arabic(_MONTHS).items()
    if " " in name
}
AMBIGUOUS_MONTHS = _doubtful(_MONTHS)
"""Also verbs, names or other words: a month only beside a day, a year or the word "month"."""

WEEKDAYS = _arabic(_WEEKDAYS)
"""Arabic weekday with its article."""
AMBIGUOUS_WEEKDAYS = _doubtful(_WEEKDAYS)
"""Also "the two" and "the one": weekdays only after "day", or as the English has it."""
