"""How many reports of the news at large have a word."""

from __future__ import annotations

from functools import cache

from bot.language.lexicon import rows

SENTENCES = 2.5
"""Of a title and an opening: the table counts sentences, what is asked for is reports."""
SELDOM = 0.0006
"""Share of reports with a stem that the table does not have: half of what its rarest have."""


def commonness(stem: str) -> float:
    """Share of reports with a stem as `content_words` makes it, from `SELDOM` to 1."""
    return _known().get(stem, SELDOM)


@cache
def _known() -> dict[str, float]:
    return {
        row["stem"]: min(1.0, SENTENCES * float(row["per_100000"]) / 100_000)
        for row in rows("stems")
    }
