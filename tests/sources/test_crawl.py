"""Rounds over a whole press, hostile feeds among it: all that is good arrives, each once.

Each state of a feed once; `bench/crawl.py press` puts up 200 feeds with 3,000 pages.
"""

from __future__ import annotations

import asyncio
import tracemalloc
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.errors import FetchError
from bot.polling import poll
from bot.polling.poller import Poller
from bot.polling.recording import PollRound
from bot.sources.fetching import FEED, Fetched, Fetcher, Request
from bot.sources.fetching.fetcher import MOST_HELD
from bot.store import sources
from bot.store.articles import articles, stored_of
from bot.store.source import Health, NewSource, SourceKind
from bot.store.store import Store, open_store
from tests.empty_database import new_database
from tests.polling.feeds import NOW, text_of
from tests.sources.press import HOSTILE, SLOW, STATES, Press, put_up, put_up_hostile, rows_kept
from tests.sources.web import LoopbackWeb


class Impatient:
    """Asks as the fetcher does, but gives the hosts that never end half a second."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    async def fetch(self, request: Request) -> Fetched:
        if f"//{SLOW}" in request.url:
            request = replace(request, limits=replace(request.limits, seconds=0.5))
        return await self._fetcher.fetch(request)


class Crawl:
    def __init__(self, web: LoopbackWeb, store: Store) -> None:
        self.web, self.store = web, store
        self.now = NOW
        self.nudged = 0

    async def add(self, press: Press) -> None:
        async with self.store.transaction() as c:
            for url in press.feeds + press.hostile:
                await sources.add(c, NewSource(url, SourceKind.FEED), self.now)

    async def round(self) -> PollRound:
        settings = self.web.settings()
        async with (
            Fetcher(settings, resolve=self.web.resolve, now=self.clock) as fetcher,
            Poller(self.store, Impatient(fetcher), settings, self.nudge, now=self.clock) as poller,
        ):
            return await poller.once()

    def clock(self) -> datetime:
        return self.now

    def nudge(self) -> None:
        self.nudged += 1

    async def titles(self) -> Counter[str | None]:
        async with self.store.read_only() as c:
            return Counter((await c.execute(select(articles.c.title))).scalars())

    async def texts(self) -> dict[str, list[str]]:
        """The paragraphs of each article, by its title."""
        async with self.store.read_only() as c:
            read = [stored_of(row).article for row in await c.execute(select(articles))]
        return {one.title or "": [part.text for part in one.paragraphs] for one in read}


@pytest.fixture
async def crawl(web: LoopbackWeb, tmp_path: Path) -> AsyncIterator[Crawl]:
    store = await open_store(new_database(tmp_path), migrated=False)
    yield Crawl(web, store)
    await store.close()


async def test_all_that_is_good_arrives_once_and_nothing_else_is_asked(crawl: Crawl) -> None:
    """The guard of this folder fails the test on any connection outside loopback."""
    press = put_up(crawl.web, feeds=len(STATES), each=2, hostile=HOSTILE)
    await crawl.add(press)
    round_ = await crawl.round()
    titles = await crawl.titles()
    assert {title for title in titles if title} == press.titles
    assert set(titles.values()) == {1}
    for title, text in (await crawl.texts()).items():
        assert text == text_of(title.rpartition(" ")[2])
    assert round_.checked == len(press.feeds) + len(press.hostile)
    assert set(crawl.web.at_once.values()) == {1}
    async with crawl.store.read_only() as c:
        kept = {source.url: source for source in await sources.listing(c, limit=200)}
    assert {url for url in press.feeds if kept[url].health is not Health.OK} == set()
    # These two are feeds without an entry that can be read; the others are none.
    empty = {url for url in press.hostile if "//entities" in url or "//deep" in url}
    failing = {url for url in press.hostile if kept[url].health is Health.FAILING}
    assert set(press.hostile) - failing <= empty


async def test_hostile_answers_all_at_once_stay_under_the_bound(web: LoopbackWeb) -> None:
    """What drips and what is silent among them, which alone would hold places for long."""
    urls = [put_up_hostile(web, number) for number in range(2 * HOSTILE)]

    async def ask(fetcher: Impatient, url: str) -> int:
        try:
            return len((await fetcher.fetch(Request(url, FEED))).data)
        except FetchError:
            return 0

    async with Fetcher(web.settings(), resolve=web.resolve) as fetcher:
        tracemalloc.start()
        await asyncio.gather(*(ask(Impatient(fetcher), url) for url in urls))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    # This process is the web, too, with two hostile answers of 40 MB being made.
    assert peak < MOST_HELD


async def test_the_same_press_again_costs_conditional_requests_and_no_more(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = put_up(crawl.web, feeds=7, each=2, hostile=0)
    await crawl.add(press)
    await crawl.round()
    before, nudged = await rows_kept(crawl.store), crawl.nudged
    crawl.web.asked.clear()
    crawl.now += timedelta(days=2)
    parsed: list[str] = []
    monkeypatch.setattr(poll, "parse", lambda data, url, *_: parsed.append(url))
    round_ = await crawl.round()
    assert round_.unchanged == len(press.feeds)
    assert parsed == []
    assert crawl.nudged == nudged
    assert len(crawl.web.asked) == len(press.feeds)
    assert all("If-None-Match" in one.headers for one in crawl.web.asked)
    assert await rows_kept(crawl.store) == before
