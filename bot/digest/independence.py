"""How many outlets report a story on their own.

An agency's text that five outlets carry is one report. Two texts are one where nearly all runs of
words of the shorter stand in the longer, so that a lead of one's own or a cut at the end makes no
second witness.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.search import words
from bot.records import Brief

RUN = 5
"""Words in a row that two reporters hardly ever choose alike."""
COPIED = 0.7
"""Share of such runs from which a text is another's; edited copies of agency text have more, two
reports that quote one statement at length have less."""


def independent(briefs: Sequence[Brief]) -> int:
    """Outlets, each once, of which no text is another's."""
    return len(set(witnesses(briefs)))


def witnesses(briefs: Sequence[Brief]) -> list[int]:
    """For each brief the witness behind it: outlets that copy each other are one."""
    outlets = list(dict.fromkeys(brief.article.outlet_label for brief in briefs))
    if len(outlets) < 2:
        return [0] * len(briefs)
    texts = [_runs(brief) for brief in briefs]
    of = [outlets.index(brief.article.outlet_label) for brief in briefs]
    witness = list(range(len(outlets)))
    for i, one in enumerate(texts):
        for j in range(i):
            if of[i] != of[j] and _same(one, texts[j]):
                joined = {witness[of[i]], witness[of[j]]}
                witness = [min(joined) if each in joined else each for each in witness]
    return [witness[outlet] for outlet in of]


def _runs(brief: Brief) -> frozenset[tuple[str, ...]]:
    listed = words(" ".join(p.text for p in brief.article.prose))
    return frozenset(tuple(listed[at : at + RUN]) for at in range(max(1, len(listed) - RUN + 1)))


def _same(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    shorter = min(len(one), len(other))
    return bool(shorter) and len(one & other) >= COPIED * shorter
