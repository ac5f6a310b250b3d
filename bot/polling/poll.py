"""One look at one source: what the web says of it, and when it is asked next. Writes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.errors import FetchError, NotAFeed
from bot.intake.asking import Aside, Fetches
from bot.polling.channel_pages import with_older
from bot.sources.feeds.channel import parse_channel
from bot.sources.feeds.entries import Feed
from bot.sources.feeds.parse import parse
from bot.sources.fetching.requests import FEED, Fetched, Request, Validators
from bot.sources.intervals import Bounds, Wishes, after_failure, interval, next_check, pace
from bot.store.source import LONGEST_URL, Source, SourceKind

MOVES = 3
"""Checks in a row that must name the same new address before it is taken."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """304, or the bytes of last time."""

    next_check: datetime
    seen: Mapping[str, Any] = field(default_factory=dict)
    """Columns to be written, for the most part none."""


@dataclass(frozen=True, slots=True)
class FeedChanged:
    feed: Feed
    next_check: datetime
    seen: Mapping[str, Any]
    moved_to: str | None = None
    """Its new address, confirmed."""


@dataclass(frozen=True, slots=True)
class Failed:
    error: str
    reason: str
    next_check: datetime
    gone: bool = False


async def look(
    fetcher: Fetches, source: Source, bounds: Bounds, aside: Aside, now: datetime
) -> Unchanged | FeedChanged | Failed:
    """Ask for the source with what it said last time, and read it where it has changed."""
    validators = Validators(source.etag, source.last_modified)
    request = Request(source.url, FEED, validators, user_agent=source.user_agent)
    try:
        fetched = await fetcher.fetch(request)
        moves = _moves(source, fetched)
        fingerprint = hashlib.sha256(fetched.data).hexdigest()
        if fetched.unchanged or fingerprint == source.fingerprint:
            seen = _told(source, fetched) | moves
            return Unchanged(_next(source, bounds, fetched, now), seen)
        feed, closed = await aside(lambda: read_feed(source.kind, fetched, now)), True
        if source.kind is SourceKind.CHANNEL:
            followed = await with_older(fetcher, source, feed, aside, now)
            feed, closed = followed.feed, followed.closed
    except FetchError as error:
        again = timedelta(seconds=error.retry_after) if error.retry_after is not None else None
        return failed(source, bounds, now, error, again, gone=error.gone)
    except NotAFeed as error:
        return failed(source, bounds, now, error)
    except Exception as error:
        # One source's feed must not stop the others, whatever it does to us.
        return failed(source, bounds, now, error)
    # A feed that broke off is to be asked for again in full.
    whole = fetched.whole and closed
    told = _told(source, fetched) | {"fingerprint": fingerprint} if whole else {}
    seen = told | moves | _read(source, feed, now)
    if not closed:
        # What was known last is what the next check has to reach.
        seen["newest_at"] = source.newest_at
    moved = source.moved_to if moves.get("moved_times", 0) >= MOVES else None
    return FeedChanged(feed, _next(source, bounds, fetched, now, feed), seen, moved)


def read_feed(kind: SourceKind, fetched: Fetched, now: datetime) -> Feed:
    """Raises NotAFeed."""
    if kind is SourceKind.CHANNEL:
        return parse_channel(fetched.data, fetched.url, now)
    return parse(fetched.data, fetched.url, fetched.charset, now)


def _told(source: Source, fetched: Fetched) -> dict[str, Any]:
    """Validators, where they are others than before."""
    new = fetched.validators
    told = {"etag": new.etag, "last_modified": new.last_modified}
    return {name: value for name, value in told.items() if value != getattr(source, name)}


def _moves(source: Source, fetched: Fetched) -> dict[str, Any]:
    to = fetched.moved_to
    if to is not None and (to == source.url or len(to) > LONGEST_URL):
        to = None
    if to is None:
        return {"moved_to": None, "moved_times": 0} if source.moved_to else {}
    times = source.moved_times + 1 if to == source.moved_to else 1
    return {"moved_to": to, "moved_times": times}


def _read(source: Source, feed: Feed, now: datetime) -> dict[str, Any]:
    """What the feed says of itself; what somebody set stays."""
    times = [entry.published for entry in feed.entries if entry.published is not None]
    between = pace(times, now)
    seen: dict[str, Any] = {
        "newest_at": max(times, default=source.newest_at),
        "pace_minutes": round(between / timedelta(minutes=1)) if between is not None else None,
        "wishes": _wishes_row(feed),
    }
    if not source.title and feed.title:
        seen["title"] = feed.title
    if not source.language and feed.language:
        seen["language"] = feed.language[:8]
    return seen


def _wishes_row(feed: Feed) -> dict[str, Any] | None:
    row: dict[str, Any] = {}
    if feed.ttl_minutes:
        row["ttl"] = feed.ttl_minutes
    if feed.skip_hours:
        row["hours"] = sorted(feed.skip_hours)
    if feed.skip_days:
        row["days"] = sorted(feed.skip_days)
    return row or None


def _next(
    source: Source,
    bounds: Bounds,
    fetched: Fetched,
    now: datetime,
    feed: Feed | None = None,
) -> datetime:
    """`feed`: None where it was not read, and what was known of it before counts."""
    if feed is None:
        minutes, newest = source.pace_minutes, source.newest_at
        wished: Mapping[str, Any] = source.wishes or {}
    else:
        read = _read(source, feed, now)
        minutes, newest, wished = read["pace_minutes"], read["newest_at"], read["wishes"] or {}
    fixed = source.interval_minutes
    length = interval(
        timedelta(minutes=minutes) if minutes is not None else None,
        newest or source.last_new,
        now,
        bounds,
        timedelta(minutes=fixed) if fixed is not None else None,
    )
    ttl = wished.get("ttl")
    wishes = Wishes(
        fetched.fresh_until,
        # What somebody set knows better than what a feed's software puts into every feed.
        timedelta(minutes=ttl) if ttl and fixed is None else None,
        frozenset(_numbers(wished.get("hours"))),
        frozenset(wished.get("days") or ()),
    )
    return next_check(now, length, bounds, _seed(source, now), wishes)


def _numbers(values: Iterable[Any] | None) -> Iterable[int]:
    return (int(value) for value in values or ())


def failed(
    source: Source,
    bounds: Bounds,
    now: datetime,
    error: Exception,
    again: timedelta | None = None,
    *,
    gone: bool = False,
) -> Failed:
    """`again`: how long the server asked to be left alone."""
    at = after_failure(now, source.failures + 1, bounds, _seed(source, now), again)
    ours = isinstance(error, FetchError | NotAFeed)
    reason = str(error) if ours else "It could not be read; the log says more."
    return Failed(type(error).__name__, reason, at, gone)


def _seed(source: Source, now: datetime) -> str:
    return f"{source.id} {now.isoformat()}"
