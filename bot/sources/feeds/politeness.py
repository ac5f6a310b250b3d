"""When a feed asks not to be read: ttl, skipHours, skipDays (RSS 2.0), sy:updatePeriod (RSS 1.0).

Read off the text, not the tree: they stand in the feed's head as plain numbers and words, and
feedparser keeps but the last of several hours.
"""

from __future__ import annotations

import re

_TTL = re.compile(r"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_PERIOD = re.compile(r"<\w{1,20}:updatePeriod[^>]{0,200}>\s*(\w{4,8})\s*</", re.IGNORECASE)
_FREQUENCY = re.compile(r"<\w{1,20}:updateFrequency[^>]{0,200}>\s*(\d{1,4})\s*</", re.IGNORECASE)
_HOURS = re.compile(r"<skipHours>(.{0,4000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
_DAYS = re.compile(r"<skipDays>(.{0,4000}?)</skipDays>", re.IGNORECASE | re.DOTALL)
_DAY = re.compile(r"<day>\s*(\w{6,9})\s*</day>", re.IGNORECASE)
_WEEK = frozenset(
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
)  # English in RSS whatever the feed's language
_MINUTES = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}


def ttl_minutes(head: str) -> int | None:
    """Minutes between two readings that the feed asks for; None where it asks for nothing."""
    if (found := _TTL.search(head)) and int(found[1]) > 0:
        return int(found[1])
    period = _PERIOD.search(head)
    minutes = _MINUTES.get(period[1].lower()) if period else None
    if minutes is None:
        return None
    times = _FREQUENCY.search(head)
    return max(1, minutes // max(1, int(times[1]) if times else 1))


def skipped_hours(head: str) -> frozenset[int]:
    """Hours of UTC. 24 is midnight in older feeds."""
    found = _HOURS.search(head)
    hours = (int(hour) % 24 for hour in _HOUR.findall(found[1]) if int(hour) <= 24) if found else ()
    return frozenset(hours)


def skipped_days(head: str) -> frozenset[str]:
    found = _DAYS.search(head)
    days = (day.capitalize() for day in _DAY.findall(found[1])) if found else ()
    return frozenset(days) & _WEEK
