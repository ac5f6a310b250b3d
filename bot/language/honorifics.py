"""Words of respect, taken out of the Arabic: "معالي وزير الصحة" is the health minister.

English news leaves them out, and a small model makes offices and names of them. The words stand in
the table `honorifics`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from bot.language.lexicon import RuleRow, rows

_CLITICS = "(?P<clitic>[وف]?[بلك]?)"
_LETTER = "[ء-ي]"
_WITHIN = 5
"""Words that may stand between a ruler and the praise."""


def without_honorifics(text: str) -> str:
    """The text without them, for a translator; other words stay as they are."""
    for pattern, put in _patterns():
        text = pattern.sub(put, text)
    return text


def _beheaded(match: re.Match[str]) -> str:
    """What stood before the title, joined to the word behind it: "لمعالي الوزير" gives "للوزير"."""
    clitic, following = match["clitic"], match["following"]
    if clitic.endswith("ل") and following.startswith("ال"):
        following = following[1:]
    return clitic + following


_Change = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
"""What is found, and what is put in its place."""


@cache
def _patterns() -> tuple[_Change, ...]:
    return tuple(_PATTERN_OF[row["class"]](row) for row in rows("honorifics"))


def _title(row: RuleRow) -> _Change:
    following = rf"(?:{_any(row, 'before')})(?!{_LETTER})" if row["before"] else r"[^\W\d_]+"
    return re.compile(
        rf"(?<!{_LETTER}){_CLITICS}(?:{_any(row, 'arabic')}) (?P<following>{following})"
    ), _beheaded


def _praise(row: RuleRow) -> _Change:
    for_rulers = (f"ل{word[1:]}" for word in row.listed("before") if word.startswith("ال"))
    ruler = rf"(?:[وف]?[بلك]?(?:{_any(row, 'before')})|{'|'.join(for_rulers)})"
    between = rf"(?: [^\s.،؛]+){{0,{_WITHIN}}}?"
    return re.compile(
        rf"(?<!{_LETTER})({ruler}{between}) (?:{_any(row, 'arabic')})(?!{_LETTER})"
    ), r"\1"


def _prayer(row: RuleRow) -> _Change:
    wish = rf"(?:{_any(row, 'arabic')})(?!{_LETTER})"
    return re.compile(rf"\s*(?:[،,–-]\s*{wish}\s*[،,–-]|[(]{wish}[)]|(?<!{_LETTER}){wish})"), ""


_PATTERN_OF: Mapping[str, Callable[[RuleRow], _Change]] = {
    "title": _title,
    "praise": _praise,
    "prayer": _prayer,
}


def _any(row: RuleRow, column: str) -> str:
    return "|".join(map(re.escape, row.listed(column)))
