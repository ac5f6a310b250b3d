"""Months and weekdays: those of the source are in the English, and no others."""

from __future__ import annotations

from bot.records import Flag, Severity
from bot.translation.checks.context import Context
from bot.translation.checks.mentions import Kind, Mention, lacking
from bot.translation.checks.sides import both_sides


def dates(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR for a month or weekday that only one side has.

    A weekday that the English leaves out without naming another is a WARNING: the reader
    knows less, and nothing false.
    """
    ours, theirs = both_sides(source, hypothesis)
    flags: list[Flag] = []
    for kind in (Kind.MONTH, Kind.WEEKDAY):
        lost, added = _only(lacking(ours, theirs), kind), _only(lacking(theirs, ours), kind)
        severity = Severity.WARNING if kind is Kind.WEEKDAY and not added else Severity.ERROR
        flags += [
            Flag("dates", severity, f"source says {mention.shown}, translation does not")
            for mention in lost
        ]
        flags += [
            Flag("dates", Severity.ERROR, f"translation says {mention.shown}, source does not")
            for mention in added
        ]
    return tuple(flags)


def _only(mentions: list[Mention], kind: Kind) -> list[Mention]:
    return [m for m in mentions if m.values and m.is_only(kind)]
