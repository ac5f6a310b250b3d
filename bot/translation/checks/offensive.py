"""Offensive words: swearing and slurs in the English that the Arabic gives no reason for.

The words, their source and the Arabic that allows them stand in `offensive.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import unescape

from bot.language.lexicon import rows
from bot.language.patterns import Finder, Language, alternation, arabic_words
from bot.records import Flag, Severity
from bot.translation.checks.context import Context


@dataclass(frozen=True, slots=True)
class _Row:
    english: re.Pattern[str]
    allowed_by: Finder


def offensive(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR for an offensive word that neither the Arabic nor its Latin words account for."""
    said, (_, stems) = unescape(hypothesis), arabic_words(source)
    for row in _rows():
        found = row.english.search(said)
        if found and not row.english.search(source) and not row.allowed_by.find(stems):
            shown = f"{found[0][0]}…{found[0][-1]}"
            detail = f"the English has an offensive word ({shown}), the Arabic has none"
            return (Flag("offensive", Severity.ERROR, detail),)
    return ()


@cache
def _rows() -> tuple[_Row, ...]:
    general = [p for row in rows("offensive") if not row["english"] for p in row.listed("arabic")]
    return tuple(
        _Row(
            re.compile(rf"\b{alternation(english, Language.ENGLISH)}\b", re.IGNORECASE),
            Finder([(*row.listed("arabic"), *general)], Language.ARABIC),
        )
        for row in rows("offensive")
        if (english := row.listed("english"))
    )
