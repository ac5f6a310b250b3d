"""What is asked of the web, and what came back: plain values, no network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class FetchLimits:
    """How much of the network, the memory and the time one fetch may take."""

    size: int
    """Decoded bytes; an answer with more is refused."""
    seconds: float
    """For the whole fetch with its redirects; waiting for one's turn at a host is not counted."""
    redirects: int = 8
    document_size: int | None = None
    """Decoded bytes where the answer says it is a PDF or a word processor's file."""
    keep_cut_off: bool = False
    """An answer that broke off half way is given as far as it came, instead of Unreachable."""
    keep_start: bool = False
    """Of an answer that is too big the first `size` bytes are given, instead of TooBig."""


HTML = FetchLimits(size=5 * MEGABYTE, seconds=30, document_size=20 * MEGABYTE)
"""A page, or the file that turns out to be behind its address."""
FEED = FetchLimits(size=15 * MEGABYTE, seconds=45, keep_cut_off=True)
"""A feed; of one that breaks off the whole entries are worth having."""
FILE = FetchLimits(size=20 * MEGABYTE, seconds=60)
"""A PDF or another file known to be one."""


@dataclass(frozen=True)
class Validators:
    """What a server told us to name when asking whether something has changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Request:
    """One address to be fetched."""

    url: str
    limits: FetchLimits = HTML
    validators: Validators | None = None
    user_agent: str | None = None
    """Instead of ours, where a source's settings say so."""
    robots: bool = False
    """Ask the site's robots.txt first; for pages, not for feeds, which are made for robots."""
    follow_pages: bool = False
    """Follow a page that only leads on to another, as a redirect."""
    picture: bool = False
    """Take a picture, and nothing else."""
    urgent: bool = False
    """Somebody waits for it: goes before other requests to the same host."""


@dataclass(frozen=True)
class Fetched:
    """An answer of status 200, or of 304 with no data: nothing has changed."""

    url: str
    """Where it came from after all redirects."""
    status: int
    data: bytes
    media_type: str | None
    """Of the Content-Type header, lower case, without parameters."""
    charset: str | None
    """Of the Content-Type header as the server wrote it; the reading room decides."""
    validators: Validators
    """To be kept for the next request; for a 304 the old ones where it names none."""
    fresh_until: datetime | None
    """Until then the server says nothing will change (at most a day); None: it does not say."""
    moved_to: str | None
    """Where permanent redirects alone (301, 308) lead from the address asked; else None."""
    whole: bool = True
    """False where there was more, which only `Limits.keep_cut_off` and `keep_start` let through."""

    @property
    def unchanged(self) -> bool:
        return self.status == 304
