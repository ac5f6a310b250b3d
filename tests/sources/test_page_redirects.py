"""Pages that only lead on, and links that have the article's address in them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.errors import FetchError, ForbiddenAddress, RedirectPage, TooManyRedirects
from bot.intake.pages import page
from bot.page_redirects import leads_to
from bot.reading.article import read
from bot.records import Document
from bot.sources.addresses import unwrapped
from bot.sources.fetching.fetcher import Fetcher
from bot.sources.fetching.requests import HTML, Request
from tests.reading.made_pages import MODERN, TITLE
from tests.sources.web import LoopbackWeb, only_loopback

STORY = "https://news.example/a/1"
REFRESH = '<meta http-equiv="refresh" content="0; url={}">'
NOTICE = "<title>يرجى الانتظار</title><p>جاري تحويلك إلى الخبر...</p>"
STUBS = [
    f"<html><head>{REFRESH}{NOTICE}</head></html>",
    "<html><head><META HTTP-EQUIV=Refresh CONTENT=\"3;URL='{}'\"></head><body>wait</body></html>",
    '<html><body><script>window.location.replace("{}");</script></body></html>',
    "<html><script>window.location.href = '{}';</script><noscript>سيتم تحويلك</noscript></html>",
    '<html><head><script>var n=1;</script><noscript><META http-equiv="refresh" '
    "content=\"0;URL='{}'\"></noscript></head></html>",
    "<meta http-equiv=refresh content='0;{}'><p>انتظر</p>",
    "<script>try{{location.replace('{0}')}}catch(e){{location.href='{0}'}}</script>",
]


@pytest.fixture(autouse=True)
def refused() -> Iterator[list[str]]:
    with only_loopback() as refused:
        yield refused


@pytest.fixture
async def web() -> AsyncIterator[LoopbackWeb]:
    async with LoopbackWeb() as server:
        yield server


@pytest.mark.parametrize("stub", STUBS)
@pytest.mark.parametrize("to", [STORY, "/a/1", "//news.example/a/1"])
def test_where_a_page_leads(stub: str, to: str) -> None:
    assert leads_to(stub.format(to), "https://news.example/go?id=1") == STORY


@pytest.mark.parametrize(
    "text",
    [
        MODERN,
        MODERN.replace("<head>", "<head>" + REFRESH.format("/other")),
        "<html><head><meta http-equiv=refresh content=300></head><body>عاجل</body></html>",
        f"<html><head>{REFRESH.format('/go?id=1')}</head></html>",
        "<html><head><meta http-equiv=refresh content='600; url=/live'></head></html>",
        "<script>location.href='javascript:void(0)'</script>",
        "<script>if(a){location.href='/a'}else{location.href='/b'}</script>",
    ],
)
def test_pages_that_are_pages(text: str) -> None:
    assert leads_to(text, "https://news.example/go?id=1") is None


def test_an_address_that_a_script_decodes() -> None:
    text = "<script>location.href=decodeURIComponent('https%3A%2F%2Fnews.example%2Fa%2F1')</script>"
    assert leads_to(text, "https://news.example/go") == STORY


@pytest.mark.parametrize("stub", STUBS)
async def test_it_is_followed(web: LoopbackWeb, stub: str) -> None:
    web.put("news.test", "/story", MODERN)
    address = web.put("alerts.test", "/go", stub.format(web.url("news.test", "/story")))
    async with Fetcher(web.settings(), resolve=web.resolve) as fetcher:
        found = await page(fetcher, address)
    assert found.article.title == TITLE
    assert web.url("news.test", "/story") in found.links


async def test_the_same_checks_hold_on_the_way(web: LoopbackWeb) -> None:
    address = web.put("alerts.test", "/in", STUBS[0].format("http://169.254.169.254/latest"))
    for at in range(12):
        web.put("alerts.test", f"/{at}", STUBS[0].format(f"/{at + 1}"))
    circle = web.put("alerts.test", "/a", STUBS[0].format("/b"))
    web.put("alerts.test", "/b", STUBS[2].format("/a"))
    script = web.put("alerts.test", "/c", STUBS[0].format("http://alerts.test:22/x"))
    async with Fetcher(web.settings(), resolve=web.resolve) as fetcher:

        async def fetch(url: str) -> None:
            await fetcher.fetch(Request(url, HTML, follow_pages=True))

        with pytest.raises(ForbiddenAddress):
            await fetch(address)
        with pytest.raises(ForbiddenAddress):
            await fetch(script)
        with pytest.raises(TooManyRedirects):
            await fetch(circle)
        with pytest.raises(TooManyRedirects):
            await fetch(web.url("alerts.test", "/0"))
        with pytest.raises(FetchError):
            await fetch(web.put("alerts.test", "/d", STUBS[0].format("http://user:pass@x.test/")))
    assert not web.asked_for("169.254.169.254")


async def test_a_feed_is_never_followed_by_a_page(web: LoopbackWeb) -> None:
    address = web.put("alerts.test", "/go", STUBS[0].format("/story"))
    async with Fetcher(web.settings(), resolve=web.resolve) as fetcher:
        fetched = await fetcher.fetch(Request(address, HTML))
    assert fetched.url == address


@pytest.mark.parametrize("stub", STUBS[:4])
def test_a_saved_one_is_named(stub: str) -> None:
    with pytest.raises(RedirectPage, match="leads on to"):
        read(Document("saved.html", stub.format(STORY).encode(), "text/html"))


def test_one_that_cannot_be_followed_is_named() -> None:
    text = f"<html><head>{NOTICE}<script>go(decode('x'))</script></head></html>"
    with pytest.raises(RedirectPage):
        read(Document("saved.html", text.encode(), "text/html"))


@pytest.mark.parametrize(
    "link",
    [
        "https://www.google.com/url?rct=j&sa=t&url=https%3A%2F%2Fnews.example%2Fa%2F1&ct=ga&cd=x",
        "https://www.google.com/url?q=https://news.example/a/1&sa=U",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fnews.example%2Fa%2F1&h=AT0",
        "https://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fnews.example%2fa%2f1",
        "https://vk.com/away.php?to=https%3A%2F%2Fnews.example%2Fa%2F1",
        "https://out.reddit.com/?url=https%3A%2F%2Fnews.example%2Fa%2F1",
        "https://l.instagram.com/?u=https%3A%2F%2Fnews.example%2Fa%2F1&e=AT",
        "https://t.me/iv?url=https%3A%2F%2Fnews.example%2Fa%2F1&rhash=1",
        "https://www.google.com/url?url=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3D"
        "https%253A%252F%252Fnews.example%252Fa%252F1",
    ],
)
def test_the_address_within_a_link(link: str) -> None:
    assert unwrapped(link) == STORY


@pytest.mark.parametrize(
    "link",
    [
        STORY,
        "https://news.example/story?url=https://other.example/x",
        "https://www.google.com/url?url=javascript:alert(1)",
        "https://www.google.com/url?sa=t",
        "https://news.example/go?id=7",
        "https://[broken/url?url=https://news.example",
    ],
)
def test_other_links_stay(link: str) -> None:
    assert unwrapped(link) == link
