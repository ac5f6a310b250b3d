"""What a feed has of an entry, where its page brings no article or does not state it."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from html import escape

import pytest

from bot.errors import DocumentError, FetchError, NoArticle
from bot.polling.fulltext import STOOD_IN, FoundText, article_of, sorted_out
from bot.sources.feeds.entries import Entry
from bot.sources.feeds.parse import parse
from bot.sources.fetching.fetcher import Fetcher
from bot.store import serial
from bot.store.source import FullText, Health, Source, SourceKind
from tests.polling.feeds import NOW, page, rss, text_of
from tests.sources.web import LoopbackWeb, only_loopback

WHOLE = "".join(f"<p>{part}</p>" for part in text_of(7)[:4])
TITLE = "خفض أسعار الوقود في المدينة 7"


def source() -> Source:
    unknown = {field.name: None for field in fields(Source)}
    known = {
        "id": 1,
        "url": "http://news.test/feed",
        "kind": SourceKind.FEED,
        "title": "أخبار المدينة",
        "full_text": FullText.AUTO,
        "must": (),
        "must_not": (),
        "health": Health.OK,
    }
    return Source(**(unknown | known))  # type: ignore[arg-type]


def entry(url: str, content: str = WHOLE, more: str = "", summary: str = "خفضت الأسعار.") -> str:
    return (
        f"<item><title>{TITLE}</title><link>{escape(url)}</link><description>{escape(summary)}"
        f"</description><content:encoded>{escape(content)}</content:encoded>{more}</item>"
    )


def entries(*items: str) -> tuple[Entry, ...]:
    return parse(rss(items), "http://news.test/feed", now=NOW).entries


async def read(web: LoopbackWeb, one: Entry, *, last: bool = True) -> FoundText:
    kept = sorted_out(source(), [one], NOW, None)[0].payload
    assert kept is not None
    async with Fetcher(web.settings(), resolve=web.resolve) as fetcher:
        return await article_of(fetcher, source(), serial.loads(Entry, kept), last=last)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("Access denied", 403),
        ("<html><body><h1>أخبار</h1></body></html>", 200),
        ("<html><body><p>يرجى تسجيل الدخول للمتابعة</p></body></html>", 200),
        ("gone", 410),
        ("none", 404),
    ],
)
async def test_whole_content_stands_in(body: str, status: int) -> None:
    with only_loopback():
        async with LoopbackWeb() as web:
            url = web.put("news.test", "/a", body, status=status)
            found = await read(web, entries(entry(url))[0])
    assert [p.text for p in found.article.prose] == text_of(7)[:4]
    assert any(note.startswith(STOOD_IN) for note in found.article.notes)
    assert not found.keys.fetched


@pytest.mark.parametrize(
    "content",
    [
        "<p>" + text_of(7)[0] + "</p>",
        WHOLE.removesuffix("</p>") + " ...</p>",
        WHOLE + "<p>اقرأ المزيد</p>",
        "<p>" + " ".join(text_of(7)[:4]) + "</p>",
        WHOLE.replace(".</p>", "</p>"),
        "",
    ],
)
async def test_a_teaser_never_does(content: str) -> None:
    with only_loopback():
        async with LoopbackWeb() as web:
            url = web.put("news.test", "/a", "Access denied", status=403)
            one = entries(entry(url, content, summary=" ".join(text_of(7)[:4])))[0]
            with pytest.raises((FetchError, DocumentError)):
                await read(web, one)


async def test_a_page_that_may_answer_later_is_waited_for() -> None:
    with only_loopback():
        async with LoopbackWeb() as web:
            url = web.put("news.test", "/a", "busy", status=503)
            one = entries(entry(url))[0]
            with pytest.raises(FetchError):
                await read(web, one, last=False)
            assert (await read(web, one, last=True)).article.prose


@pytest.mark.parametrize("path", ["/", "/news", "/index.php?page=1"])
async def test_a_link_of_several_entries_is_no_page(path: str) -> None:
    with only_loopback():
        async with LoopbackWeb() as web:
            url = web.put("news.test", path.partition("?")[0], page(1)).partition("?")[0]
            other = entry(url, "".join(f"<p>{part}</p>" for part in text_of(8)[:4]))
            both = entries(entry(url), other)
            found = [await read(web, one) for one in both]
            assert web.asked_for("news.test") == 0
            thin = entries(entry(url, ""), entry(url, "", summary="خبر آخر"))
            with pytest.raises(NoArticle, match="shared by other entries"):
                await read(web, thin[0])
    assert [each.article.prose[0].text for each in found] == [text_of(7)[0], text_of(8)[0]]
    assert {each.article.url for each in found} == {None}
    assert {each.keys.links for each in found} == {()}


async def test_places_on_a_live_page_are_one_page() -> None:
    with only_loopback():
        async with LoopbackWeb() as web:
            url = web.put("news.test", "/live", page(1))
            both = entries(entry(url + "#u1", ""), entry(url + "#u2", "", summary="خبر آخر"))
            assert [(await read(web, one)).article.url for one in both] == [url, url]


@pytest.mark.parametrize(
    ("stated", "iso"),
    [
        ("السبت, 21 تشرين الثاني 2026 10:00:00 +0300", "2026-11-21T07:00:00+00:00"),
        ("21 نوفمبر 2026", "2026-11-21"),
        ("2026-11-21 10:00:00", "2026-11-21"),
        ("Sat, 21 Nov 2026 10:00:00 +0300", "2026-11-21T07:00:00+00:00"),
    ],
)
@pytest.mark.parametrize("form", ["page", "feed"])
async def test_what_the_feed_alone_states(stated: str, iso: str, form: str) -> None:
    more = (
        f"<pubDate>{stated}</pubDate><author>سارة أحمد</author><category>اقتصاد</category>"
        "<category>محليات</category>"
    )
    with only_loopback():
        async with LoopbackWeb() as web:
            body, status = (page(7), 200) if form == "page" else ("no", 403)
            url = web.put("news.test", "/a", body, status=status)
            found = (await read(web, entries(entry(url, more=more))[0])).article
    assert found.published
    assert found.published.iso() == iso
    assert found.author == "سارة أحمد"
    assert found.section == "اقتصاد"
    if form == "page":
        assert "Stated by the feed, not by the page: date, author, section" in found.notes


async def test_the_pages_own_word_comes_first() -> None:
    head = (
        '<meta property="article:published_time" content="2026-11-20T08:00:00+03:00">'
        '<meta name="author" content="محمد علي"><meta property="article:section" content="طاقة">'
    )
    more = "<pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate><category>اقتصاد</category>"
    with only_loopback():
        async with LoopbackWeb() as web:
            url = web.put("news.test", "/a", page(7).replace("<head>", f"<head>{head}"))
            found = (await read(web, entries(entry(url, more=more))[0])).article
    assert found.published
    assert found.published.iso() == "2026-11-20T08:00:00+03:00"
    assert (found.author, found.section, found.notes) == ("محمد علي", "طاقة", ())


def test_a_time_in_words_bounds_as_others_do() -> None:
    more = "<pubDate>السبت 28 تشرين الثاني 2030</pubDate>"
    assert entries(entry("http://news.test/a", more=more))[0].published is None
    more = "<pubDate>السبت، 21 تشرين الثاني 2026 10:00 بتوقيت غرينتش</pubDate>"
    assert entries(entry("http://news.test/a", more=more))[0].published == datetime(
        2026, 11, 21, 10, tzinfo=UTC
    )
