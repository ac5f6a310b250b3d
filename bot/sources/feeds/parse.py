"""RSS, Atom and JSON Feed bytes to a Feed.

feedparser reads, on a feed made safe beforehand (`xml`): its own cleaning is off, since `markup`
does that for the few fields that are kept, in a tenth of the time. A feed that is broken is read
entry by entry, so that a bad entry is lost alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bot.errors import NotAFeed
from bot.records import Skipped
from bot.sources.addresses import unwrapped
from bot.sources.feeds.decoding import text_of
from bot.sources.feeds.entries import (
    Entry,
    Feed,
    distinct,
    link_key,
    short_key,
    text_in,
    text_key,
    with_own_pages,
)
from bot.sources.feeds.json_feed import looks_like_json_feed, parse_json_feed
from bot.sources.feeds.markup import clean, link_of, plain
from bot.sources.feeds.politeness import skipped_days, skipped_hours, ttl_minutes
from bot.sources.feeds.raw_entries import read_entries
from bot.sources.feeds.times import SaidTime, bounded, from_struct, said_time, states_zone
from bot.sources.feeds.xml import cut, root_of

MOST_ENTRIES = 1000
"""Entries of one feed that are read. News feeds have 10 to 200."""

MOST_CATEGORIES = 20
LONGEST_CATEGORY = 100
_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_MEDIA = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)", re.IGNORECASE)


def is_feed(data: bytes, media_type: str | None = None) -> bool:
    """Whether bytes look like a feed; of their first kilobytes alone."""
    text = text_of(data[:65536])
    if looks_like_json_feed(text):
        return True
    root = root_of(text)
    return root in _ROOTS or (root != "html" and bool(_MEDIA.match(media_type or "")))


def parse(data: bytes, url: str, charset: str | None = None, now: datetime | None = None) -> Feed:
    """Read a feed. `charset` is what the transport declared; `now` bounds its times.

    Raises NotAFeed. An entry that cannot be read is in `refused`, with the reason.
    """
    now = now or datetime.now(UTC)
    text = text_of(data, charset)
    if looks_like_json_feed(text):
        return parse_json_feed(text, url, now, MOST_ENTRIES)
    pieces = cut(text, MOST_ENTRIES)
    if root_of(pieces.head) not in _ROOTS:
        raise NotAFeed("It is neither RSS, Atom nor JSON Feed. Give the feed's own address.")
    head, found = read_entries(pieces)
    language = text_in(head.feed.get("language")).lower() or None
    entries: list[Entry] = []
    refused: list[Skipped] = []
    for number, raw in enumerate(found, 1):
        read = raw if isinstance(raw, Skipped) else _entry(raw, url, now, language, number)
        (refused if isinstance(read, Skipped) else entries).append(read)  # type: ignore[arg-type]
    if pieces.more:
        refused.append(Skipped(url, "TooMany", f"Only the first {MOST_ENTRIES} entries were read."))
    kept, repeats = distinct(entries)
    around = pieces.head + pieces.rest
    return Feed(
        kind="atom" if root_of(pieces.head) == "feed" else "rss",
        title=plain(text_in(head.feed.get("title"))) or None,
        link=link_of(head.feed.get("link"), url),
        language=language,
        entries=with_own_pages(kept),
        refused=(*refused, *repeats),
        ttl_minutes=ttl_minutes(around),
        skip_hours=skipped_hours(around),
        skip_days=skipped_days(around),
    )


def _entry(
    raw: Any, base: str, now: datetime, language: str | None, number: int
) -> Entry | Skipped:
    url = _unwrapped(link_of(raw.get("link"), base))
    title = plain(text_in(raw.get("title"))) or None
    place = url or title or f"entry {number}"
    fields = (title or "", text_in(raw.get("summary")), *_contents(raw))
    if any("\ufffd" in field for field in fields):
        return Skipped(place, "Undecodable", "Some of its letters are bytes of no encoding.")
    near = url or base
    summary = clean(text_in(raw.get("summary")), near)
    content = max((clean(value, near) for value in _contents(raw)), key=len, default="")
    if not (url or title or summary or content):
        return Skipped(place, "EmptyEntry", "It has neither link, title nor text.")
    # feedparser answers for "updated" with "published"; only what stands there counts.
    own = frozenset(raw.keys())
    stated = [text_in(raw[name]) for name in ("published", "updated") if name in own]
    published, said = _moment(raw, "published", now), _in_words(raw, "published")
    updated = _moment(raw, "updated", now) if "updated" in own else None
    return Entry(
        key=short_key(
            text_in(raw.get("id")) or link_key(url) or text_key(title, summary + content)
        ),
        url=url,
        title=title,
        published=published or updated,
        updated=updated if updated != published else None,
        zoned=said.zoned if said else all(states_zone(text) for text in stated if text),
        categories=tuple(_categories(raw)),
        author=plain(text_in(raw.get("author"))) or None,
        summary="" if summary == content else summary,
        content=content,
        language=language,
    )


def _moment(raw: Any, name: str, now: datetime) -> datetime | None:
    parsed = from_struct(raw.get(f"{name}_parsed"))
    said = None if parsed else _in_words(raw, name)
    return bounded(parsed or (said.at if said else None), now)


def _in_words(raw: Any, name: str) -> SaidTime | None:
    """A time that feedparser does not read."""
    text = text_in(raw.get(name))
    return said_time(text) if text else None


def _categories(raw: Any) -> Iterator[str]:
    for tag in (raw.get("tags") or ())[:MOST_CATEGORIES]:
        name = plain(text_in(tag.get("label")) or text_in(tag.get("term")))
        if name and "://" not in name:
            yield name[:LONGEST_CATEGORY]


def _unwrapped(url: str | None) -> str | None:
    """The article's own address, where an alert service's link has it in it."""
    return unwrapped(url) if url else None


def _contents(raw: Any) -> Iterator[str]:
    for content in raw.get("content") or ():
        kind = text_in(content.get("type"))
        value = text_in(content.get("value"))
        yield html.escape(value) if kind == "text/plain" and "<" not in value else value
