"""Feeds as they come: whole, broken, hostile."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NotAFeed
from bot.sources.feeds.entries import Feed
from bot.sources.feeds.parse import MOST_ENTRIES, is_feed, parse

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://news.example/rss"


def rss(*items: str, head: str = "", declaration: str = "utf-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{declaration}"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"<title>صحيفة</title><link>/</link>{head}{''.join(items)}</channel></rss>"
    )


def item(number: int, more: str = "") -> str:
    return f"<item><title>خبر رقم {number}</title><link>/{number}</link>{more}</item>"


def read(data: bytes | str, charset: str | None = None) -> Feed:
    return parse(data.encode() if isinstance(data, str) else data, URL, charset, NOW)


def links(feed: Feed) -> list[str | None]:
    return [(entry.url or "").removeprefix("https://news.example/") for entry in feed.entries]


def test_an_rss_feed() -> None:
    feed = read(
        rss(
            "<item><title>خبر أول</title><link>/1?a=1&amp;b=2</link><guid>tag:1</guid>"
            "<pubDate>Sun, 22 Nov 2026 10:00:00 +0300</pubDate><author>سارة</author></item>",
            head="<language>ar-EG</language><ttl>30</ttl>",
        )
    )
    assert (feed.kind, feed.title, feed.link) == ("rss", "صحيفة", "https://news.example/")
    assert (feed.language, feed.ttl_minutes) == ("ar-eg", 30)
    (entry,) = feed.entries
    assert (entry.key, entry.url) == ("tag:1", "https://news.example/1?a=1&b=2")
    assert (entry.title, entry.author) == ("خبر أول", "سارة")
    assert entry.published == datetime(2026, 11, 22, 7, tzinfo=UTC)
    assert entry.zoned and entry.updated is None


def test_an_atom_feed() -> None:
    feed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title>موقع</title>'
        '<link rel="self" href="/feed"/><link href="https://site.example/"/>'
        '<entry><id>urn:1</id><title type="html">&lt;b&gt;عنوان&lt;/b&gt; &amp;quot;خبر&amp;quot;'
        '</title><link rel="alternate" href="a"/><published>2026-11-22T09:00:00Z</published>'
        '<updated>2026-11-22T10:00:00Z</updated><content type="xhtml"><div xmlns='
        '"http://www.w3.org/1999/xhtml"><p>نص <a href="/b">رابط</a></p></div></content>'
        "</entry></feed>"
    )
    (entry,) = feed.entries
    assert (feed.kind, feed.link) == ("atom", "https://site.example/")
    assert entry.title == 'عنوان "خبر"'
    assert entry.content == '<p>نص <a href="https://news.example/b">رابط</a></p>'
    assert entry.published == NOW - timedelta(hours=3)
    assert entry.updated == NOW - timedelta(hours=2)


def test_a_json_feed() -> None:
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "موقع",
        "home_page_url": "/",
        "language": "ar",
        "items": [
            {"id": 7, "url": "/7", "title": "خبر", "content_html": "<p onclick=x>نص</p>",
             "date_published": "2026-11-22T12:00:00+03:00", "authors": [{"name": "سارة"}]},
            {"id": "8", "content_text": "سطر <أول>\nسطر ثان"},
            {"id": "9"},
            "no item",
        ],
    }  # fmt: skip
    feed = read(json.dumps(data))
    first, second = feed.entries
    assert (feed.kind, first.key, first.url) == ("json", "7", "https://news.example/7")
    assert (first.content, first.author) == ("<p>نص</p>", "سارة")
    assert first.published == NOW - timedelta(hours=3)
    assert second.content == "<p>سطر &lt;أول&gt;</p><p>سطر ثان</p>"
    assert [skipped.path for skipped in feed.refused] == ["entry 3", "entry 4"]


@pytest.mark.parametrize(
    "broken",
    [
        "<item><title>خبر <b> مكسور</title><link>/x</link></item>",
        "<item><title>خبر مكسور<link>/x</link></item>",
        "<item><title>خبر مكسور</title><link>/x</link>",
        "<item><title>خبر & مكسور &nbsp; &bogus;</title><link>/x</link></item>",
        "<item><title>خبر \x01\x1f مكسور</title><link>/x</link></item>",
        "<item><title>خبر مكسور</title><link>/x</link></span></item>",
        "<item><title a=b c>خبر مكسور</title><link>/x</link></item>",
        "<item><title><![CDATA[خبر مكسور</title></item>]]></title><link>/x</link></item>",
    ],
)
def test_a_broken_entry_is_mended_or_lost_alone(broken: str) -> None:
    feed = read(rss(item(1), broken, item(2), item(3)))
    assert [link for link in links(feed) if link != "x"] == ["1", "2", "3"]
    assert all("مكسور" in (e.title or "") for e in feed.entries if e.url and e.url.endswith("x"))


def test_a_feed_cut_off_loses_its_last_entry_only() -> None:
    whole = rss(item(1), item(2), item(3)).encode()
    feed = read(whole[: whole.rindex(b"/3</link>")])
    assert links(feed) == ["1", "2"]
    assert [skipped.error for skipped in feed.refused] == ["CutOff"]


def test_bytes_of_no_encoding_spoil_their_entry_only() -> None:
    padding = "<description>" + "كلام طويل من النص العربي " * 20 + "</description>"
    data = rss(item(1, padding), item(2), item(3, padding)).encode()
    feed = read(data.replace("خبر رقم 2".encode(), b"\xc7\xe1 2"))
    assert links(feed) == ["1", "3"]
    assert [skipped.error for skipped in feed.refused] == ["Undecodable"]


ARABIC = rss(item(1, "<description>قال الوزير إن الاتفاق في العاصمة من بين المشاريع</description>"))


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (ARABIC.encode("cp1256", "xmlcharrefreplace"), "windows-1256"),
        (ARABIC.encode("cp1256", "xmlcharrefreplace"), "iso-8859-1"),
        (ARABIC.encode("cp1256", "xmlcharrefreplace"), None),
        (ARABIC.replace("utf-8", "windows-1256").encode("cp1256"), None),
        (ARABIC.replace("utf-8", "windows-1256").encode(), "windows-1256"),
        (ARABIC.replace("utf-8", "x-cp1256").encode("cp1256"), "x-cp1256"),
        (ARABIC.encode("utf-8-sig"), "windows-1256"),
        (ARABIC.replace("utf-8", "utf-16").encode("utf-16"), None),
        (ARABIC.replace("utf-8", "utf-16").encode("utf-16-le"), None),
        (("\n" + ARABIC).encode("utf-16-be"), None),
        (ARABIC.replace("utf-8", "iso-8859-6").encode("iso8859_6"), None),
        (ARABIC.encode(), "bogus-charset"),
    ],
)
def test_the_encoding_is_told_whatever_was_declared(data: bytes, charset: str | None) -> None:
    (entry,) = read(data, charset).entries
    assert entry.title == "خبر رقم 1"
    assert entry.summary.startswith("قال الوزير إن")


def test_no_markup_that_does_anything_is_left() -> None:
    hostile = (
        '<script>alert(1)</script><p onclick="x()" style="a">نص <a href="javascript:x()">أ</a>'
        '<a href=" JaVa&#10;Script:x()">ب</a><a href="data:text/html,x">ج</a><a href="/y">د</a>'
        '<img src="data:image/png;base64,x" onerror="x()" alt="صورة"><iframe src="//e"></iframe>'
        "<svg><script>x</script></svg><form><input></form><style>p{}</style></p>"
    )
    (entry,) = read(
        rss(item(1, f"<content:encoded><![CDATA[{hostile}]]></content:encoded>"))
    ).entries
    assert entry.content == (
        '<p>نص <a>أ</a><a>ب</a><a>ج</a><a href="https://news.example/y">د</a><img alt="صورة"></p>'
    )
    feed = read(rss("<item><title>أ</title><link>javascript:alert(1)</link></item>"))
    assert feed.entries[0].url is None


def test_entities_are_never_expanded() -> None:
    bomb = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 40))
    doctype = (
        f'<!DOCTYPE rss [<!ENTITY a0 "{"x" * 10_000}">{bomb}<!ENTITY f SYSTEM "file:///etc">]>'
    )
    plain = rss(f"<item><title>خبر {'&a39;&a0;&f;' * 50}</title><link>/1</link></item>", item(2))
    feed = read(plain.replace("?>", "?>" + doctype, 1))
    assert links(feed) == ["1", "2"]
    assert "xxx" not in (feed.entries[0].title or "")
    assert len(feed.entries[0].title or "") < 1000


def test_ids_that_are_missing_doubled_or_of_two_articles() -> None:
    feed = read(
        rss(
            item(1, "<guid>same</guid>"),
            item(2, "<guid>same</guid>"),
            item(3, "<guid>own</guid>"),
            item(3, "<guid>own</guid>"),
            "<item><link>/4?utm_source=rss</link></item>",
            "<item><title>بلا رابط</title></item>",
            "<item><title></title></item>",
        )
    )
    keys = [entry.key for entry in feed.entries]
    assert keys[:4] == ["https://news.example/1", "https://news.example/2", "own",
                        "https://news.example/4"]  # fmt: skip
    assert keys[4].startswith("text:")
    assert sorted(skipped.error for skipped in feed.refused) == ["EmptyEntry"]


def test_keys_do_not_depend_on_what_else_is_in_the_feed() -> None:
    first = read(rss(item(1), item(2, "<guid>g</guid>"), "<item><title>أ</title></item>"))
    again = read(rss(item(9), "<item><title>أ</title></item>", item(2, "<guid>g</guid>"), item(1)))
    assert {e.key for e in first.entries} < {e.key for e in again.entries}


@pytest.mark.parametrize(
    ("stated", "expected", "zoned"),
    [
        ("Sun, 22 Nov 2026 10:00:00 GMT", NOW - timedelta(hours=2), True),
        ("2026-11-22T10:00:00", NOW - timedelta(hours=2), False),
        ("Sun, 22 Nov 2026 12:05:00 GMT", NOW + timedelta(minutes=5), True),
        ("Sun, 22 Nov 2026 15:00:00 GMT", None, True),
        ("Fri, 01 Jan 2099 00:00:00 GMT", None, True),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None, True),
        ("الأحد 22 نوفمبر 2026", datetime(2026, 11, 22, tzinfo=UTC), False),
        ("", None, True),
    ],
)
def test_times_are_as_stated_or_unknown(
    stated: str, expected: datetime | None, zoned: bool
) -> None:
    (entry,) = read(rss(item(1, f"<pubDate>{stated}</pubDate>"))).entries
    assert (entry.published, entry.zoned) == (expected, zoned)


def test_when_a_feed_asks_to_be_left_alone() -> None:
    head = (
        "<skipHours><hour>0</hour><hour>24</hour><hour>5</hour><hour>99</hour></skipHours>"
        "<skipDays><day>Friday</day><day>Yaum</day></skipDays>"
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    )
    feed = read(rss(item(1), head=head))
    assert feed.skip_hours == {0, 5}
    assert feed.skip_days == {"Friday"}
    assert feed.ttl_minutes == 15
    assert read(rss(item(1), head="<ttl>0</ttl>")).ttl_minutes is None


def test_a_feed_of_too_many_entries_gives_the_first() -> None:
    feed = read(rss(*(f"<item><link>/{n}</link></item>" for n in range(MOST_ENTRIES + 5))))
    assert len(feed.entries) == MOST_ENTRIES
    assert [skipped.error for skipped in feed.refused] == ["TooMany"]


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read(rss()).entries == ()


def test_what_is_no_feed() -> None:
    pages = (b"", b"{}", b"<html><body>rss</body></html>", b"\x00\xff", b"<a><item/></a>")
    deep = b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 100_000
    for data in (*pages, deep, b"<rss>" + b"<" * 3_000_000):
        with pytest.raises(NotAFeed):
            read(data)
    assert is_feed(rss().encode())
    assert not is_feed(b"<!doctype html><html></html>", "application/rss+xml")


TOKENS = st.sampled_from(
    ["<item>", "</item>", "<entry>", "<title>", "</title>", "<link>", "<![CDATA[", "]]>", "<!--",
     "&", "&#x110000;", "&#99999999999;", "<guid isPermaLink='true'>", "<pubDate>", "http://[",
     "<!DOCTYPE a [", "<b", "\x00", "</rss>", "<image>", "<textinput>", "<content type='xhtml'>",
     "<media:content url='http://[x'/>", "<link href='//[::'/>", "<georss:point>1 x</georss:point>"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from([rss(), "<feed xmlns='http://www.w3.org/2005/Atom'>", "<rdf:RDF>", "{", ""]),
    st.lists(TOKENS | st.text(max_size=15), max_size=25),
    st.sampled_from(["utf-8", "cp1256", "utf-16"]),
)
def test_any_bytes_are_a_feed_or_none(start: str, parts: list[str], charset: str) -> None:
    data = (start.replace("</channel></rss>", "") + "".join(parts)).encode(charset, "replace")
    try:
        feed = parse(data, URL, charset, NOW)
    except NotAFeed:
        return
    keys = [entry.key for entry in feed.entries]
    assert len(set(keys)) == len(keys)
    for entry in feed.entries:
        assert entry.url is None or entry.url.startswith(("http://", "https://"))
        assert "<script" not in (entry.summary + entry.content).lower()
        assert entry.published is None or entry.published <= NOW + timedelta(minutes=10)


@given(st.binary(max_size=200))
def test_noise_is_no_feed(data: bytes) -> None:
    with pytest.raises(NotAFeed):
        read(data)
