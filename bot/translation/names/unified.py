"""One spelling of a name: the others that its entry knows give way to the preferred one.

Only a spelling that stands in the English is replaced, and only where nothing else can be meant
by it: Sergey Lavrov becomes Sergei Lavrov, and the House of the White House stays.
"""

from __future__ import annotations

import re

from bot.translation.names import tables
from bot.translation.names.mentions import Mention

_CAPITAL_BEFORE = re.compile(r"[A-ZÀ-Ž][\w.'’-]*\s+\Z")
_CAPITAL_AFTER = re.compile(r"\s+[A-ZÀ-Ž]")


def superseded(mention: Mention) -> tuple[tuple[str, str], ...]:
    """Spellings that give way and what takes their place, the longest first."""
    right = mention.spellings[0].removeprefix("the ")
    pairs: dict[str, str] = {}
    for spelling in mention.replaced:
        old = spelling.removeprefix("the ")
        pairs[old] = right
        if mention.kind == "person" and " " in old:
            pairs.setdefault(tables.surname(old), tables.surname(right))
    listed = ((old, new) for old, new in pairs.items() if old != new)
    return tuple(sorted(listed, key=lambda pair: len(pair[0]), reverse=True))


def unified(hypothesis: str, mention: Mention, mentions: tuple[Mention, ...]) -> str:
    """The English with other spellings of a certain name replaced. `mentions`: all of its source;
    a spelling that another of them accepts is left alone."""
    if not mention.certain or not mention.replaced:
        return hypothesis
    taken = {
        spelling.removeprefix("the ").casefold()
        for other in mentions
        if other.name != mention.name and other.spellings != mention.spellings
        for spelling in (*other.spellings, *map(tables.surname, other.spellings))
    }
    for old, new in superseded(mention):
        if old.casefold() in taken or (" " not in old and old.casefold() in tables.english()):
            continue
        hypothesis = _replaced(hypothesis, old, new, guarded=mention.kind != "person")
    return hypothesis


def _replaced(text: str, old: str, new: str, *, guarded: bool) -> str:
    """`guarded`: not within a longer name, as its capitals show."""
    kept = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(new)}(?!\w)", text)]

    def put(found: re.Match[str]) -> str:
        start, end = found.span()
        within = any(a <= start and end <= b for a, b in kept)
        named = _CAPITAL_BEFORE.search(text[:start]) or _CAPITAL_AFTER.match(text[end:])
        return found[0] if within or (guarded and named) else new

    return re.sub(rf"(?<![\w’'-]){re.escape(old)}(?![\w-])", put, text)
