"""What the headers of an answer mean: freshness, waiting, kind, validators. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime

from bot.sources.fetching.requests import Validators

A_DAY = timedelta(days=1)
LONGEST_VALIDATOR = 500
"""Characters; a longer ETag is not kept, it would go into the database and every request."""

_DIRECTIVE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|([^\s,;"]+)))?""")
_SECONDS = re.compile(r"\d{1,12}", re.ASCII)


def kind(headers: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Media type (lower case) and charset (as written) of the Content-Type, each if named."""
    written = headers.get("content-type", "").strip()
    if not written:
        return None, None
    message = Message()
    message["content-type"] = written.replace("\r", " ").replace("\n", " ")
    media_type = written.partition(";")[0].strip().lower()
    charset = message.get_param("charset")
    if isinstance(charset, tuple):
        charset = charset[2]
    label = (charset or "").strip().strip("'\"")
    return (media_type if "/" in media_type else None), (label[:40] or None)


def validators(headers: Mapping[str, str], former: Validators | None = None) -> Validators:
    """The answer's ETag and Last-Modified, each else the former one.

    A former one is given for a 304 only: it may name just what differs.
    """
    old = former or Validators()
    return Validators(
        etag=_kept(headers.get("etag")) or old.etag,
        last_modified=_kept(headers.get("last-modified")) or old.last_modified,
    )


def conditions(known: Validators | None) -> dict[str, str]:
    """The request headers that ask only for what has changed."""
    asked = {}
    if known and known.etag:
        asked["If-None-Match"] = known.etag
    if known and known.last_modified:
        asked["If-Modified-Since"] = known.last_modified
    return asked


def fresh_until(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Until when the answer may be used without asking again (RFC 9111, 4.2), at most a day on.

    None where nothing is said, or where it must be asked for each time.
    """
    directives = {
        match[1].lower(): match[2] or match[3] or ""
        for match in _DIRECTIVE.finditer(headers.get("cache-control", ""))
    }
    if "no-store" in directives or "no-cache" in directives:
        return None
    if "max-age" in directives:
        lifetime = _seconds(directives["max-age"])
    elif "expires" in headers:
        lifetime = _between(_date(headers.get("date")) or now, _date(headers["expires"]))
    else:
        return None
    if lifetime is None:
        return None
    left = min(lifetime, A_DAY) - (_seconds(headers.get("age", "")) or timedelta())
    return now + left if left > timedelta() else None


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds of the Retry-After header, from 0 to a day; None where there is none to be read."""
    written = headers.get("retry-after", "").strip()
    wait = _seconds(written)
    if wait is None:
        wait = _between(now, _date(written))
    if wait is None:
        return None
    return min(max(wait, timedelta()), A_DAY).total_seconds()


def printable(text: str) -> str:
    """What of a text can stand in a header: printable ASCII on one line, at most 300 characters."""
    return " ".join("".join(char if " " <= char <= "~" else " " for char in text[:300]).split())


def _kept(value: str | None) -> str | None:
    # Only what can go back into a header as it came.
    if value is None or len(value) > LONGEST_VALIDATOR or not value.isascii():
        return None
    return value.strip() or None if value.isprintable() else None


def _seconds(written: str) -> timedelta | None:
    if not _SECONDS.fullmatch(written.strip()):
        return None
    return timedelta(seconds=min(int(written), 10 * 365 * 86400))


def _between(start: datetime, end: datetime | None) -> timedelta | None:
    return None if end is None else end - start


def _date(written: str | None) -> datetime | None:
    if not written:
        return None
    try:
        read = parsedate_to_datetime(written)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
