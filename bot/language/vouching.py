"""Who vouches for a figure, and of which day it is, by the words around it in the Arabic."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.arabic.fold import for_checks as fold
from bot.language.counts import hits
from bot.language.dates.calendar import WEEKDAY_NAMES, WEEKDAYS
from bot.language.lexicon import RuleRow
from bot.language.patterns import Hit
from bot.language.quantities import Token

_VOUCHING = frozenset(
    map(fold, ("بحسب", "حسب", "حسبما", "وفق", "وفقا", "نقلا", "عن", "أفاد", "أفادت", "قال", "قالت",
               "أعلن", "أعلنت", "ذكر", "ذكرت", "أكد", "أكدت", "أوضحت", "أوضح", "كشفت", "كشف"))
)  # fmt: skip


def voucher(listed: Sequence[Token]) -> str:
    """Who vouches for it, by the rows "source" of `facts.tsv`; empty where no word says so."""
    found = _vouching(listed)
    return found[1]["english"] if found else ""


def _vouching(listed: Sequence[Token]) -> tuple[Hit, RuleRow] | None:
    for hit, row in hits("source", listed):
        before = listed[max(0, hit.start - 2) : hit.start]
        opens = hit.end < len(listed) and listed[hit.end].folded == ":"
        if opens or any(_VOUCHING.intersection((t.folded, *t.stems)) for t in before):
            return hit, row
    return None


def said_on(listed: Sequence[Token]) -> bool:
    """Whether the first day named is that of the report: "as a spokesman said on Wednesday"."""
    at = next((n for n, token in enumerate(listed) if token.folded in WEEKDAYS), 0)
    near = listed[max(0, at - 3) : at]
    if any(_VOUCHING.intersection((t.folded, *t.stems)) for t in near):
        return True
    found = _vouching(listed)
    return found is not None and 0 <= at - found[0].end <= 2


def weekday(listed: Sequence[Token]) -> str:
    """The first day of the week that is named, in English; empty where none is."""
    return next((WEEKDAY_NAMES[WEEKDAYS[t.folded]] for t in listed if t.folded in WEEKDAYS), "")
