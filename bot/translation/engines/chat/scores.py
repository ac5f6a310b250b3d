"""Log-probabilities of an answer's tokens -> a score for each text in it."""

from __future__ import annotations

import json
from collections.abc import Sequence

Tokens = Sequence[tuple[str, float]]
"""Each token's text and its natural log-probability, in order."""


def scores(tokens: Tokens, texts: Sequence[str]) -> list[float | None]:
    """The mean over the tokens that touch each text; None where it is not found in them.

    The texts stand in the answer as JSON strings, escaped in one of two ways.
    """
    spoken = "".join(token for token, _ in tokens)
    return [_score(tokens, spoken, text) for text in texts]


def _score(tokens: Tokens, spoken: str, text: str) -> float | None:
    for escaped in (json.dumps(text, ensure_ascii=False), json.dumps(text)):
        start = spoken.find(escaped[1:-1])
        # A text that occurs twice cannot be told from its double.
        if start >= 0 and spoken.find(escaped[1:-1], start + 1) < 0:
            return _mean(tokens, start, start + len(escaped) - 2)
    return None


def _mean(tokens: Tokens, start: int, end: int) -> float | None:
    at, found = 0, []
    for token, value in tokens:
        if at < end and at + len(token) > start:
            found.append(value)
        at += len(token)
    return sum(found) / len(found) if found else None
