"""What an address would bring, and lists of sources in and out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.errors import BadAddress, NotAFeed, NotFound, NotOutlines
from bot.polling.catalogue import draft, give_opml, preview, take_opml
from bot.records import (
    Article,
    EngineIdentity,
    Flag,
    Severity,
    TranslatedSegment,
    Translation,
)
from bot.sources.fetching.fetcher import Fetcher
from bot.sources.fetching.requests import Fetched, Request, Validators
from bot.sources.opml import read_opml
from bot.store import sources
from bot.store.source import NewSource, SourceKind
from bot.store.store import Store, open_store
from bot.translation.segments import segments_of
from tests.empty_database import new_database
from tests.polling.feeds import NOW, channel, item, page, rss
from tests.sources.web import LoopbackWeb, only_loopback

HOST = "news.test"
RSS = "application/rss+xml"


@pytest.fixture
async def web() -> AsyncIterator[LoopbackWeb]:
    with only_loopback():
        async with LoopbackWeb() as server:
            yield server


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(new_database(tmp_path), migrated=False)
    yield opened
    await opened.close()


def feed(web: LoopbackWeb, path: str = "/feed.xml") -> str:
    items = [item(n, f"http://{HOST}/{n}", title=f"عنوان الخبر {n}") for n in range(5)]
    return web.put(HOST, path, rss(items), media_type=RSS)


async def looked_at(web: LoopbackWeb, url: str):  # type: ignore[no-untyped-def]
    async with Fetcher(web.settings(), resolve=web.resolve) as fetcher:
        return await preview(fetcher, url, NOW)


async def test_a_feed_is_shown_by_its_title_language_and_newest_headlines(
    web: LoopbackWeb,
) -> None:
    url = feed(web)
    found = await looked_at(web, url)
    assert (found.url, found.kind, found.title, found.language) == (
        url,
        SourceKind.FEED,
        "أخبار المدينة",
        "ar",
    )
    assert found.headlines == ("عنوان الخبر 0", "عنوان الخبر 1", "عنوان الخبر 2")
    assert found.entries == 5


async def test_the_feed_of_a_page_is_found_by_its_link_tag(web: LoopbackWeb) -> None:
    url = feed(web, "/far/away")
    linked = '<link rel="alternate" type="application/rss+xml" href="/far/away">'
    front = web.put(HOST, "/", page(1).replace("<head>", f"<head>{linked}"))
    web.put(HOST, "/broken", "x", status=500)
    assert (await looked_at(web, front)).url == url


async def test_or_at_a_common_path_that_robots_do_not_forbid(web: LoopbackWeb) -> None:
    front = web.put(HOST, "/", page(1))
    url = feed(web, "/rss.xml")
    feed(web, "/feed/")
    web.put(HOST, "/robots.txt", "User-agent: *\nDisallow: /feed/", media_type="text/plain")
    assert (await looked_at(web, front)).url == url
    assert web.asked_for(HOST, "/feed/") == 0


async def test_a_page_without_a_feed_is_told_so_after_a_bounded_search(web: LoopbackWeb) -> None:
    links = "".join(f'<a href="/rss/{n}">rss</a>' for n in range(50))
    front = web.put(HOST, "/", page(1) + links)
    with pytest.raises(NotAFeed, match="feed's own address"):
        await looked_at(web, front)
    assert web.asked_for(HOST) <= 12


async def test_a_name_no_channel_can_have_is_told_as_that(web: LoopbackWeb) -> None:
    with pytest.raises(BadAddress, match="@ab is no channel's name"):
        await looked_at(web, "@ab")


async def test_what_does_not_answer_or_is_no_address_is_told_as_that(web: LoopbackWeb) -> None:
    web.put(HOST, "/", "x")
    with pytest.raises(NotFound):
        await looked_at(web, web.url(HOST, "/nothing"))
    for bad in ("", "mailto:a@b.c", "http://", "http://u:p@news.test/feed", "file:///etc/passwd"):
        with pytest.raises(BadAddress):
            await looked_at(web, bad)


class Telegram:
    """Answers for t.me, which no test asks."""

    def __init__(self, text: str) -> None:
        self.asked: list[str] = []
        self._text = text

    async def fetch(self, request: Request) -> Fetched:
        self.asked.append(request.url)
        data = self._text.encode()
        return Fetched(request.url, 200, data, "text/html", "utf-8", Validators(), None, None)


@pytest.mark.parametrize("given", ["@madina", "t.me/madina", "https://t.me/s/madina"])
async def test_a_channel_is_found_by_its_name(given: str) -> None:
    telegram = Telegram(channel("madina", ["خبر أول في المدينة اليوم", "خبر ثان " * 60]))
    found = await preview(telegram, given, NOW)
    assert telegram.asked == [found.url] == ["https://t.me/s/madina"]
    assert (found.kind, found.title, found.language) == (SourceKind.CHANNEL, "قناة madina", "ar")
    assert found.headlines[1] == "خبر أول في المدينة اليوم"
    assert len(found.headlines[0]) < 170


class Models:
    async def translate(self, texts: Sequence[Article]) -> list[Translation]:
        return [self._of(each) for each in texts]

    def _of(self, text: Article) -> Translation:
        (segment,) = segments_of(text)
        arabic = segment.language == "ar"
        wrong = Flag("numbers", Severity.ERROR, "7") if "7" in segment.source else None
        made = TranslatedSegment(
            segment,
            f"English of {segment.source}",
            -0.1 if arabic else None,
            (wrong,) if wrong else (),
        )
        return Translation(text, EngineIdentity("made", "1", "made 1"), (made,))


async def test_a_draft_has_a_line_for_each_headline_and_marks_what_a_check_found() -> None:
    assert await draft(Models(), []) == []
    assert await draft(Models(), ["Headline in English"]) == []
    assert await draft(Models(), ["عنوان أول", "عنوان 7"]) == [
        "English of عنوان أول",
        "English of عنوان 7 (unverified)",
    ]


OPML = """<opml version="2.0"><head><title>x</title></head><body>
<outline text="اقتصاد"><outline text="مال" xmlUrl="https://money.test/feed"/>
<outline text="again" xmlUrl="https://money.test/feed"/></outline>
<outline text="قناة" xmlUrl="https://t.me/s/madina"/>
<outline text="known" xmlUrl="HTTPS://Known.test:443/feed"/>
<outline text="bad" xmlUrl="ftp://x.test/feed"/>
<outline text="secret" xmlUrl="https://user:word@x.test/feed"/>
</body></opml>""".encode()


async def test_a_list_is_taken_in_and_told_what_became_of_each(store: Store) -> None:
    async with store.transaction() as c:
        await sources.add(c, NewSource("https://known.test/feed", SourceKind.FEED), NOW)
    report = await take_opml(store, OPML, None, NOW)
    assert [each.title for each in report.added] == ["مال", "قناة"]
    assert [each.title for each in report.known] == ["known"]
    assert {each.error for each in report.refused} == {"Repeated", "BadAddress"}
    assert len(report.refused) == 3
    assert all(each.reason for each in report.refused)
    async with store.read_only() as c:
        money = await sources.by_url(c, "https://money.test/feed")
        post = await sources.by_url(c, "https://t.me/s/madina")
    assert money is not None
    assert (money.topic, money.title, money.kind) == ("اقتصاد", "مال", SourceKind.FEED)
    assert post is not None
    assert post.kind is SourceKind.CHANNEL
    again = await take_opml(store, OPML, 7, NOW)
    assert (len(again.added), len(again.known)) == (0, 3)
    with pytest.raises(NotOutlines):
        await take_opml(store, b"no list", None, NOW)


async def test_what_is_given_out_can_be_taken_in_again(store: Store, tmp_path: Path) -> None:
    await take_opml(store, OPML, None, NOW)
    await take_opml(store, OPML.replace(b"money", b"own"), 7, NOW)
    data = await give_opml(store, 7)
    other = await open_store(f"sqlite:///{tmp_path / 'other.db'}")
    report = await take_opml(other, data, None, NOW)
    await other.close()
    assert not report.refused
    assert {(each.url, each.topic) for each in report.added} == {
        ("https://money.test/feed", "اقتصاد"),
        ("https://own.test/feed", "اقتصاد"),
        ("https://t.me/s/madina", None),
        ("https://known.test/feed", None),
    }
    assert len(read_opml(await give_opml(store, None)).outlines) == 3
