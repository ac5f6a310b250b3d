"""Which reports are one text: an agency's copy that several outlets carry, lightly edited.

They are one report with many outlets: what they say alike is said once, however many print it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from bot.digest.profile import prose
from bot.language.arabic.fold import for_identity
from bot.records import Brief

ONE_TEXT = 0.55
"""Share of the longer text's words that stand in the other in the same order, from which the two
are one text, edited."""
COMPARED = 120
"""Words of the prose that are compared: outlets cut agency copy from its end."""

_WORD = re.compile(r"[^\W_]+")


def independent(briefs: Sequence[Brief]) -> list[list[int]]:
    """Indices of the briefs by text, in order of input; a copy of a copy is of the same text."""
    texts = [_words(brief) for brief in briefs]
    groups: list[list[int]] = []
    for number, text in enumerate(texts):
        alike = [g for g in groups if any(one_text(text, texts[other]) for other in g)]
        joined = sorted([*(other for g in alike for other in g), number])
        groups = [g for g in groups if g not in alike] + [joined]
    return sorted(groups)


def one_text(one: Sequence[str], other: Sequence[str]) -> bool:
    """Of the shorter as many words are compared as it has: the longer goes on."""
    length = min(len(one), len(other))
    if not length:
        return False
    kept: float = LCSseq.normalized_similarity(one[:length], other[:length], score_cutoff=ONE_TEXT)
    return kept >= ONE_TEXT


def _words(brief: Brief) -> list[str]:
    said = " ".join(s.segment.source for s in prose(brief)) or brief.headline.source
    return _WORD.findall(for_identity(said))[:COMPARED]
