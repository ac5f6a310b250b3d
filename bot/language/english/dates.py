"""English names of months and weekdays, for reading and for showing; lower case for reading."""

from __future__ import annotations

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MONTH_NAMES = dict(enumerate(_MONTHS, 1))
"""1 to 12."""

WEEKDAY_NAMES = dict(enumerate(_WEEKDAYS))
"""0 to 6, from Monday."""

MONTHS = {name.lower(): number for number, name in MONTH_NAMES.items()}
SHORT_MONTHS = {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {name.lower(): number for number, name in WEEKDAY_NAMES.items()}
SHORT_WEEKDAYS = {name[:3]: number for name, number in WEEKDAYS.items()} | {
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
}
MONTH_CUES = frozenset(
    [
        "in",
        "of",
        "since",
        "by",
        "until",
        "till",
        "last",
        "next",
        "this",
        "early",
        "late",
        "mid",
        "from",
        "during",
        "through",
        "to",
        "and",
        "or",
        "on",
        "between",
        "before",
        "after",
        "every",
    ]
)
"""Before a month that is also a name or a verb."""
