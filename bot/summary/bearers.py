"""Who holds the office that a title opens with.

An outlet calls the ministers of its own country by their office alone: "Foreign minister meets his
French counterpart". Abroad nobody knows whose he is, and the lead names him.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.language.lexicon import rows
from bot.language.quantities import Token, tokens
from bot.records import Named

BETWEEN = 1
"""Words that may stand between an office and the name behind it: "the Egyptian"."""


def with_bearer(english: str, title: str, lead: str, names: Sequence[Named]) -> tuple[str, ...]:
    """The English of a title with the name behind the office that it opens with, and with the name
    alone, where the lead gives it; else the English as it is. `names`: those in the lead."""
    opens_with = [token.folded for token in tokens(title)]
    for begins, offices in _openings():
        opening = begins.match(english)
        if opening is None:
            continue
        for office in offices:
            if opens_with[: len(office)] != office:
                continue
            who = _beside(office, tokens(lead), names)
            if who is not None:
                rest = english[opening.end() :]
                return f"{opening[0]} {who}{rest}", f"{who}{rest}"
    return (english,)


@cache
def _openings() -> tuple[tuple[re.Pattern[str], list[list[str]]], ...]:
    """Of each office of `offices.tsv`: the English that opens with it, and its Arabic in words."""
    found = []
    for row in rows("offices"):
        said = "|".join(sorted(map(re.escape, row.listed("english")), key=len, reverse=True))
        begins = re.compile(rf"(?i:(?:the )?(?:{said}))(?=:| [a-z])")
        arabic = [[token.folded for token in tokens(office)] for office in row.listed("arabic")]
        found.append((begins, arabic))
    return tuple(found)


def _beside(office: Sequence[str], lead: Sequence[Token], names: Sequence[Named]) -> str | None:
    """The person named right behind an office, or right before it."""
    people = [name for name in names if name.certain and name.kind == "person"]
    for at in range(len(lead) - len(office) + 1):
        if [token.folded for token in lead[at : at + len(office)]] != list(office):
            continue
        start, end = lead[at].start, lead[at + len(office) - 1].end
        for name in people:
            behind = sum(end <= token.start and token.end <= name.start for token in lead)
            before = sum(name.end <= token.start and token.end <= start for token in lead)
            if (name.start >= end and behind <= BETWEEN) or (name.end <= start and not before):
                return name.english
    return None
