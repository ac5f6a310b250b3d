"""How a sentence is read for its mentions, whatever its language.

Walks over the tokens; the readers of the two languages look at one place after the other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from bot.translation.checks.literals import Token
from bot.translation.checks.mentions import FigureKind, Mention, Value, shown, value


@dataclass(frozen=True, slots=True)
class Group:
    """A count with its magnitude, if any: tokens [start, end) of the sentence."""

    values: tuple[Fraction, ...]
    """More than one where the count is ambiguous: "1.200", "a fifth"."""
    start: int
    end: int
    magnitude: int = 0
    """1000 for "three thousand", 0 where there is none."""
    ordinal: bool = False
    literal: bool = False
    """The count is in digits."""
    fraction: bool = False
    """Only in English: "two thirds"."""
    bare: bool = False
    """Only in English: a magnitude without a count, as in "several thousand"."""


class Numerals(Protocol):
    """The number phrases of one tokenised sentence."""

    def groups(self, index: int) -> list[Group]:
        """The number that begins at `index`, from its largest magnitude down; empty if none."""


class Reader(ABC):
    """Finds the mentions of one sentence."""

    def __init__(self, sentence: Sequence[Token], between: frozenset[str]) -> None:
        """`between`: the words and signs between the two ends of a range."""
        self._tokens = sentence
        self._between = between

    def mentions(self) -> list[Mention]:
        found: list[Mention] = []
        at = 0
        while at < len(self._tokens):
            mentions, at = self._next(at)
            found.extend(mentions)
        return found

    @abstractmethod
    def _next(self, at: int) -> tuple[list[Mention], int]:
        """What is mentioned at `at`, and where to look next."""

    @abstractmethod
    def _group(self, group: Group) -> Mention:
        """One count as a mention."""

    def _text(self, at: int) -> str:
        return self._tokens[at].text if 0 <= at < len(self._tokens) else ""

    def _number(self, groups: Sequence[Group]) -> Mention:
        parts = tuple(self._group(group) for group in groups)
        if len(parts) == 1:
            return parts[0]
        total = sum((max(group.values) for group in groups), Fraction(0))
        return Mention(shown(total), frozenset({value(FigureKind.NUMBER, total)}), parts)

    def _values(self, group: Group, numerals: Numerals) -> set[Value]:
        """The numbers that a count may be; in "two to three million" the magnitude stands once
        for both ends."""
        values = {value(FigureKind.NUMBER, number) for number in group.values}
        following = numerals.groups(group.end + 1)
        if not group.magnitude and following and self._text(group.end).lower() in self._between:
            scale = following[0].magnitude
            values |= {value(FigureKind.NUMBER, number * scale) for number in group.values if scale}
        return values
