"""Arabic duals that state a number: "ساعتين", two hours; "شخصان", two people.

The nouns are in `duals.tsv`. How a dual joins what follows it is in `arabic_mentions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from bot.language.arabic.clitics import readings
from bot.language.arabic.fold import for_checks as fold
from bot.language.lexicon import RuleRow, rows
from bot.translation.checks.mentions import FigureKind, Mention, shown, value


@dataclass(frozen=True, slots=True)
class Dual:
    """Two of something."""

    counts: tuple[Fraction, ...]
    """2, and what the same is in smaller units: 48 (hours) for "يومين"."""
    time: bool


def _forms(row: RuleRow) -> Iterator[str]:
    stem = fold(row["noun"])
    stem = stem.removesuffix("ه") + "ت" if stem.endswith("ه") else stem
    return map(fold, row.listed("dual") or (stem + "ين", stem + "ان"))


_DUALS = {
    form: Dual(
        tuple(2 * count for count in (Fraction(1), *row.numbers("smaller"))), row["class"] == "time"
    )
    for row in rows("duals")
    for form in _forms(row)
}

TIME_UNITS = frozenset(fold(form) for row in rows("duals") for form in row.listed("counted"))
"""Folded: what a count and "and a half" may stand around, "ثلاث ساعات ونصف"."""


def dual(word: str) -> Dual | None:
    """The two that a folded word states; None where it is no dual of the list, or a definite one
    that English may leave uncounted ("الضابطين", "the officers"; but "اليومين", two days)."""
    for reading in readings(word):
        found = _DUALS.get(reading.stem)
        if found is not None:
            return found if found.time or not reading.definite else None
    return None


_HALF_IN_SMALLER = (6, 12, 30)
"""Half a year, a day, an hour."""


def with_share(
    whole: Mention, count: Fraction, share: Fraction, smaller: tuple[Fraction, ...] = ()
) -> Mention:
    """`count` of a unit and `share` of one more, as one number or in two pieces.

    `smaller`: what `count` is in smaller units, which the sum may be said in as well.
    """
    sums = [(count + share) * other / count for other in (count, *smaller)]
    part = {value(FigureKind.NUMBER, share)}
    if share == Fraction(1, 2):
        part |= {value(FigureKind.NUMBER, half) for half in _HALF_IN_SMALLER}
    pieces = (whole, Mention(shown(share), frozenset(part)))
    return Mention(shown(sums[0]), frozenset(value(FigureKind.NUMBER, n) for n in sums), pieces)
