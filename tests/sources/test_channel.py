"""Public channels' preview pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NotAFeed
from bot.sources.feeds.channel import channel_address, parse_channel
from bot.sources.feeds.entries import Entry, Feed
from tests.sources.telegram_pages import album, forwarded, page, post, text

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://t.me/s/akhbar"


def read(*posts: str, url: str = URL, before: int | None = None) -> Feed:
    return parse_channel(page(*posts, before=before), url, NOW)


def only(*inside: str) -> Entry:
    (entry,) = read(post(1, "".join(inside))).entries
    return entry


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("@akhbar", URL),
        (" t.me/akhbar ", URL),
        ("https://t.me/s/akhbar?before=5", URL),
        ("http://www.telegram.me/akhbar/123?single", URL),
        ("akhbar.t.me", URL),
        ("https://t.me/joinchat/AAAA", None),
        ("https://t.me/+AAAAbbbb", None),
        ("https://t.me/c/12345/6", None),
        ("https://evil.example/t.me/akhbar", None),
        ("@abc", None),
        ("akhbar", None),
    ],
)
def test_which_channel_is_meant(given_text: str, expected: str | None) -> None:
    assert channel_address(given_text) == expected


def test_posts_are_newest_first_with_time_and_link() -> None:
    feed = read(post(1, text("الخبر الأول")), post(2, text("الخبر الثاني")))
    assert (feed.kind, feed.title, feed.link) == ("channel", "صحيفة المثال", URL)
    assert [entry.url for entry in feed.entries] == [
        "https://t.me/akhbar/2",
        "https://t.me/akhbar/1",
    ]
    assert feed.entries[0].published == datetime(2026, 11, 22, 2, tzinfo=UTC)
    assert feed.entries[0].title is None


def test_links_breaks_and_emoji_are_kept() -> None:
    entry = only(
        text(
            '<b>عاجل</b> <tg-emoji emoji-id="1"><i class="emoji"><b>🔴</b></i></tg-emoji><br/>نص '
            '<a href="https://news.example/1" onclick="return confirm()">الخبر</a>'
            '<a href="javascript:x">س</a>'
        )
    )
    assert "🔴" in entry.content
    assert '<a href="https://news.example/1">الخبر</a>' in entry.content
    assert "<br>" in entry.content
    assert "javascript" not in entry.content


def test_an_album_is_one_post() -> None:
    entry = only(album(1, 2, 3), text(text("تعليق الصور")))
    assert entry.parts == 3
    assert entry.content.count("تعليق الصور") == 1


def test_what_a_reply_quotes_and_a_link_previews_is_not_the_post() -> None:
    reply = (
        '<a class="tgme_widget_message_reply" href="https://t.me/akhbar/9"><div '
        'class="tgme_widget_message_text js-message_reply_text">كلام غيره</div></a>'
    )
    preview = '<a class="tgme_widget_message_link_preview" href="https://e.com">عنوان غيره</a>'
    assert "غيره" not in only(reply, text("كلامه"), preview).content


def test_where_a_post_comes_from() -> None:
    named = only(forwarded("قناة أخرى", "https://t.me/other/5"), text("خبر"))
    assert (named.forwarded_from, named.forwarded_url) == ("قناة أخرى", "https://t.me/other/5")
    hidden = only(forwarded("فلان", None), text("خبر"))
    assert (hidden.forwarded_from, hidden.forwarded_url) == ("فلان", None)
    assert only(text("خبر")).forwarded_from is None


def test_edited_posts_are_told() -> None:
    block = post(1, text("خبر")).replace('_meta">', '_meta">edited ')
    assert parse_channel(page(block), URL, NOW).entries[0].edited
    assert not only(text("خبر edited")).edited


def test_what_has_no_words_is_refused_with_the_reason() -> None:
    feed = read(
        post(1, album(1, 2)),
        post(2, '<div class="tgme_widget_message_poll">سؤال</div>'),
        post(3, text("pinned a photo"), kind="service_message"),
        post(4, text("خبر")),
    )
    assert [entry.url for entry in feed.entries] == ["https://t.me/akhbar/4"]
    assert [(skipped.error, skipped.path[-1]) for skipped in feed.refused] == [
        ("ServiceMessage", "3"),
        ("NoText", "2"),
        ("NoText", "1"),
    ]
    assert "poll" in feed.refused[1].reason
    assert "picture" in feed.refused[2].reason


def test_the_page_before_is_named_and_never_this_one() -> None:
    assert read(before=41).older == f"{URL}?before=41"
    assert read(url=f"{URL}?before=41", before=41).older is None
    assert read(url=f"{URL}?before=41", before=21).older == f"{URL}?before=21"
    assert read().older is None


def test_a_page_that_is_no_channel() -> None:
    for data in (b"", b"<html><title>Telegram: Contact @x</title></html>", b"\x00"):
        with pytest.raises(NotAFeed, match=r"t\.me/s/NAME"):
            parse_channel(data, URL, NOW)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["<div>", "</div>", "<a href='http://['>"]) | st.text(), max_size=8)
)
def test_any_post_is_read_or_refused(parts: list[str]) -> None:
    feed = read(post(1, text("".join(parts))), post(2, text("خبر")))
    assert feed.entries[0].url == "https://t.me/akhbar/2"
