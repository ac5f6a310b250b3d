"""Feeds that a page names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.sources.feeds.discovery import MOST, discover

URL = "https://news.example/politics/"


def test_link_tags_first_comments_last_then_likely_links() -> None:
    page = """<html><head><base href="/ar/">
    <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
    <link rel="ALTERNATE" type="application/rss+xml; charset=utf-8" href="feed.xml">
    <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
    <link rel="alternate" type="text/html" href="/en/"><link rel="stylesheet" href="/rss.css">
    </head><body><a href="/feedback">رأيك</a><a href="https://news.example/rss?s=1">RSS</a>
    <a href="javascript:rss()">x</a><a href="feed.xml">خلاصات</a><a href="/a.atom">b</a></body>"""
    assert discover(page.encode(), URL) == (
        "https://news.example/ar/feed.xml",
        "https://news.example/comments/feed/",
        "https://news.example/rss?s=1",
        "https://news.example/a.atom",
    )


def test_a_page_without_feeds() -> None:
    assert discover(b"", URL) == ()
    assert discover("<p>خبر</p>".encode(), URL) == ()
    assert len(discover(b"".join(b"<a href=/rss/%d>" % n for n in range(99)), URL)) == MOST


@given(
    st.binary(max_size=200)
    | st.text(max_size=50).map(lambda t: f"<a href='{t}rss'>".encode(errors="replace"))
)
def test_any_page_gives_web_addresses(data: bytes) -> None:
    assert all(url.startswith(("http://", "https://")) for url in discover(data, URL))
