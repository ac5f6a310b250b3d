"""feedparser over a feed that has been cut up: the whole of it, or what can be saved."""

from __future__ import annotations

import io
import re
from typing import Any

from bot.records import Skipped
from bot.sources.feeds.xml import Pieces, is_well_formed

LARGEST_ENTRY = 1_000_000
"""Characters; the longest articles have a tenth of that."""

LARGEST_BROKEN = 100_000
"""Characters of an ill-formed entry: mending it takes time that grows with its length."""

_LARGEST_HEAD = 100_000
_CLOSED = re.compile(r"</(?:\w{1,20}:)?(?:item|entry|channel|rss|feed|rdf)\s*>", re.IGNORECASE)


def read_entries(pieces: Pieces) -> tuple[Any, list[Any]]:
    """feedparser's view of the feed, and of each entry in order, or a Skipped in its place."""
    slim = all(len(entry) <= LARGEST_ENTRY for entry in pieces.entries)
    if slim and is_well_formed(pieces.whole()):
        document = parsed(pieces.whole())
        if len(document.entries) == len(pieces.entries):
            return document, list(document.entries)
    return _one_by_one(pieces)


def parsed(text: str) -> Any:
    """feedparser's result, empty where it fails itself."""
    import feedparser

    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            # Without an address: ids that look like relative links must stay as they are.
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception:
        # feedparser raises what it happens upon (ValueError, AttributeError, OverflowError, ...)
        # on input nobody foresaw; for one entry that is "cannot be read", whatever it is called.
        return feedparser.FeedParserDict(entries=[], feed=feedparser.FeedParserDict())


def _one_by_one(pieces: Pieces) -> tuple[Any, list[Any]]:
    head = pieces
    if len(pieces.head) > _LARGEST_HEAD or not is_well_formed(pieces.feed([])):
        head = pieces.bare()
    feed = parsed(pieces.head[:_LARGEST_HEAD] + pieces.tail)
    sound = [
        len(entry) <= LARGEST_ENTRY and is_well_formed(head.feed([entry]))
        for entry in pieces.entries
    ]
    good = [entry for entry, is_sound in zip(pieces.entries, sound, strict=True) if is_sound]
    read = list(parsed(head.feed(good)).entries) if good else []
    if len(read) != len(good):
        read = [_alone(head, entry) for entry in good]
    ready = iter(read)
    last = len(pieces.entries) - 1
    return feed, [
        next(ready) if is_sound else _mended(head, entry, number, number == last)
        for number, (entry, is_sound) in enumerate(zip(pieces.entries, sound, strict=True))
    ]


def _alone(head: Pieces, entry: str) -> Any:
    found = parsed(head.feed([entry])).entries
    return found[0] if found else Skipped("entry", "BrokenEntry", "It cannot be read.")


def _mended(head: Pieces, entry: str, number: int, last: bool) -> Any:
    place = f"entry {number + 1}"
    if last and not _CLOSED.search(entry):
        return Skipped(place, "CutOff", "The feed ends in the middle of it.")
    if len(entry) > LARGEST_BROKEN:
        return Skipped(place, "BrokenEntry", "It is not well-formed, and too long to be mended.")
    found = parsed(head.feed([entry])).entries
    if not found:
        return Skipped(
            place, "BrokenEntry", "It is not well-formed, and nothing of it can be read."
        )
    return found[0]
