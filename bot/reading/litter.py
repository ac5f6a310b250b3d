"""Litter: lines of a page that are no part of its article, each known by a rule with a name.

A rule looks at one line alone and must be sure, because what it takes is not translated: each
has a limit on how long a line it may take, and none knows any one article. The rules themselves
are data, in litter.toml, each with the lines it must take and the news it must spare. What can
only be told from a line's place (menus, lists of other headlines) is `layout`'s work.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.language.arabic.characters import ends_sentence, has_letters, words
from bot.language.arabic.fold import for_tables as fold

# No prompt or notice is longer (in signs); a pattern need not be run over a file without spaces.
_LONGEST_LINE = 1500
# A line of more words that ends as a sentence does is the article's, for most rules.
_LONG = 12


_SIGNS = re.compile(r"^[^\w#@©]+")
"""Arrows, bullets and the like before a line's words."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One of its `patterns` must match a whole folded line of at most `longest` words."""

    name: str
    longest: int
    sentence: bool
    """May take a long line that ends as a sentence does."""
    notice: bool
    """The page speaks to its reader, so a line that reports is not taken."""
    patterns: tuple[re.Pattern[str], ...]
    takes: tuple[str, ...]
    spares: tuple[str, ...]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("bot.reading").joinpath("litter.toml").read_text(encoding="utf-8"))


@cache
def _told() -> re.Pattern[str]:
    return _compiled(_table()["told"], {})


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order they are tried."""
    table = _table()
    fragments: dict[str, str] = table["fragments"]
    return tuple(
        Rule(
            row["name"],
            row["longest"],
            row.get("sentence", False),
            row.get("notice", False),
            tuple(_compiled(pattern, fragments) for pattern in row["patterns"]),
            tuple(row["takes"]),
            tuple(row["spares"]),
        )
        for row in table["rules"]
    )


def litter_rule(line: str) -> str | None:
    """The name of the rule that takes this line, or None where it may belong to the article."""
    if not has_letters(line):
        return "counter" if any(sign.isdigit() for sign in line) else "separator"
    if len(line) > _LONGEST_LINE:
        return None
    length = len(words(line))
    folded = _SIGNS.sub("", fold(line)).rstrip(" \t•·*-–—|،,)")
    sentence = length > _LONG and ends_sentence(line)
    reports = _told().search(folded) is not None
    for rule in rules():
        if length > rule.longest or (sentence and not rule.sentence) or (reports and rule.notice):
            continue
        if any(pattern.fullmatch(folded) for pattern in rule.patterns):
            return rule.name
    return None


def _compiled(pattern: str, fragments: dict[str, str]) -> re.Pattern[str]:
    for name, fragment in fragments.items():
        pattern = pattern.replace("{" + name + "}", fragment)
    # Folding must not touch the pattern's own \W and \S, which are other things in lower case.
    pieces = re.split(r"(\\[A-Z])", pattern)
    return re.compile("".join(p if p.startswith("\\") and len(p) == 2 else fold(p) for p in pieces))
