"""Posts of a channel that left its first page between two checks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import SourcesSettings
from bot.intake.asking import in_a_thread
from bot.polling.channel_pages import MOST_PAGES, with_older
from bot.polling.poller import Poller
from bot.sources.feeds.channel import parse_channel
from bot.sources.feeds.entries import Feed
from bot.store import entries, sources
from bot.store.source import NewSource, Source, SourceKind
from bot.store.store import Store, open_store
from tests.empty_database import new_database
from tests.polling.feeds import NOW
from tests.sources.telegram_pages import TelegramSite, page, photo, post, text

URL = "https://t.me/s/akhbar"
LENGTH = 3
"""Posts on a page."""


def block(number: int, *, picture: bool = False) -> str:
    """One post a minute; posts of a picture have no words."""
    at = NOW - timedelta(days=1) + timedelta(minutes=number)
    said = photo(number) if picture else text(f"الخبر رقم {number} من أخبار المدينة")
    return post(number, said, time=at.isoformat())


def put_up(site: TelegramSite, last: int, pictures: frozenset[int] = frozenset()) -> None:
    """The channel's pages, up to this post."""
    for first in range(last - LENGTH + 1, -LENGTH, -LENGTH):
        shown = range(max(first, 1), first + LENGTH)
        blocks = [block(n, picture=n in pictures) for n in shown]
        before = shown[0] if shown and shown[0] > 1 else None
        url = URL if first + LENGTH > last else f"{URL}?before={first + LENGTH}"
        site.pages[url] = page(*blocks, before=before)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(new_database(tmp_path), migrated=False)
    yield opened
    await opened.close()


class Reader:
    """A poller of one channel."""

    def __init__(self, store: Store, site: TelegramSite) -> None:
        self.store, self.site = store, site
        self.number = 0

    async def add(self) -> None:
        async with self.store.transaction() as c:
            self.number, _ = await sources.add(c, NewSource(URL, SourceKind.CHANNEL), NOW)

    async def check(self) -> list[str]:
        """What was asked."""
        self.site.asked.clear()
        given = SourcesSettings()
        async with Poller(self.store, self.site, given, lambda: None, now=lambda: NOW) as poller:
            await poller.once(only=self.number)
        return list(self.site.asked)

    async def known(self) -> list[int]:
        async with self.store.read_only() as c:
            found = await entries.recent(c, self.number, 100)
        return sorted(int((each.url or "").rpartition("/")[2]) for each in found)


async def test_pages_are_followed_back_to_what_was_known_and_no_further(store: Store) -> None:
    site = TelegramSite({})
    reader = Reader(store, site)
    await reader.add()
    put_up(site, 9)
    assert await reader.check() == [URL]
    assert await reader.known() == [7, 8, 9]
    put_up(site, 10)
    assert await reader.check() == [URL]
    put_up(site, 18)
    assert await reader.check() == [URL, f"{URL}?before=16", f"{URL}?before=13"]
    assert await reader.known() == list(range(7, 19))
    assert await reader.check() == [URL]


async def test_a_gap_stays_open_where_a_page_does_not_answer(store: Store) -> None:
    site = TelegramSite({})
    reader = Reader(store, site)
    await reader.add()
    put_up(site, 4)
    await reader.check()
    put_up(site, 13)
    missing = site.pages.pop(f"{URL}?before=8")
    await reader.check()
    assert await reader.known() == [2, 3, 4, *range(8, 14)]
    site.pages[f"{URL}?before=8"] = missing
    await reader.check()
    assert await reader.known() == list(range(2, 14))
    assert await reader.check() == [URL]


async def test_a_gap_longer_than_the_bound_is_given_up(store: Store) -> None:
    site = TelegramSite({})
    reader = Reader(store, site)
    await reader.add()
    put_up(site, 5)
    await reader.check()
    last = 5 + LENGTH * (MOST_PAGES + 5)
    put_up(site, last)
    assert len(await reader.check()) == 1 + MOST_PAGES
    newest = range(last - LENGTH * (1 + MOST_PAGES) + 1, last + 1)
    assert await reader.known() == [3, 4, 5, *newest]
    assert await reader.check() == [URL]


def source_known(at: int) -> Source:
    class Known:
        id, user_agent = 1, None
        newest_at = NOW - timedelta(days=1) + timedelta(minutes=at)

    return Known()  # type: ignore[return-value]


@settings(deadline=None, max_examples=12)
@given(st.integers(1, 25), st.integers(0, 25), st.frozensets(st.integers(1, 25)))
async def test_no_post_with_words_is_missed_and_none_comes_twice(
    known: int, more: int, pictures: frozenset[int]
) -> None:
    last = known + more
    pictures -= {known}
    site = TelegramSite({})
    put_up(site, last, pictures)
    first: Feed = parse_channel(site.pages[URL], URL, NOW)
    followed = await with_older(site, source_known(known), first, in_a_thread, NOW)
    numbers = [int((each.url or "").rpartition("/")[2]) for each in followed.feed.entries]
    assert followed.closed
    assert numbers == sorted(set(numbers), reverse=True)
    assert set(range(known + 1, last + 1)) - pictures <= set(numbers)
