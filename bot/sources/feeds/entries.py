"""What a feed comes to: its own words, its entries, and those that were refused."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from bot.errors import BadAddress
from bot.records import Skipped
from bot.sources.addresses import canonical

FeedKind = Literal["rss", "atom", "json", "channel"]

_LONGEST_KEY = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a feed announces: an article's page, or a post that is the article itself."""

    key: str
    """The feed's own id, else the link, else a digest of the text. One entry's key is the same
    at every fetch, and no two entries of a feed share one."""
    url: str | None
    """http or https, absolute."""
    title: str | None
    """One line of plain text."""
    published: datetime | None
    """Aware, in UTC; None where it is not stated, cannot be read, or lies in the future."""
    updated: datetime | None = None
    zoned: bool = True
    """Whether the feed stated the times' zone. Where it did not they were taken as UTC, and the
    hour may be wrong by some hours."""
    author: str | None = None
    summary: str = ""
    """HTML, without scripts and styles and with absolute links; "" where there is none."""
    content: str = ""
    """The same of what the feed calls the article's content; "" where there is none."""
    language: str | None = None
    forwarded_from: str | None = None
    """Of a channel's post: whose post it repeats."""
    forwarded_url: str | None = None
    edited: bool = False
    categories: tuple[str, ...] = ()
    """As the feed names them, in its order."""
    own_page: bool = True
    """False where its link is no page of its own: the site's front page, or several entries'."""
    parts: int = 1
    """Of a channel's post: how many messages (an album's pictures) it is made of."""


@dataclass(frozen=True, slots=True)
class Feed:
    kind: FeedKind
    title: str | None
    link: str | None
    """The site's page, not the feed's own address."""
    language: str | None
    """As stated, lower case: "ar", "ar-eg"."""
    entries: tuple[Entry, ...]
    """In the feed's order."""
    refused: tuple[Skipped, ...] = ()
    """`path` is the entry's link, title or place ("entry 3")."""
    ttl_minutes: int | None = None
    """How long the feed asks to be left alone, from ttl or sy:updatePeriod."""
    skip_hours: frozenset[int] = frozenset()
    """Hours (UTC, 0 to 23) in which the feed asks not to be read."""
    skip_days: frozenset[str] = frozenset()
    """English names of days, "Friday"."""
    older: str | None = None
    """Of a channel: the page with the posts before these."""


def text_in(value: object) -> str:
    """What a field of a feed says; "" where it holds no text."""
    return value.strip() if isinstance(value, str) else ""


def text_key(title: str | None, text: str) -> str:
    """The key of an entry that has neither id nor link."""
    digest = hashlib.sha256(f"{title or ''}\n{text}".encode("utf-8", "replace"))
    return f"text:{digest.hexdigest()[:32]}"


def short_key(key: str) -> str:
    """An id as it stands, or its digest where it is too long to be stored as one."""
    if len(key) <= _LONGEST_KEY:
        return key
    return f"id:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:32]}"


def link_key(url: str | None) -> str | None:
    """A link as a key: the same whatever tracking parameters or variant it came with."""
    try:
        return canonical(url) if url else None
    except BadAddress:
        return url


def with_own_pages(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries that know whether their link is a page of their own.

    The same link under several entries is no article's; a mark behind "#" makes it a place on a
    page that is, as the posts of a live page have.
    """
    listed = tuple(entries)
    often = Counter(entry.url for entry in listed)
    return tuple(
        replace(entry, own_page=False)
        if entry.url and (often[entry.url] > 1 or _is_front(entry.url))
        else entry
        for entry in listed
    )


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query and not parts.fragment


def distinct(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[Skipped, ...]]:
    """Entries with keys of their own, and the repeats that were left out.

    An id that stands for two different articles stands for neither: whichever came first would
    change from fetch to fetch, and the other would be taken for known. All of them go by their
    link then, or by their text.
    """
    found = list(dict.fromkeys(entries))
    others: tuple[Callable[[Entry], str | None], ...] = (
        lambda entry: link_key(entry.url),
        lambda entry: text_key(entry.title, entry.summary + entry.content),
    )
    for other in others:
        often = Counter(entry.key for entry in found)
        found = [
            replace(entry, key=short_key(other(entry) or entry.key))
            if often[entry.key] > 1
            else entry
            for entry in found
        ]
    kept: dict[str, Entry] = {}
    repeats: list[Skipped] = []
    for entry in found:
        if entry.key in kept:
            repeats.append(
                Skipped(
                    entry.url or entry.title or entry.key, "Repeated", "It is in the feed twice."
                )
            )
        else:
            kept[entry.key] = entry
    return tuple(kept.values()), tuple(repeats)
