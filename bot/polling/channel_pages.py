"""A channel's posts that have left its first page since it was read: followed page by page.

The preview shows the last 20 messages. Where all of them are newer than what was known, others
may lie between, and the pages before are asked for, one after another as the host's turn comes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import structlog

from bot.errors import FetchError, NotAFeed
from bot.intake.asking import Aside, Fetches
from bot.sources.feeds.channel import parse_channel
from bot.sources.feeds.entries import Entry, Feed, distinct
from bot.sources.fetching.requests import FEED, Request
from bot.store.source import Source

log = structlog.get_logger(__name__)

MOST_PAGES = 10
"""Pages followed at one check: some 200 messages, a busy channel's day. What lies before them is
given up, so that a channel that was paused for months is not read back to where it stopped."""


@dataclass(frozen=True, slots=True)
class Followed:
    feed: Feed
    closed: bool = True
    """False where a page did not answer: the gap is still there for the next check."""


async def with_older(
    fetcher: Fetches, source: Source, first: Feed, aside: Aside, now: datetime
) -> Followed:
    """The first page with those before it, back to what was known of the channel.

    `source.newest_at` is what was known; of a channel read for the first time its first page is
    all that is taken. Raises nothing for what an older page is like.
    """
    feed = last = first
    for _ in range(MOST_PAGES):
        if source.newest_at is None or last.older is None or _reaches(last, source.newest_at):
            return Followed(feed)
        request = Request(last.older, FEED, user_agent=source.user_agent)
        try:
            fetched = await fetcher.fetch(request)
            last = await aside(partial(parse_channel, fetched.data, request.url, now))
        except (FetchError, NotAFeed) as error:
            log.info("older_page_failed", source=source.id, kind=type(error).__name__)
            return Followed(feed, closed=False)
        feed = _joined(feed, last)
    if last.older is not None and not _reaches(last, source.newest_at):
        log.info("gap_given_up", source=source.id, pages=MOST_PAGES)
    return Followed(feed)


def _reaches(page: Feed, known: datetime | None) -> bool:
    """Whether a page goes back to what was known; one without a word on it tells nothing."""
    times = _times(page.entries)
    return known is None or (bool(times) and min(times) <= known)


def _times(entries: Iterable[Entry]) -> list[datetime]:
    return [entry.published for entry in entries if entry.published is not None]


def _joined(newer: Feed, older: Feed) -> Feed:
    entries, _ = distinct((*newer.entries, *older.entries))
    return replace(newer, entries=entries, refused=(*newer.refused, *older.refused))
