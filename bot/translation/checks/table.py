"""The table of checks, and running it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.records import Flag
from bot.translation.checks.bounds import bounds
from bot.translation.checks.claims import claims
from bot.translation.checks.context import Check, Context
from bot.translation.checks.contrast import contrast
from bot.translation.checks.denials import denials
from bot.translation.checks.form import attribution, question, quotation, structure
from bot.translation.checks.length import length, truncation
from bot.translation.checks.measured import clauses, meaning
from bot.translation.checks.negation import negation
from bot.translation.checks.numbers import dates, numbers, sequences
from bot.translation.checks.offensive import offensive
from bot.translation.checks.phrases import phrases
from bot.translation.checks.relations import relations
from bot.translation.checks.relative_dates import relative_dates
from bot.translation.checks.repetition import repetition
from bot.translation.checks.units import units
from bot.translation.checks.wording import copied, empty, garbled, language, untranslated

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "empty": empty,
        "copied": copied,
        "untranslated": untranslated,
        "garbled": garbled,
        "language": language,
        "numbers": numbers,
        "units": units,
        "bounds": bounds,
        "sequences": sequences,
        "dates": dates,
        "negation": negation,
        "denials": denials,
        "relative_dates": relative_dates,
        "relations": relations,
        "phrases": phrases,
        "contrast": contrast,
        "claims": claims,
        "repetition": repetition,
        "length": length,
        "truncation": truncation,
        "offensive": offensive,
        "attribution": attribution,
        "quotation": quotation,
        "question": question,
        "structure": structure,
        "meaning": meaning,
        "clauses": clauses,
    }
)
"""By the name that its flags carry, in the order they are shown."""


def run_checks(
    source: str, hypothesis: str, context: Context, extra: Iterable[Check] = ()
) -> tuple[Flag, ...]:
    """All findings of the table's checks, in its order, then those of `extra`."""
    return tuple(
        flag for check in (*CHECKS.values(), *extra) for flag in check(source, hypothesis, context)
    )
