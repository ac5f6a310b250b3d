"""Messages that are one thing: the parts of a paste that was cut, and an album's pictures. Pure.

Works on what bot/delivery/requests/reader.py keeps of a message until it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PART = 3800
"""Characters from which a message may be the beginning of a longer paste: Telegram's clients
send what is over 4096 units as several messages."""


def is_beginning(source: Mapping[str, Any]) -> bool:
    """Whether more of it may still come."""
    return "album" in source or int(source.get("part", 0)) >= PART


def continues(before: Mapping[str, Any], rest: Mapping[str, Any]) -> bool:
    """Whether `rest` belongs to `before`, which came just ahead of it from the same sender."""
    if "text" not in before or "text" not in rest:
        return False
    if "album" in before or "album" in rest:
        return before.get("album") == rest.get("album")
    return is_beginning(before)


def continued(before: Mapping[str, Any], rest: Mapping[str, Any]) -> Mapping[str, Any]:
    """Join both. Clients cut a paste at a space or at the end of a line; the captions of an album
    are paragraphs."""
    first, second = str(before["text"]), str(rest["text"])
    if "album" in rest:
        text = "\n\n".join(filter(None, (first, second)))
    else:
        ended = first.endswith((".", "!", "؟", "?", ":", "”", "»", '"'))
        text = first + ("\n" if ended else " ") + second
    links = {url: [words, url] for words, url in (*before.get("links", ()), *rest.get("links", ()))}
    return {
        **before,
        "text": text,
        "part": rest["part"],
        "links": list(links.values()),
        "count": int(before.get("count", 1)) + 1,
        "pictures": [*before.get("pictures", ()), *rest.get("pictures", ())],
    }


def grown(source: Mapping[str, Any]) -> tuple[int, int]:
    """A measure that changes with every part that is joined."""
    return len(str(source.get("text", ""))), int(source.get("count", 1))
