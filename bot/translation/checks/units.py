"""Units: what a number counts stays what it counts.

Numbers are compared in `numbers`, whatever stands beside them; "five miles" for "five kilometres"
or "$5" for "5 euros" passes there. Money is in `currencies`. The words are in `units.tsv`; what is
not listed is not judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.arabic.fold import for_checks as fold
from bot.language.arabic.normalise import normalise
from bot.language.english import plain
from bot.language.lexicon import RuleRow, rows
from bot.language.patterns import Language, alternation
from bot.records import Flag, Severity
from bot.translation.checks.context import Context
from bot.translation.checks.currencies import MAGNITUDE, arabic_body, currency_changes

_SPELLED = alternation(
    [
        word
        for row in rows("english_numbers")
        # "One day" is some day.
        if row["class"] in ("small", "tens") and row["number"] != "1"
        for word in row.listed("words")
    ],
    Language.ENGLISH,
)
_DIGITS = r"[0-9][0-9.,]*"


@dataclass(frozen=True, slots=True)
class Unit:
    """How a text names one unit."""

    arabic: re.Pattern[str]
    named: re.Pattern[str]
    counted: re.Pattern[str]


def _unit(row: RuleRow) -> Unit:
    words = alternation(row.listed("english"), Language.ENGLISH)
    named = rf"(?:(?:square|cubic)\s)?{words}(?![^\W\d_])"
    # "The twenty-second", "two years older": in words only what is measured.
    count = _DIGITS if row["dimension"] == "time" else f"(?:{_DIGITS}|{_SPELLED})"
    counted = rf"(?<![\w.]){count}(?:\s(?:{MAGNITUDE}))?[\s-]?{named}"
    return Unit(
        re.compile(arabic_body(row)),
        re.compile(rf"(?<![^\W\d_]){named}", re.IGNORECASE),
        re.compile(counted, re.IGNORECASE),
    )


_DIMENSIONS: dict[str, dict[str, Unit]] = {}
for _row in rows("units"):
    _DIMENSIONS.setdefault(_row["dimension"], {})[_row["unit"]] = _unit(_row)


def units(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR where a counted unit of the source became another of the same dimension, and where
    the English counts in a currency that the source does not.

    Only where the English counts a unit that the source does not name, and names none
    that the source has instead: an English text that gives a conversion besides is right.
    """
    # No speed is told in metres an hour.
    arabic, english = fold(normalise(source)), plain(hypothesis).replace(" m/h", " mph")
    flags = []
    for table in _DIMENSIONS.values():
        ours = {name for name, unit in table.items() if unit.arabic.search(arabic)}
        said = {name for name, unit in table.items() if unit.named.search(english)}
        counted = {name for name in said if table[name].counted.search(english)}
        lost, new = ours - said, counted - ours
        if lost and new:
            detail = f"source counts {min(lost)}, translation {min(new)}"
            flags.append(Flag("units", Severity.ERROR, detail))
    flags += [Flag("units", *change) for change in currency_changes(arabic, english)]
    return tuple(flags)
