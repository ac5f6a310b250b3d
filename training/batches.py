"""Pairs as numbered pieces, in batches of like length."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from training.drawing import Drawing

LONGEST = 200
"""Pieces of either side; what is longer is left out: the model's card allows no longer source."""
STEP = 8
"""Lengths are rounded up to a multiple of this, so that sentences share batches."""
AT_ONCE = 6000
"""Pairs drawn and sorted at a time."""

Encode = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class Template:
    """The prompt as numbers: what stands before and after the source, and the end sign."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    end: int

    def sequence(self, source: Sequence[int], target: Sequence[int]) -> tuple[list[int], int]:
        """All pieces of a pair, and the place of the first that the model is to learn."""
        prompt = [*self.before, *source, *self.after]
        return [*prompt, *target, self.end], len(prompt)

    @property
    def signs(self) -> int:
        return len(self.before) + len(self.after) + 1


@dataclass(frozen=True, slots=True)
class Batch:
    length: int
    """Pieces of a row, its padding counted."""
    rows: tuple[tuple[list[int], list[int]], ...]
    """Source and target."""


def batches(
    pairs: Iterable[tuple[list[int], list[int]]], signs: int, pieces: int, rng: random.Random
) -> list[Batch]:
    """In any order, each of at most `pieces` with padding, or of one pair that is longer alone.

    `signs`: how many pieces the template adds to a pair.
    """
    alike: dict[int, list[tuple[list[int], list[int]]]] = defaultdict(list)
    for source, target in pairs:
        if 0 < len(source) <= LONGEST and 0 < len(target) <= LONGEST:
            alike[-(-(len(source) + len(target) + signs) // STEP) * STEP].append((source, target))
    made = []
    for length, rows in alike.items():
        rng.shuffle(rows)
        count = max(1, pieces // length)
        made += [
            Batch(length, tuple(rows[start : start + count]))
            for start in range(0, len(rows), count)
        ]
    rng.shuffle(made)
    return made


def endless(
    drawing: Drawing, encode: Encode, template: Template, pieces: int, rng: random.Random
) -> Iterator[Batch]:
    """Batches for as long as they are taken."""
    while True:
        drawn = drawing.draw(AT_ONCE)
        yield from batches(
            [(encode(arabic), encode(english)) for arabic, english in drawn],
            template.signs,
            pieces,
            rng,
        )
