"""An article's text as its page states it for machines: JSON-LD's `articleBody`.

Taken only where the extraction came out thin, and only where it is plainly the same article and
the whole of it: pages state other articles, and the first lines of their own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

from bot.language.arabic.characters import clean, words
from bot.language.arabic.fold import for_tables as fold
from bot.reading.json_ld import articles
from bot.reading.lines import TextLine, split_lines
from bot.reading.walls import MUCH, THIN, says_login, shown

_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?h[1-6]|/?blockquote)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_CUT = ("…", "...", "[...]", "[…]")
_SAME = 0.8
"""Share of the words found on the page that the stated text must have, to be the same article's."""
_WHOLE = 0.9
"""Share of the `wordCount` stated beside it that it must have."""
_NOTICE = 5
"""Words from which a line about logging in is a gate's; a menu's link has two or three."""

NOTE = "Its text is what the page states for machines; of what it shows only a part was found"


def stated_body(tree: Any, prose: Sequence[str]) -> list[TextLine] | None:
    """The lines of the whole article of which `prose` is a part; None where no such is stated.

    None also where the page shows a gate anywhere: what it keeps from readers is not taken.
    """
    if any(says_login(text) and len(words(text)) >= _NOTICE for text in shown(tree)):
        return None
    found = [word for text in prose for word in words(fold(text))]
    for node in articles(tree):
        body = node.get("articleBody")
        if not isinstance(body, str):
            continue
        text = _plain(body)
        if _is_whole(text, node.get("wordCount"), found):
            return split_lines(text)
    return None


def _plain(body: str) -> str:
    """Without markup, which some put into it; twice escaped is common."""
    text = html.unescape(html.unescape(body)) if "&" in body else body
    return _TAG.sub("", _BREAK.sub("\n\n", text))


def _is_whole(text: str, count: object, found: Sequence[str]) -> bool:
    own = words(fold(text))
    if len(own) < MUCH or len(own) <= THIN * len(found):
        return False
    if clean(text).endswith(_CUT):
        return False
    if str(count).isdigit() and len(own) < _WHOLE * int(str(count)):
        return False
    there = set(own)
    return sum(word in there for word in found) >= _SAME * len(found)
