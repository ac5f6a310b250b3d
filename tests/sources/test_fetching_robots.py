"""Pages are read where robots.txt lets us, which is asked for once a day (RFC 9309)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import FetchError, Refused, ServerTrouble
from bot.sources.fetching import Fetcher, Request
from bot.sources.fetching.robots import TEXT, read_rules
from tests.sources.web import LoopbackWeb, raw, redirect

HOST = "news.test"


class Day:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def day() -> Day:
    return Day()


def fetcher(web: LoopbackWeb, day: Day) -> Fetcher:
    for path in ("/", "/private/1", "/open"):
        web.put(HOST, path, b"page")
    return Fetcher(web.settings(), resolve=web.resolve, now=day)


async def ask(fetcher: Fetcher, web: LoopbackWeb, path: str) -> type[Exception] | None:
    try:
        await fetcher.fetch(Request(web.url(HOST, path), robots=True, user_agent="Firefox"))
    except FetchError as error:
        return type(error)
    return None


async def test_pages_that_a_site_keeps_robots_from_are_not_asked_for(
    web: LoopbackWeb, day: Day
) -> None:
    web.put(
        HOST, "/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: Mujaz\nDisallow: /private"
    )
    async with fetcher(web, day) as one:
        assert await ask(one, web, "/private/1") is Refused
        assert await ask(one, web, "/open") is None
        # A feed is made for robots.
        await one.fetch(Request(web.url(HOST, "/private/1")))
    assert web.asked_for(HOST, "/robots.txt") == 1
    assert web.asked_for(HOST, "/private/1") == 1


async def test_where_a_page_redirects_is_asked_of_robots_too(web: LoopbackWeb, day: Day) -> None:
    web.put(HOST, "/robots.txt", "User-agent: *\nDisallow: /private")
    web.put(HOST, "/way", redirect("/private/1"))
    async with fetcher(web, day) as one:
        assert await ask(one, web, "/way") is Refused
    assert web.asked_for(HOST, "/private/1") == 0


@pytest.mark.parametrize("status", [404, 403, 410])
async def test_without_robots_txt_all_is_allowed(web: LoopbackWeb, day: Day, status: int) -> None:
    web.put(HOST, "/robots.txt", "User-agent: *\nDisallow: /", status=status)
    async with fetcher(web, day) as one:
        assert await ask(one, web, "/open") is None


async def test_while_robots_txt_fails_nothing_is_asked_and_soon_it_is_tried_again(
    web: LoopbackWeb, day: Day
) -> None:
    web.put(HOST, "/robots.txt", b"", status=503)
    async with fetcher(web, day) as one:
        assert await ask(one, web, "/open") is ServerTrouble
        assert await ask(one, web, "/open") is ServerTrouble
        assert web.asked_for(HOST, "/robots.txt") == 1
        assert web.asked_for(HOST, "/open") == 0
        web.put(HOST, "/robots.txt", raw(b"nonsense"))
        day.now += timedelta(minutes=11)
        assert await ask(one, web, "/open") is ServerTrouble
        web.put(HOST, "/robots.txt", b"User-agent: *\nAllow: /")
        day.now += timedelta(minutes=11)
        assert await ask(one, web, "/open") is None


async def test_rules_known_before_hold_while_robots_txt_fails(web: LoopbackWeb, day: Day) -> None:
    web.put(HOST, "/robots.txt", b"User-agent: *\nDisallow: /private")
    async with fetcher(web, day) as one:
        assert await ask(one, web, "/open") is None
        web.put(HOST, "/robots.txt", b"", status=500)
        day.now += timedelta(hours=25)
        assert await ask(one, web, "/open") is None
        assert await ask(one, web, "/private/1") is Refused
    assert web.asked_for(HOST, "/robots.txt") == 2


async def test_rules_are_kept_a_day_or_as_long_as_the_site_says_but_an_hour(
    web: LoopbackWeb, day: Day
) -> None:
    for age, hours_kept in ((None, 24), (7200, 2), (1, 1), (10**9, 24)):
        headers = {} if age is None else {"Cache-Control": f"max-age={age}"}
        web.put(HOST, "/robots.txt", b"", headers=headers)
        async with fetcher(web, day) as one:
            await ask(one, web, "/open")
            before = web.asked_for(HOST, "/robots.txt")
            day.now += timedelta(hours=hours_kept, seconds=-1)
            await ask(one, web, "/open")
            assert web.asked_for(HOST, "/robots.txt") == before
            day.now += timedelta(seconds=2)
            await ask(one, web, "/open")
            assert web.asked_for(HOST, "/robots.txt") == before + 1


async def test_many_pages_of_a_site_ask_once(web: LoopbackWeb, day: Day) -> None:
    web.put(HOST, "/robots.txt", b"")
    async with fetcher(web, day) as one:
        await asyncio.gather(*(ask(one, web, "/open") for _ in range(20)))
    assert web.asked_for(HOST, "/robots.txt") == 1


def test_a_crawl_delay_is_a_gap_up_to_half_a_minute() -> None:
    assert read_rules(b"User-agent: *\nCrawl-delay: 7").gap == 7
    assert read_rules(b"User-agent: *\nCrawl-delay: 86400").gap == 30
    assert read_rules(b"User-agent: *\nCrawl-delay: soon").gap is None
    assert read_rules(b"User-agent: other\nCrawl-delay: 7").gap is None


def test_hostile_rules_are_read_in_little_time_and_memory() -> None:
    """20,000 agents with 20,000 rules would be 400 million of them."""
    agents = b"".join(b"User-agent: bot%d\n" % number for number in range(20_000))
    rules = b"".join(b"Disallow: /%d\n" % number for number in range(20_000))
    read = read_rules(agents + b"User-agent: *\n" + rules)
    assert not read.allow("http://e.com/17")
    assert read.allow("http://e.com/x")
    assert read.size < TEXT
    stars = b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"b\n"
    assert read_rules(stars).allow("http://e.com/" + "a" * 3000)


def test_rules_of_others_are_not_ours_and_any_bytes_can_be_read() -> None:
    assert read_rules(b"User-agent: other\nDisallow: /").allow("http://e.com/x")
    assert read_rules(b"\xff\xfe\x00\x00 Disallow: /").allow("http://e.com/x")
    assert not read_rules(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /").allow("http://e.com/x")


async def test_a_robots_txt_of_any_size_is_read_to_its_first_half_megabyte(
    web: LoopbackWeb, day: Day
) -> None:
    lines = b"User-agent: *\nDisallow: /private\n" + b"# nothing\n" * 100_000 + b"Disallow: /open"
    web.put(HOST, "/robots.txt", lines)
    async with fetcher(web, day) as one:
        assert await ask(one, web, "/private/1") is Refused
        assert await ask(one, web, "/open") is None
