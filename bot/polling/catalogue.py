"""The catalogue of sources: a look at what an address would bring, and lists of them in and out."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urljoin

from bot.errors import BadAddress, FetchError, NotAFeed
from bot.intake.asking import Fetches, in_a_thread
from bot.polling.poll import read_feed
from bot.reading.language import identify
from bot.records import Article, Part, Skipped, Translation
from bot.sources import opml
from bot.sources.addresses import normalised
from bot.sources.feeds.channel import channel_address
from bot.sources.feeds.discovery import COMMON_PATHS, discover
from bot.sources.feeds.entries import Entry, Feed
from bot.sources.feeds.markup import plain
from bot.sources.feeds.parse import is_feed
from bot.sources.fetching.requests import FEED, Fetched, Request
from bot.sources.opml import Outline
from bot.store import sources
from bot.store.source import LONGEST_URL, NewSource, Source, SourceKind
from bot.store.store import Store

HEADLINES = 3
LONGEST_HEADLINE = 160
"""Characters of a post's first line that stand for the headline it has not."""
MOST_NAMED = 4
"""Feeds a page names that are tried before the common paths are."""
MOST_GUESSES = 5
PAGE = 500
UNVERIFIED = " (unverified)"


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be added."""

    url: str
    """The feed's own address, or the channel's page."""
    kind: SourceKind
    title: str | None
    language: str | None
    """As the feed says, else as its headlines read; ISO 639."""
    headlines: tuple[str, ...]
    """As they stand, newest first, HEADLINES at most."""
    entries: int


class Translates(Protocol):
    """Loaded models; `bot.pipeline.article_work.ArticleWork` is one."""

    async def translate(self, texts: Sequence[Article]) -> list[Translation]: ...


async def preview(fetcher: Fetches, given: str, now: datetime) -> Preview:
    """Look at what somebody gave as a source: a feed, a site's page, or a channel's name.

    A page's feed is looked for where its link tags say, then at the paths that feeds commonly
    have, which robots.txt may forbid. Raises FetchError where the address itself does not answer
    and NotAFeed where there is no feed.
    """
    if channel := channel_address(given):
        fetched = await fetcher.fetch(Request(channel, FEED, urgent=True))
        return await _read(SourceKind.CHANNEL, channel, fetched, now)
    url = _address(given)
    fetched = await fetcher.fetch(Request(url, FEED, urgent=True))
    if is_feed(fetched.data, fetched.media_type):
        return await _read(SourceKind.FEED, fetched.moved_to or url, fetched, now)
    named = await in_a_thread(lambda: discover(fetched.data, fetched.url, fetched.charset))
    tried = {url, fetched.url}
    for address, robots in _candidates(named, fetched.url):
        if address in tried:
            continue
        tried.add(address)
        if found := await _try(fetcher, address, robots, now):
            return found
    raise NotAFeed(
        f"{url} is no feed, and none was found: its page names none that can be read, and none "
        "is at the usual places. Look for the feed's own address on the site and give that."
    )


def _address(given: str) -> str:
    """Raises BadAddress."""
    text = given.strip()
    if text.startswith("@"):
        raise BadAddress(
            f"{text[:40]} is no channel's name: one has 4 to 32 letters, digits and underscores, "
            "and begins with a letter."
        )
    if text.lower().startswith("feed:"):
        text = text[5:].removeprefix("//")
    url = normalised(text if "://" in text else f"https://{text}")
    if len(url) > LONGEST_URL:
        raise BadAddress(f"The address has {len(url)} characters; a source's has {LONGEST_URL}.")
    return url


def _candidates(named: Sequence[str], page: str) -> Iterator[tuple[str, bool]]:
    """Addresses to try, and whether robots.txt is to be asked: not of what a page points to."""
    yield from ((address, False) for address in named[:MOST_NAMED])
    yield from ((urljoin(page, path), True) for path in COMMON_PATHS[:MOST_GUESSES])


async def _try(fetcher: Fetches, address: str, robots: bool, now: datetime) -> Preview | None:
    try:
        url = normalised(address)
        fetched = await fetcher.fetch(Request(url, FEED, robots=robots, urgent=True))
        if not is_feed(fetched.data, fetched.media_type):
            return None
        return await _read(SourceKind.FEED, fetched.moved_to or url, fetched, now)
    except (FetchError, NotAFeed):
        return None


async def _read(kind: SourceKind, url: str, fetched: Fetched, now: datetime) -> Preview:
    feed = await in_a_thread(lambda: read_feed(kind, fetched, now))
    if kind is SourceKind.FEED and len(url) > LONGEST_URL:
        raise BadAddress(f"The address has {len(url)} characters; a source's has {LONGEST_URL}.")
    headlines = tuple(_headlines(feed))
    language = (feed.language or "").partition("-")[0]
    if not language and headlines:
        told = await in_a_thread(lambda: identify(" . ".join(headlines)))
        language = told.code if told.code != "und" else ""
    return Preview(url, kind, feed.title, language or None, headlines, len(feed.entries))


def _headlines(feed: Feed) -> Iterator[str]:
    dated = [entry for entry in feed.entries if entry.published is not None]
    newest = feed.entries
    if len(dated) == len(feed.entries):
        oldest = datetime.min.replace(tzinfo=UTC)
        newest = tuple(sorted(dated, key=lambda entry: entry.published or oldest, reverse=True))
    for entry in newest[:HEADLINES]:
        if text := _headline(entry):
            yield text


def _headline(entry: Entry) -> str:
    text = entry.title or plain(entry.content or entry.summary)
    if len(text) <= LONGEST_HEADLINE:
        return text
    return text[:LONGEST_HEADLINE].rsplit(" ", 1)[0] + " …"


async def draft(models: Translates, headlines: Sequence[str]) -> list[str]:
    """The headlines' English, each marked where a check found a fault in it.

    Waits for its turn at the models. Empty where no headline is Arabic. Raises ModelError.
    """
    translations = await models.translate([_headline_article(each) for each in headlines])
    lines = []
    arabic = False
    for headline, translation in zip(headlines, translations, strict=True):
        titles = translation.of_part(Part.TITLE)
        arabic |= any(not each.passed_through for each in titles)
        text = " ".join(each.target for each in titles) or headline
        lines.append(text if all(each.verified for each in titles) else text + UNVERIFIED)
    return lines if arabic else []


def _headline_article(headline: str) -> Article:
    return Article(
        id=hashlib.sha256(headline.encode("utf-8", "replace")).hexdigest()[:16],
        origin="headline",
        title=headline,
        paragraphs=(),
        language="ar",
        confidence=1.0,
    )


# ---------------------------------------------------------------------------- lists in and out


LARGEST_LIST = opml.LARGEST
"""Bytes of a list of feeds."""


@dataclass(frozen=True, slots=True)
class OpmlPreview:
    """What a list holds."""

    count: int
    topics: tuple[str, ...]
    refused: tuple[Skipped, ...]


def look_into_opml(data: bytes) -> OpmlPreview:
    """What `take_opml` would try to add. Raises NotOutlines."""
    listed = opml.read_opml(data)
    topics = dict.fromkeys(each.topic for each in listed.outlines if each.topic)
    return OpmlPreview(len(listed.outlines), tuple(topics), listed.refused)


@dataclass(frozen=True, slots=True)
class OpmlReport:
    """What became of each outline of a list."""

    added: tuple[Outline, ...]
    known: tuple[Outline, ...]
    refused: tuple[Skipped, ...]


async def take_opml(store: Store, data: bytes, owner: int | None, now: datetime) -> OpmlReport:
    """Add the feeds of a list; folders become topics. Nothing is fetched: the first check tells.

    Raises NotOutlines where the bytes are no list.
    """
    listed = await asyncio.to_thread(opml.read_opml, data)
    added: list[Outline] = []
    known: list[Outline] = []
    refused = list(listed.refused)
    for start in range(0, len(listed.outlines), PAGE):
        async with store.transaction() as c:
            for outline in listed.outlines[start : start + PAGE]:
                new = _new_source(outline, owner)
                if isinstance(new, Skipped):
                    refused.append(new)
                    continue
                _, made = await sources.add(c, new, now)
                (added if made else known).append(outline)
    return OpmlReport(tuple(added), tuple(known), tuple(refused))


def _new_source(outline: Outline, owner: int | None) -> NewSource | Skipped:
    channel = channel_address(outline.url)
    try:
        url = channel or _address(outline.url)
    except BadAddress as error:
        return Skipped(outline.title or outline.url, error.name, str(error))
    return NewSource(
        url,
        SourceKind.CHANNEL if channel else SourceKind.FEED,
        title=outline.title or "",
        topic=outline.topic or "",
        owner=owner,
    )


async def give_opml(store: Store, owner: int | None, *, everybody: bool = False) -> bytes:
    """The shared sources and this owner's as a list; topics become folders."""
    outlines = [
        Outline(source.url, source.title or None, source.topic or None)
        for source in await all_sources(store, owner, everybody=everybody)
    ]
    return await asyncio.to_thread(opml.write_opml, "Mujaz: sources", outlines)


async def all_sources(
    store: Store, owner: int | None = None, *, topic: str | None = None, everybody: bool = False
) -> list[Source]:
    found: list[Source] = []
    async with store.read_only() as c:
        while page := await sources.listing(
            c, owner=owner, topic=topic, everybody=everybody, limit=PAGE, offset=len(found)
        ):
            found += page
    return found
