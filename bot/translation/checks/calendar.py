"""English names of months and weekdays, for reading and for showing."""

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
