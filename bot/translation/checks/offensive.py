"""Offensive words: swearing and slurs in the English that the Arabic gives no reason for.

The words, their source and the Arabic that allows them stand in `offensive.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import files

from bot.language.arabic.clitics import readings
from bot.language.arabic.fold import for_checks as fold
from bot.language.arabic.fold import words_for_checks as words
from bot.records import Flag, Severity
from bot.translation.checks.context import Context


@dataclass(frozen=True, slots=True)
class _Row:
    english: re.Pattern[str]
    allowed_by: re.Pattern[str]
    """Of a folded Arabic word without its clitics."""


def offensive(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR for an offensive word that neither the Arabic nor its Latin words account for."""
    said = unescape(hypothesis)
    for row in _rows():
        found = row.english.search(said)
        if found and not row.english.search(source) and not _says(source, row.allowed_by):
            shown = f"{found[0][0]}…{found[0][-1]}"
            detail = f"the English has an offensive word ({shown}), the Arabic has none"
            return (Flag("offensive", Severity.ERROR, detail),)
    return ()


def _says(source: str, allowed: re.Pattern[str]) -> bool:
    return any(
        allowed.fullmatch(reading.stem) for word in words(source) for reading in readings(word)
    )


@cache
def _rows() -> tuple[_Row, ...]:
    text = files(__package__).joinpath("offensive.tsv").read_text(encoding="utf-8")
    cells = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    listed = dict(cells)
    general = fold(listed.pop("general"))
    return tuple(
        _Row(
            re.compile(rf"\b(?:{_pattern(english, '[a-z]*')})\b", re.IGNORECASE),
            re.compile(_pattern(fold(arabic) + "|" + general, "[^\\W\\d_]*")),
        )
        for english, arabic in listed.items()
    )


def _pattern(alternatives: str, ending: str) -> str:
    return "|".join(
        re.escape(alternative).replace(r"\*", ending)
        for alternative in alternatives.split("|")
        if alternative
    )
