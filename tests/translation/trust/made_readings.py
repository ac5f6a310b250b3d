"""Readings of sentences, as the embedded model would give them."""

from __future__ import annotations

import numpy as np

from bot.translation.trust.reading import Reading, Rival

END = "<eos>"


def pieces_of(english: str) -> list[str]:
    """A piece a word."""
    first, *rest = english.split()
    return [first, *(f"▁{word}" for word in rest), END]


def reading(english: str, gaps: dict[str, float], rivals: dict[str, tuple[Rival, ...]]) -> Reading:
    """Sure of every word but those in `gaps`, which are so far behind the likeliest."""
    pieces = pieces_of(english)
    behind = np.array([gaps.get(p.strip("▁.,"), 0.0) for p in pieces], dtype=np.float32)
    best = np.full(len(pieces), -0.05, dtype=np.float32)
    return Reading(
        tuple(pieces),
        best - behind,
        best,
        np.full(len(pieces), 0.3, dtype=np.float32),
        np.full(len(pieces), 0.5, dtype=np.float32),
        tuple(rivals.get(piece.strip("▁.,"), ()) for piece in pieces),
    )


def firm(english: str) -> Reading:
    """The model would have written just that."""
    return reading(english, {}, {})


def doubted(english: str, *words: str) -> Reading:
    """The model would never have written these words."""
    return reading(
        english,
        dict.fromkeys(words, 14.0),
        {word: (Rival("▁not", 14.0), Rival("▁other", 13.0)) for word in words},
    )
