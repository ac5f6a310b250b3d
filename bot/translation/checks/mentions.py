"""Mentions of numbers, months, weekdays and times, and which of them the other side lacks.

Ends at comparison: how a text is read is in `literals`, `arabic_mentions`
and `english_mentions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class FigureKind(StrEnum):
    NUMBER = "number"
    MONTH = "month"
    WEEKDAY = "weekday"
    """0 for Monday."""
    CLOCK = "time of day"
    """Minutes after midnight."""
    DECADE = "decade"
    """80 for the eighties of any century."""
    CENTURY = "century"
    MANY = "order of size"
    """1000 for "thousands"."""


Value = tuple[FigureKind, Fraction]


def value(kind: FigureKind, number: int | Fraction) -> Value:
    return kind, Fraction(number)


ORDERS = {
    10: "dozens",
    100: "hundreds",
    10**3: "thousands",
    10**6: "millions",
    10**9: "billions",
    10**12: "trillions",
}
"""The orders of size that both languages count in, as shown."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Something said about an amount or a date, with all the values it may stand for."""

    shown: str
    """As an English reader would write it: "40", "August"."""
    values: frozenset[Value]
    parts: tuple[Mention, ...] = ()
    """Where the other side may say it in pieces: 5 million and 300 thousand."""
    stated: bool = True
    """False where it may go unsaid on the other side: "one", "second", the dual."""

    def is_only(self, *kinds: FigureKind) -> bool:
        return all(kind in kinds for kind, _ in self.values)


def _flat(mentions: Iterable[Mention]) -> Iterator[Mention]:
    for mention in mentions:
        yield mention
        yield from _flat(mention.parts)


def lacking(mentions: Sequence[Mention], others: Sequence[Mention]) -> list[Mention]:
    """The stated mentions with no counterpart among `others`, in order, each value once.

    A counterpart shares a value; or the mention is made of parts that each have one.
    """
    known = {v for other in _flat(others) for v in other.values}

    def found(mention: Mention) -> bool:
        if mention.values & known:
            return True
        return bool(mention.parts) and all(map(found, mention.parts))

    missing: dict[frozenset[Value], Mention] = {}
    for mention in mentions:
        if mention.stated and not found(mention):
            missing.setdefault(mention.values, mention)
    return list(missing.values())


def fewer(mentions: Sequence[Mention], others: Sequence[Mention]) -> list[Mention]:
    """The stated mentions that `others` have, but not as often; each value once."""
    pool = list(_flat(others))
    short: dict[frozenset[Value], Mention] = {}
    for mention in mentions:
        wanted = sum(bool(m.values & mention.values) for m in mentions if m.stated)
        offered = sum(bool(m.values & mention.values) for m in pool)
        if mention.stated and 0 < offered < wanted:
            short.setdefault(mention.values, mention)
    return list(short.values())


def shown(number: Fraction) -> str:
    """A number as a reader would write it, thousands parted: "5,300,000", "2.5"."""
    if number.denominator == 1:
        return str(int(number)) if number < 10_000 else f"{int(number):,}"
    return f"{float(number):,.6g}"


def many(order: int) -> Mention:
    """An unstated number of tens, hundreds, thousands... (a key of `ORDERS`)."""
    return Mention(ORDERS[order], frozenset({value(FigureKind.MANY, order)}))
