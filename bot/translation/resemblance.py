"""How alike source and hypothesis are by their sentence vectors, whole and clause by clause.

A clause that the other side has not is noise to the comparison: without it the two are more
alike. Ends at the measures; what they mean is `checks`'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.records import Encoder
from bot.translation.checks.context import Context, Spare
from bot.translation.normalise import normalise

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


def contexts(encoder: Encoder, cases: Sequence[tuple[str, str, float | None]]) -> list[Context]:
    """The context of each (source, hypothesis, engine's score or None), in order."""
    sources = [normalise(source) for source, _, _ in cases]
    english = [_left_out(text, _ENGLISH, _ENGLISH_WORDS) for _, text, _ in cases]
    arabic = [_left_out(source, _ARABIC, _ARABIC_WORDS) for source in sources]
    texts = dict.fromkeys([*sources, *(text for _, text, _ in cases)])
    texts |= dict.fromkeys(w.rest for some in (*english, *arabic) for w in some)
    if not texts:
        return []
    # A source stands beside each of its hypotheses: encoded once.
    place = {text: number for number, text in enumerate(texts)}
    vectors = encoder.encode(list(texts))

    def cosine(one: str, other: str) -> float:
        return float(vectors[place[one]] @ vectors[place[other]])

    def spare(ways: Sequence[_Without], other: str, whole: float) -> Spare | None:
        gains = [Spare(way.clause, cosine(way.rest, other) - whole) for way in ways]
        return max(gains, key=lambda found: found.gain, default=None)

    found = []
    for number, (_, text, score) in enumerate(cases):
        whole = cosine(sources[number], text)
        added = spare(english[number], sources[number], whole)
        lost = spare(arabic[number], text, whole)
        found.append(Context(score, whole, added, lost))
    return found


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
