"""Whether a feed's own text is the article, and the entry as a document."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.reading.article import read
from bot.sources.feeds.entries import Entry
from bot.sources.feeds.whole import SUMMARY_WORDS, WHOLE_WORDS, entry_document, is_whole

WORDS = ["قال", "الوزير", "إن", "الاتفاق", "يشمل", "مشاريع", "كثيرة", "في", "العاصمة"]


def prose(count: int) -> str:
    return " ".join((WORDS * count)[:count])


ENTRY = Entry(
    key="1",
    url="https://e.example/1",
    title='عنوان "الخبر" & <غيره>',
    published=datetime(2026, 11, 22, 7, tzinfo=UTC),
    author="سارة",
    content=f"<p>{prose(WHOLE_WORDS)}.</p>",
)


@pytest.mark.parametrize(
    ("summary", "content", "whole"),
    [
        ("", f"<p>{prose(WHOLE_WORDS)}.</p>", True),
        ("", f"<p>{prose(WHOLE_WORDS - 1)}.</p>", False),
        ("", f"<p>{prose(300)}...</p>", False),
        ("", f"<p>{prose(300)} [&#8230;]</p>", False),
        ("", f"<p>{prose(300)}.</p><a href='x'>اقرأ المزيد</a>", False),
        ("", f"<p>{prose(300)}.</p><p>The post أ appeared first on ب.</p>", True),
        (f"<p>{prose(WHOLE_WORDS)}.</p>", "", False),
        (f"<p>{prose(SUMMARY_WORDS)}.</p>", "", True),
        ("", "", False),
    ],
)
def test_whole_or_a_teaser(summary: str, content: str, whole: bool) -> None:
    assert is_whole(replace(ENTRY, summary=summary, content=content)) is whole


def test_the_document_says_what_the_feed_says() -> None:
    document = entry_document(ENTRY, "https://e.example/rss")
    page = document.data.decode()
    assert (document.media_type, document.charset, document.url) == (
        "text/html",
        "utf-8",
        ENTRY.url,
    )
    assert "<h1>عنوان &quot;الخبر&quot; &amp; &lt;غيره&gt;</h1>" in page
    assert 'content="2026-11-22T07:00:00+00:00"' in page
    assert ENTRY.content in page
    vague = entry_document(replace(ENTRY, zoned=False), "https://e.example/rss").data.decode()
    assert 'content="2026-11-22"' in vague


LINES = [f"{prose(9)} رقم {n}." for n in range(3)]


@pytest.mark.parametrize(
    "content",
    [
        "\n\n".join(LINES),
        "\n".join(LINES),
        html.escape("".join(f"<p>{line}</p>" for line in LINES)),
        "<br>".join(LINES),
    ],
)
def test_bare_and_twice_escaped_text_keeps_its_paragraphs(content: str) -> None:
    document = entry_document(replace(ENTRY, content=content), "https://e.example/feed")
    assert [p.text for p in read(document).prose] == LINES


@pytest.mark.parametrize(
    "notice",
    [
        "ظهرت المقالة أسعار الذهب أولاً على صحيفة المثال.",
        "التدوينة أسعار الذهب ظهرت أولاً على صحيفة المثال.",
        "The post أسعار الذهب appeared first on صحيفة المثال.",
    ],
)
def test_what_wordpress_puts_below_a_whole_article(notice: str) -> None:
    entry = replace(ENTRY, content=f"<p>{prose(WHOLE_WORDS)}.</p><p>{notice}</p>")
    assert is_whole(entry)
    assert notice not in [p.text for p in read(entry_document(entry, "-")).paragraphs]
