"""Months and weekdays by their names, from `data/calendar.tsv`.

Two readers need the Arabic ones. The checks compare what a sentence says, so their tables keep آب
(August) apart from أب (a father), and mark what is another word as well. The dates of pages stand
in a fixed shape, with day and year: their functions take any spelling, and English names too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bot.language.arabic.fold import for_checks, for_tables
from bot.language.lexicon import RuleRow, rows


def _of(what: str) -> tuple[RuleRow, ...]:
    return tuple(row for row in rows("calendar") if row["what"] == what)


def _listed(table: Sequence[RuleRow], *columns: str) -> dict[str, int]:
    return {
        name: int(row["number"]) for row in table for col in columns for name in row.listed(col)
    }


def _folded(table: Sequence[RuleRow], *columns: str) -> dict[str, int]:
    return {for_checks(name): number for name, number in _listed(table, *columns).items()}


_MONTHS, _WEEKDAYS = _of("month"), _of("weekday")

MONTH_NAMES = {int(row["number"]): row["english"] for row in _MONTHS}
"""1 to 12, as English shows them."""
WEEKDAY_NAMES = {int(row["number"]): row["english"] for row in _WEEKDAYS}
"""0 to 6, from Monday."""

ENGLISH_MONTHS = {name.lower(): number for number, name in MONTH_NAMES.items()}
SHORT_MONTHS = _listed(_MONTHS, "short")
ORDINARY_MONTHS = frozenset(row["english"].lower() for row in _MONTHS if row["ordinary"])
"""English months that are other words or names too: "the March of", "Theresa May"."""
ENGLISH_WEEKDAYS = {name.lower(): number for number, name in WEEKDAY_NAMES.items()}
SHORT_WEEKDAYS = _listed(_WEEKDAYS, "short")

_NAMES = _folded(_MONTHS, "arabic", "doubtful")

MONTHS = {name: number for name, number in _NAMES.items() if " " not in name}
"""Arabic months of one word, folded for the checks; those of two words are in `MONTH_PAIRS`."""
MONTH_PAIRS = {
    (first, second): number
    for name, number in _NAMES.items()
    for first, space, second in [name.partition(" ")]
    if space
}
AMBIGUOUS_MONTHS = frozenset(_folded(_MONTHS, "doubtful"))
"""Also verbs, names or other words: a month only beside a day, a year or the word "month"."""

WEEKDAYS = _folded(_WEEKDAYS, "arabic", "doubtful")
"""Arabic weekday with its article, folded for the checks."""
AMBIGUOUS_WEEKDAYS = frozenset(_folded(_WEEKDAYS, "doubtful"))
"""Also "the two" and "the one": weekdays only after "day", or as the English has it."""


def _any_spelling(names: dict[str, int]) -> dict[str, int]:
    return {for_tables(name): number for name, number in names.items()}


@cache
def gregorian() -> dict[str, int]:
    """Name to month, 1 to 12, folded for tables; English names too, whose software stamps so."""
    stamped = _any_spelling(_listed(_MONTHS, "stamped"))
    return _any_spelling(_NAMES) | stamped | ENGLISH_MONTHS | SHORT_MONTHS


@cache
def hijri() -> dict[str, int]:
    """Name to month of the Hijri year, 1 to 12, folded for tables."""
    return _any_spelling(_listed(_of("hijri"), "arabic"))


@cache
def weekdays() -> dict[str, int]:
    """Arabic or English name to day of the week, 0 for Monday to 6, folded for tables."""
    return _any_spelling(WEEKDAYS) | ENGLISH_WEEKDAYS | SHORT_WEEKDAYS
