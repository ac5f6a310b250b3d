"""Which reports are one text: an agency's copy that several outlets carry, lightly edited.

They are one report with many outlets: what they say alike is said once, and they count as one
witness, however many print it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from bot.digest.profile import prose
from bot.language.arabic.fold import for_identity
from bot.records import Brief

ONE_TEXT = 0.55
"""Share of the shorter text's words from which two are one text, edited: words that stand in the
other in the same order, at least `RUN` side by side."""
RUN = 2
"""Particles stand in the same order in any two texts, but seldom side by side."""
SHORT = 20
"""Words below which texts are compared whole: flashes on one event are alike by chance."""
FLASH, ONE_FLASH = 10, 0.85
"""Share of the longer's words that two texts of so many words or fewer must have in one order; from
there it falls to `ONE_TEXT` at `SHORT` words."""
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


def independent_outlets(briefs: Sequence[Brief]) -> int:
    """As many outlets as can each be given a text of their own.

    Of those that only carry one agency's text one counts; one with a report of its own counts
    whatever it carries beside it. A maximum matching of outlets and texts (Kuhn 1955).
    """
    texts_of: dict[str, list[int]] = {}
    for text, members in enumerate(independent(briefs)):
        for outlet in {briefs[i].article.outlet_label for i in members}:
            texts_of.setdefault(outlet, []).append(text)
    given: dict[int, str] = {}

    def finds(outlet: str, tried: set[int]) -> bool:
        for text in texts_of[outlet]:
            if text not in tried:
                tried.add(text)
                if text not in given or finds(given[text], tried):
                    given[text] = outlet
                    return True
        return False

    return sum(finds(outlet, set()) for outlet in texts_of)


def one_text(one: Sequence[str], other: Sequence[str]) -> bool:
    """Of two texts, as words."""
    shorter = min(len(one), len(other))
    if shorter < SHORT:
        falling = max(0, shorter - FLASH) / (SHORT - FLASH)
        limit = ONE_FLASH - falling * (ONE_FLASH - ONE_TEXT)
        whole: float = LCSseq.normalized_similarity(one, other)
        return bool(shorter) and whole >= limit
    runs = (o.src_end - o.src_start for o in LCSseq.opcodes(one, other) if o.tag == "equal")
    return sum(run for run in runs if run >= RUN) >= ONE_TEXT * shorter


def _words(brief: Brief) -> list[str]:
    said = " ".join(s.segment.source for s in prose(brief)) or brief.headline.source
    return _WORD.findall(for_identity(said))[:COMPARED]
