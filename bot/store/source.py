"""What a source is: its address, what somebody set for it, and what was seen of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

LONGEST_URL = 2000
"""Characters of an address; PostgreSQL's index ends at 2,704 bytes."""


PRIORITIES = range(-10, 11)


class SourceKind(StrEnum):
    FEED = "feed"
    CHANNEL = "channel"
    """A public Telegram channel's page at t.me/s."""


class FullText(StrEnum):
    """Where an article's text is taken from."""

    AUTO = "auto"
    """The feed's own content where it is whole, else the page."""
    PAGE = "page"
    FEED = "feed"


class Health(StrEnum):
    OK = "ok"
    FAILING = "failing"
    """The last check failed; it is tried again, ever more rarely, and never given up."""
    GONE = "gone"
    """The server said 410: not asked again until somebody revives it."""
    PAUSED = "paused"
    """By its owner."""


UNASKED = (Health.GONE, Health.PAUSED)


@dataclass(frozen=True, slots=True)
class NewSource:
    url: str
    """Canonical."""
    kind: SourceKind
    title: str = ""
    language: str | None = None
    topic: str = ""
    priority: int = 0
    """-10 to 10; higher goes first."""
    owner: int | None = None
    """A user's Telegram id; None: shared by all."""
    interval_minutes: int | None = None
    """None: adapted to how often it publishes."""
    user_agent: str | None = None
    full_text: FullText = FullText.AUTO
    must: tuple[str, ...] = ()
    """Filters of which an article must meet one: see bot/polling/filters.py."""
    must_not: tuple[str, ...] = ()
    """Filters of which it may meet none."""


@dataclass(frozen=True, slots=True)
class Source:
    id: int
    url: str
    kind: SourceKind
    title: str
    language: str | None
    topic: str
    priority: int
    owner: int | None
    interval_minutes: int | None
    user_agent: str | None
    full_text: FullText
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    health: Health
    created_at: datetime
    checked_at: datetime | None
    """The last check, whatever came of it."""
    next_check: datetime
    last_ok: datetime | None
    last_new: datetime | None
    """When entries not seen before last came."""
    newest_at: datetime | None
    """Publication of its newest entry, as far as the feed says."""
    pace_minutes: int | None
    """Between two of its publications; None: not known yet."""
    failing_since: datetime | None
    failures: int
    """In a row."""
    reported_at: datetime | None
    """When its owner was told that it fails; None once it is well again."""
    error: str
    """The error's name, "" where the last check was well."""
    reason: str
    """One sentence for the user."""
    etag: str | None
    last_modified: str | None
    fingerprint: str | None
    """SHA-256 of the bytes last parsed."""
    wishes: Mapping[str, Any] | None
    """What the feed itself asks of its readers, as bot/polling/poll.py writes it."""
    moved_to: str | None
    """Where it said it moved for good, until that is confirmed."""
    moved_times: int

    @property
    def name(self) -> str:
        return self.title or self.url
