"""Consensus: which of several hypotheses the others stand nearest to.

Minimum Bayes risk decoding (Kumar and Byrne, 2004) with chrF as the gain: the expected chrF of a
hypothesis, were the truth one of the hypotheses found, each as likely as the other. It ends at the
number; what is done with it is `judge`'s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

ORDER = 6
"""Longest run of characters compared, as in chrF (Popović, 2015)."""

BETA_SQUARED = 4.0
"""Recall weighs twice as much as precision: chrF2, sacrebleu's default."""


def expected_chrf(texts: Sequence[str]) -> list[float]:
    """For each text its mean chrF against all other texts, 0 to 100.

    All 0 where fewer than three differ: of two, neither has anybody on its side, and chrF, which
    weighs recall more, would only favour the longer.
    """
    if len(set(texts)) < 3:
        return [0.0] * len(texts)
    grams = [_grams(text) for text in texts]
    return [
        sum(_chrf(mine, other) for at, other in enumerate(grams) if at != number) / (len(texts) - 1)
        for number, mine in enumerate(grams)
    ]


def chrf(hypothesis: str, reference: str) -> float:
    """Sentence chrF2, 0 to 100, as sacrebleu computes it (no word n-grams, no white space)."""
    return _chrf(_grams(hypothesis), _grams(reference))


def _grams(text: str) -> list[Counter[str]]:
    joined = "".join(text.split())
    return [
        Counter(joined[at : at + order] for at in range(len(joined) - order + 1))
        for order in range(1, ORDER + 1)
    ]


def _chrf(hypothesis: Sequence[Counter[str]], reference: Sequence[Counter[str]]) -> float:
    """Averages precision and recall over the orders that both sides are long enough for."""
    precision = recall = 0.0
    orders = 0
    for ours, theirs in zip(hypothesis, reference, strict=True):
        said, owed = ours.total(), theirs.total()
        if not said or not owed:
            continue
        common = (ours & theirs).total()
        precision += common / said
        recall += common / owed
        orders += 1
    if not orders:
        return 0.0
    precision, recall = precision / orders, recall / orders
    weighted = BETA_SQUARED * precision + recall
    return 100 * (1 + BETA_SQUARED) * precision * recall / weighted if weighted else 0.0
