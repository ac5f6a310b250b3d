"""How alike source and hypothesis are by their sentence vectors, whole and clause by clause.

A clause that the other side has not is noise to the comparison: without it the two are more
alike. Ends at the measures; what they mean is `checks`'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.language.arabic.normalise import normalise
from bot.records import Encoder
from bot.translation.checks.context import Context, Spare

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_AFTER_SIGN = r"(?<=[,;:.!?؛،])\s+"
_ENGLISH = re.compile(
    rf"{_AFTER_SIGN}|\s+(?=(?:and|but|which|who|while|because|although|after|before|when|where"
    r"|with|including)\s)"
)
_ARABIC = re.compile(
    rf"{_AFTER_SIGN}|\s+(?=(?:و|التي|الذي|الذين|حيث|بعد|قبل|عندما|لكن|لأن|بينما)\S*\s)"
)
_ENGLISH_WORDS, _ARABIC_WORDS = 4, 3
"""In the shortest clause that is left out; Arabic needs fewer words for the same."""


@dataclass(frozen=True, slots=True)
class _Without:
    clause: str
    rest: str


def contexts(encoder: Encoder, cases: Sequence[tuple[str, str]]) -> list[Context]:
    """The context of each (source, hypothesis), in order."""
    sources = [normalise(source) for source, _ in cases]
    english = [_left_out(text, _ENGLISH, _ENGLISH_WORDS) for _, text in cases]
    arabic = [_left_out(source, _ARABIC, _ARABIC_WORDS) for source in sources]
    texts = dict.fromkeys([*sources, *(text for _, text in cases)])
    texts |= dict.fromkeys(w.rest for some in (*english, *arabic) for w in some)
    if not texts:
        return []
    compared = _Vectors(encoder, list(texts))
    wholes = [compared.cosine(source, case[1]) for source, case in zip(sources, cases, strict=True)]
    added = [
        compared.spare(ways, source, whole)
        for ways, source, whole in zip(english, sources, wholes, strict=True)
    ]
    lost = [
        compared.spare(ways, case[1], whole)
        for ways, case, whole in zip(arabic, cases, wholes, strict=True)
    ]
    # Only now is it known which clauses are worth a vector of their own.
    compared.add([way.clause for way, _ in filter(None, (*added, *lost))])
    return [
        Context(whole, compared.alone(more, source), compared.alone(less, text))
        for source, (_, text), whole, more, less in zip(
            sources, cases, wholes, added, lost, strict=True
        )
    ]


class _Vectors:
    """The vectors of texts, each encoded once: a source stands beside all its hypotheses."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}
        self.add(texts)

    def add(self, texts: Sequence[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._encoder.encode(new), strict=True))

    def cosine(self, one: str, other: str) -> float:
        return float(self._known[one] @ self._known[other])

    def spare(
        self, ways: Sequence[_Without], other: str, whole: float
    ) -> tuple[_Without, float] | None:
        """The way that gains most, and what it gains."""
        gains = [(way, self.cosine(way.rest, other) - whole) for way in ways]
        return max(gains, key=lambda found: found[1], default=None)

    def alone(self, found: tuple[_Without, float] | None, other: str) -> Spare | None:
        if found is None:
            return None
        way, gain = found
        return Spare(way.clause, gain, self.cosine(way.clause, other))


def _left_out(text: str, split: re.Pattern[str], least: int) -> list[_Without]:
    """Each clause of at least that many words, with what stays without it."""
    clauses = split.split(text)
    if len(clauses) < 2:
        return []
    return [
        _Without(clause, " ".join(clauses[:number] + clauses[number + 1 :]))
        for number, clause in enumerate(clauses)
        if len(clause.split()) >= least
    ]
