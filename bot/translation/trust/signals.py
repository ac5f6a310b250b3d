"""What tells a faithful sentence from one that misleads, as figures: the higher, the better.

The measures of the reading follow the literature on quality estimation from a model's own
probabilities (Fomicheva and others, "Unsupervised Quality Estimation for Neural Machine
Translation", TACL 2020). "turn" and "sense" look at what the model would rather have said: a
synonym is nothing, "not" or a contrary is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from bot.language.inflection import english_forms
from bot.language.lexicon import rows
from bot.records import Flag, Severity
from bot.translation.trust.reading import Reading

_WORD_SIGN = "▁"
_STANDS = ",.;:"
"""Signs in whose place a word could stand."""
_VAGUE = 0.1
"""Added to a variance, so that a place where the model was sure does not count for everything."""
_MOST_FINDINGS = 3


@dataclass(frozen=True, slots=True)
class _Words:
    """Of each word of the sentence, summed up over its pieces."""

    likelihood: Sequence[float]
    gap: Sequence[float]
    """The piece furthest behind the likeliest in its place."""
    surprise: Sequence[float]
    """The least expected piece, in standard deviations."""


def signals(reading: Reading, flags: Sequence[Flag]) -> list[float]:
    """The figures of one sentence, in the order of `SIGNALS`."""
    words = _words(reading)
    rivals = _rivals(reading)
    grave = [sum(flag.severity is severity for flag in flags) for severity in _COUNTED]
    return [
        float((reading.likelihood - reading.best).mean()),
        _lowest(words.surprise, 3),
        _lowest(words.likelihood, 3),
        float(-reading.entropy.mean()),
        -math.log(len(reading.pieces)),
        *(-rivals[kind] for kind in _KINDS),
        *(-float(min(count, _MOST_FINDINGS)) for count in grave),
    ]


_COUNTED = (Severity.ERROR, Severity.WARNING)


def _lowest(values: Sequence[float], count: int) -> float:
    lowest = sorted(values)[:count]
    return sum(lowest) / len(lowest)


def _words(reading: Reading) -> _Words:
    import numpy as np

    surprise = (reading.likelihood + reading.entropy) / np.sqrt(np.square(reading.spread) + _VAGUE)
    starts = _starts(reading)
    return _Words(
        np.add.reduceat(reading.likelihood, starts).tolist(),
        np.minimum.reduceat(reading.likelihood - reading.best, starts).tolist(),
        np.minimum.reduceat(surprise, starts).tolist(),
    )


def _starts(reading: Reading) -> list[int]:
    return [
        place
        for place, piece in enumerate(reading.pieces)
        if not place or piece.startswith(_WORD_SIGN)
    ]


def doubtful_words(reading: Reading, count: int = 2) -> list[str]:
    """The words furthest behind what the model would rather have said, in their order."""
    starts = _starts(reading)
    ends = [*starts[1:], len(reading.pieces)]
    gaps = _words(reading).gap
    worst = sorted(sorted(range(len(starts)), key=lambda n: gaps[n])[:count])
    # The last piece is the end sign: something is missing there, and nothing to be shown.
    spelled = [
        "".join(reading.pieces[starts[n] : min(ends[n], len(reading.pieces) - 1)]) for n in worst
    ]
    return [word.strip(_WORD_SIGN) for word in spelled if word.strip(_WORD_SIGN)]


# -- what the model would rather have said


def _rivals(reading: Reading) -> dict[str, float]:
    """By kind how far the strongest rival of that kind leads; 0 where there is none."""
    strongest = dict.fromkeys(_KINDS, 0.0)
    for place, (piece, rivals) in enumerate(zip(reading.pieces, reading.rivals, strict=True)):
        begins = not place or piece.startswith(_WORD_SIGN) or piece in _STANDS
        for rival in rivals:
            kind = _kind(piece, rival.piece) if begins or _begins(rival.piece) else ""
            if kind:
                strongest[kind] = max(strongest[kind], rival.lead)
    return strongest


def _begins(piece: str) -> bool:
    return piece.startswith(_WORD_SIGN) or piece in _STANDS


@lru_cache(maxsize=1024)
def _kind(said: str, rather: str) -> str:
    """What it would mean to say the one for the other; "" where probably nothing."""
    ours, theirs = (each.strip(_WORD_SIGN) for each in (said, rather))
    one, other = ours.casefold(), theirs.casefold()
    if one == other:
        return ""
    return next((kind for kind, differs in _TELLING.items() if differs(ours, theirs)), "")


def _turns(ours: str, theirs: str) -> bool:
    return ours.casefold() in turning_words() or theirs.casefold() in turning_words()


def _other_sense(ours: str, theirs: str) -> bool:
    """Two rows of one group of contrasts, neither of which has both."""
    one, other = senses_of(ours.casefold()), senses_of(theirs.casefold())
    return any(
        group == same and row != its and (same, row) not in other and (group, its) not in one
        for group, row in one
        for same, its in other
    )


_TELLING: Mapping[str, Callable[[str, str], bool]] = MappingProxyType(
    {
        "turn": _turns,
        "sense": _other_sense,
    }
)
_KINDS = tuple(_TELLING)

SIGNALS = (
    *("gap", "surprise", "words", "sure", "short"),
    *_KINDS,
    *(severity.value for severity in _COUNTED),
)
"""The names of the figures: how far the pieces are behind the likeliest in their places, on the
mean; surprise of the three most surprising words; log-probability of the three least likely words;
certainty; shortness; rivals by kind; findings of the checks, at most three.

The mean log-probability, the worst word's gap, the five least likely words, rivals that are other
names or figures, and the like added nothing to these when all were cross-validated together."""


@cache
def turning_words() -> frozenset[str]:
    """English words that turn a sentence round: "not", "may", "if", "only", "before"."""
    return frozenset(word for row in rows("turning") for word in row.listed("words"))


@cache
def by_form() -> Mapping[str, frozenset[tuple[str, int]]]:
    """By each inflected word the rows of `contrast.tsv` that have it: group and number."""
    found: dict[str, set[tuple[str, int]]] = {}
    for form, place in _forms():
        found.setdefault(form, set()).add(place)
    return {form: frozenset(places) for form, places in found.items()}


def _forms() -> Iterator[tuple[str, tuple[str, int]]]:
    for number, row in enumerate(rows("contrast")):
        for base in row.listed("english"):
            if " " not in base:
                for form, _ in english_forms(base):
                    yield form, (row["group"], number)


def senses_of(word: str) -> frozenset[tuple[str, int]]:
    """The rows of `contrast.tsv` that have a word in small letters."""
    return by_form().get(word, frozenset())
