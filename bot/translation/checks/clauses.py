"""Clauses: what one side says in a clause and the other not at all.

Words cannot be compared across two languages without a dictionary, but sentence vectors can: the
clause without which the two sides are clearly more alike is in one of them only. The measures
come in the context (`bot.translation.resemblance`). Thresholds chosen with all of FLORES-200 dev in
view, so its figures in docs/checks.md are fitted ones.
"""

from __future__ import annotations

from bot.records import Flag, Severity
from bot.translation.checks.context import Context

ADDED, LOST = 0.06, 0.04
"""Gain in cosine above which it is an ERROR."""

SUSPECT = 0.03
"""Above this a NOTE."""


def clauses(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR or NOTE for a clause that the other side has not; silent where not measured."""
    flags = []
    if context.added is not None and context.added.gain > SUSPECT:
        severity = Severity.ERROR if context.added.gain > ADDED else Severity.NOTE
        shown = _short(context.added.clause)
        flags.append(Flag("clauses", severity, f"the Arabic seems not to say “{shown}”"))
    if context.lost is not None and context.lost.gain > SUSPECT:
        severity = Severity.ERROR if context.lost.gain > LOST else Severity.NOTE
        shown = _short(context.lost.clause)
        flags.append(Flag("clauses", severity, f"the English seems to leave out “{shown}”"))
    return tuple(flags)


def _short(clause: str) -> str:
    words = clause.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")
