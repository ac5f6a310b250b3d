"""Feeds as they come: whole, broken, hostile."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import NotAFeed
from bot.sources.feeds.entries import Feed
from bot.sources.feeds.parse import is_feed, parse

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://news.example/rss"


def rss(*items: str, head: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"<title>صحيفة</title><link>/</link>{head}{''.join(items)}</channel></rss>"
    ).encode()


def read(data: bytes, charset: str | None = None) -> Feed:
    return parse(data, URL, charset, NOW)


def test_an_rss_feed() -> None:
    feed = read(
        rss(
            "<item><title>خبر أول</title><link>/1?a=1&amp;b=2</link><guid>tag:1</guid>"
            "<pubDate>Sun, 22 Nov 2026 10:00:00 +0300</pubDate></item>",
            head="<language>ar-EG</language><ttl>30</ttl>",
        )
    )
    assert (feed.kind, feed.title, feed.link) == ("rss", "صحيفة", "https://news.example/")
    assert (feed.language, feed.ttl_minutes) == ("ar-eg", 30)
    (entry,) = feed.entries
    assert (entry.key, entry.url) == ("tag:1", "https://news.example/1?a=1&b=2")
    assert entry.title == "خبر أول"
    assert entry.published == datetime(2026, 11, 22, 7, tzinfo=UTC)
    assert entry.zoned and entry.updated is None


def test_what_is_no_feed() -> None:
    for data in (b"", b"{}", b"<html><body>rss</body></html>", b"\x00\xff", b"<a><item/></a>"):
        with pytest.raises(NotAFeed):
            read(data)
    assert is_feed(rss())
    assert not is_feed(b"<!doctype html><html></html>", "application/rss+xml")
