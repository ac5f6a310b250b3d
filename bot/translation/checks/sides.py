"""The mentions of both sides of a translation, ready to be compared."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.translation.checks.arabic_mentions import arabic_mentions
from bot.translation.checks.english_mentions import english_mentions
from bot.translation.checks.mentions import Mention

_LATIN = re.compile(r"[A-Za-z]+")


def both_sides(source: str, hypothesis: str) -> tuple[list[Mention], list[Mention]]:
    """(of the source, of the hypothesis). What the source says in Latin letters ("Forbes 30
    Under 30", "May") may be in the English, and need not.
    """
    ours = arabic_mentions(source)
    if _LATIN.search(source):
        ours += [replace(mention, stated=False) for mention in english_mentions(source)]
    return ours, english_mentions(hypothesis)
