"""What the embedded model thinks of an English sentence that is put before it.

It is led through the sentence piece by piece and says of each how likely it held it, given the
Arabic and the pieces before: the sentence is scored, not written (forced decoding).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.records import EngineIdentity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rival:
    """A piece that the model held likelier than the one that stands there."""

    piece: str
    lead: float
    """By how much: difference of the two log-probabilities, above 0."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence as the model read it. All arrays have one entry a piece, the end sign last."""

    pieces: tuple[str, ...]
    """In the spelling of the vocabulary: "▁" before a piece that begins a word."""
    likelihood: Floats
    """Natural log-probability of each piece."""
    best: Floats
    """That of the likeliest piece in its place."""
    entropy: Floats
    """Of the choice in its place, in nats: how unsure the model was."""
    spread: Floats
    """Standard deviation of the log-probability over that choice."""
    rivals: tuple[tuple[Rival, ...], ...]
    """In each place the likelier pieces, at most `MOST_RIVALS`."""


MOST_RIVALS = 12


class Checker(Protocol):
    """Whoever can read English beside its Arabic."""

    @property
    def identity(self) -> EngineIdentity:
        """Which model reads; known without loading it."""
        ...

    def read(self, cases: Sequence[tuple[str, str]]) -> list[Reading | None]:
        """The reading of each (Arabic, English), in order; None where there is nothing to read or
        the two are too long for the model.

        Raises `bot.errors.ModelError` where the model cannot be used.
        """
        ...


_ROWS = 32
"""Places worked on at once: with a vocabulary of 58,000 pieces 7 MB for each array."""


def reading_of(
    logits: Floats, ids: Sequence[int], pieces: Sequence[str], names: Sequence[str]
) -> Reading:
    """`logits`: (pieces, vocabulary), before the softmax; `names`: the vocabulary's pieces."""
    import numpy as np

    parts = [
        _measures(logits[start : start + _ROWS], ids[start : start + _ROWS], names)
        for start in range(0, len(ids), _ROWS)
    ]
    own, best, entropy, spread = (np.concatenate([p.arrays[n] for p in parts]) for n in range(4))
    rivals = tuple(found for part in parts for found in part.rivals)
    return Reading(tuple(pieces), own, best, entropy, spread, rivals)


@dataclass(frozen=True, slots=True)
class _Part:
    arrays: tuple[Floats, Floats, Floats, Floats]
    rivals: tuple[tuple[Rival, ...], ...]


def _measures(logits: Floats, ids: Sequence[int], names: Sequence[str]) -> _Part:
    import numpy as np

    logs = logits - logits.max(axis=-1, keepdims=True)
    chances = np.exp(logs)
    total = chances.sum(axis=-1, keepdims=True)
    chances /= total
    logs -= np.log(total)
    entropy = -np.einsum("ij,ij->i", chances, logs)
    # The mean of the square, less the square of the mean.
    variance = np.einsum("ij,ij,ij->i", chances, logs, logs) - np.square(entropy)
    own = logs[np.arange(len(ids)), list(ids)]
    likeliest = np.argpartition(logs, -MOST_RIVALS, axis=-1)[:, -MOST_RIVALS:]
    rivals = tuple(
        tuple(Rival(names[r], float(row[r] - mine)) for r in found if row[r] > mine)
        for found, row, mine in zip(likeliest, logs, own, strict=True)
    )
    arrays = (own, logs.max(axis=-1), entropy, np.sqrt(np.maximum(variance, 0.0)))
    return _Part(arrays, rivals)
