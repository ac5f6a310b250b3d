"""Draws pairs from weighted sets, and writes their Arabic as papers and the pipeline write it."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from training.mix import WeightedSet
from training.pairs import Name, Pair

NAMED = 0.65
"""Share of draws of a pair with names that have them in English, as the pipeline puts them in."""
SOME_NAMES = 0.6
"""In half of those each name is put in with this probability, else all are."""
JOINED = 0.04
"""Share of draws that are two sentences which follow one another."""
LONGEST_JOINED = 300
"""Characters of Arabic of the first of them."""
GUILLEMETS = 0.15

_HAMZA = str.maketrans("أإآ", "ااا")
_HABITS = (
    (0.05, lambda text: text.translate(_HAMZA)),
    (0.02, lambda text: re.sub(r"ي(?=\s|$)", "ى", text)),
    (0.02, lambda text: re.sub(r"ة(?=\s|$)", "ه", text)),
)
"""What papers do to letters, and in how many of a hundred draws: one of them at a time."""


class Drawing:
    """Every pair of a set is drawn once before one is drawn again."""

    def __init__(self, sets: Sequence[WeightedSet], rng: random.Random) -> None:
        self._sets = list(sets)
        self._shares = [each.weight * len(each.pairs) for each in sets]
        self._rng = rng
        self._left: list[list[int]] = [[] for _ in sets]

    def draw(self, count: int) -> list[tuple[str, str]]:
        """(Arabic, English), as the model is to see them."""
        chosen = self._rng.choices(range(len(self._sets)), self._shares, k=count)
        return [self._one(number) for number in chosen]

    def _one(self, number: int) -> tuple[str, str]:
        pairs, left = self._sets[number].pairs, self._left[number]
        if not left:
            left += range(len(pairs))
            self._rng.shuffle(left)
        place = left.pop()
        pair = pairs[place]
        arabic, english = varied(pair, self._rng), pair.english
        follows = place + 1 < len(pairs) and len(arabic) < LONGEST_JOINED
        if follows and self._rng.random() < JOINED:
            after = pairs[place + 1]
            arabic, english = f"{arabic} {varied(after, self._rng)}", f"{english} {after.english}"
        return arabic, english


def varied(pair: Pair, rng: random.Random) -> str:
    """The Arabic with or without its names in English, in the letters of one paper or another."""
    text = pair.arabic
    if pair.names and rng.random() < NAMED:
        share = rng.choice((1.0, SOME_NAMES))
        text = with_english(text, [name for name in pair.names if rng.random() < share])
    text = _in_a_habit(text, rng.random())
    if rng.random() < GUILLEMETS and text.count('"') == 2:
        text = text.replace('"', "«", 1).replace('"', "»", 1)
    return text


def with_english(arabic: str, names: Sequence[Name]) -> str:
    """These names in their English, clitics before it and set off by a space."""
    parts, last = [], 0
    for name in names:
        written = f"{name.clitics} {name.spelling}" if name.clitics else name.spelling
        parts += [arabic[last : name.start], written]
        last = name.end
    return "".join(parts) + arabic[last:]


def _in_a_habit(text: str, at: float) -> str:
    for share, change in _HABITS:
        if at < share:
            return change(text)
        at -= share
    return text
