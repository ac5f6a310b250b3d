"""The mark of a doubtful sentence: one sign and one word, the same wherever it is shown.

What was found, and by which check, is told on request.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from bot.records import Flag, Severity, Standing, Statement, TranslatedSegment

SIGN = "⚠"


class Mark(StrEnum):
    """What may be wrong, in one word."""

    NAME = "name"
    NUMBER = "number"
    MEANING = "meaning"


_NUMBERS = frozenset(
    {"numbers", "units", "bounds", "sequences", "dates", "relative_dates", "money"}
)
_NAMES = frozenset({"nation_changed", "office_changed", "counterpart", "speaker"})
_GRAVEST_FIRST = (Severity.WITHHELD, Severity.ERROR, Severity.WARNING)


def mark_of(flags: Iterable[Flag]) -> Mark | None:
    """The word for the gravest finding; None where nothing was found that counts.

    Among findings that weigh alike the first decides, and what was withheld is always doubtful
    in its meaning.
    """
    found = list(flags)
    for severity in _GRAVEST_FIRST:
        for flag in found:
            if flag.severity is severity:
                return Mark.MEANING if severity is Severity.WITHHELD else mark_of_check(flag.check)
    return None


def mark_of_check(check: str) -> Mark:
    """The word for what a check looks at."""
    if check in _NUMBERS:
        return Mark.NUMBER
    return Mark.NAME if check in _NAMES or check.startswith("name") else Mark.MEANING


def marked(said: Statement | TranslatedSegment) -> str:
    """ "⚠ number" before a doubtful sentence; nothing before one that is shown plainly."""
    mark = mark_of(said.flags)
    return f"{SIGN} {mark}" if mark is not None else ""


def not_shown(said: Statement | TranslatedSegment) -> str:
    """What stands in the place of an English that is withheld; empty where it is shown."""
    if said.standing is not Standing.WITHHELD:
        return ""
    return f"[not shown: {mark_of(said.flags) or Mark.MEANING}]"


def machine_fields(said: Statement | TranslatedSegment) -> dict[str, str | float | None]:
    """How a sentence stands, for JSON."""
    mark = mark_of(said.flags)
    return {
        "standing": said.standing.value,
        "mark": mark.value if mark is not None else None,
        "trust": said.trust,
    }
