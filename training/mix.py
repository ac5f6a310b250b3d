"""How often each set is drawn from: `mix.txt`, a file name and a weight a line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from training.pairs import BadSet, Pair, read_set


@dataclass(frozen=True, slots=True)
class WeightedSet:
    name: str
    pairs: tuple[Pair, ...]
    weight: float
    """Draws of one of its pairs for each draw of a pair of a set of weight 1."""


def read_mix(path: Path) -> dict[str, float]:
    """Weights by file name; what follows # is a comment. Raises BadSet."""
    found: dict[str, float] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        try:
            name, weight = words[0], float(words[1])
            if len(words) != 2 or not math.isfinite(weight) or weight <= 0:
                raise ValueError
        except (IndexError, ValueError):
            raise BadSet(
                f"{path}, line {number}: a line is a file name and a weight above 0."
            ) from None
        if name in found:
            raise BadSet(f"{path}, line {number}: {name} is named twice.")
        found[name] = weight
    return found


def load_sets(mix: Path, folders: list[Path]) -> tuple[list[WeightedSet], list[str]]:
    """The sets of the mix that are in one of `folders`, and the names of those that are not.

    Raises BadSet where none is there.
    """
    sets, missing = [], []
    for name, weight in read_mix(mix).items():
        path = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if path is None:
            missing.append(name)
        else:
            sets.append(WeightedSet(name, read_set(path), weight))
    if not sets:
        where = ", ".join(map(str, folders))
        raise BadSet(
            f"{mix} names no set that is in {where}. training/README.md says where they go."
        )
    return sets, missing


def amendments(path: Path, weight: float) -> WeightedSet:
    """What an operator or readers put right, as a set. Raises BadSet."""
    return WeightedSet(path.name, read_set(path), weight)
