"""OPML in and out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NotOutlines
from bot.sources.feeds.markup import plain
from bot.sources.opml import JOINED, Outline, read_opml, write_opml

SAMPLE = Path(__file__).parents[2] / "samples" / "arabic-outlets.opml"

LIST = """<?xml version="1.0" encoding="utf-8"?><opml version="1.1">
<head><title>قائمتي</title></head>
<body><outline text="سياسة"><outline title="مصر"><outline text="أ" title="صحيفة أ"
xmlUrl="https://a.example/rss" htmlUrl="https://a.example/"/></outline>
<outline text="ب" xmlurl="feed://b.example/rss"/></outline>
<outline text="ج" xmlUrl="https://c.example/rss" category="/اقتصاد/نفط,/غيره"/>
<outline text="مكرر" xmlUrl="https://c.example/rss"/><outline text="ملف" xmlUrl="file:///etc/passwd"/>
<outline text="فارغ"/><outline text="د" xmlUrl="https://d.example/rss"/></body></opml>"""


def test_folders_become_topics_and_refusals_have_reasons() -> None:
    found = read_opml(LIST.encode())
    assert found.title == "قائمتي"
    assert found.outlines == (
        Outline("https://a.example/rss", "صحيفة أ", "سياسة / مصر", "https://a.example/"),
        Outline("http://b.example/rss", "ب", "سياسة"),
        Outline("https://c.example/rss", "ج", "اقتصاد / نفط"),
        Outline("https://d.example/rss", "د", None),
    )
    assert [skipped.error for skipped in found.refused] == ["Repeated", "BadAddress", "NoFeed"]


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "cp1256"])
def test_encodings(charset: str) -> None:
    assert read_opml(LIST.encode(charset)).outlines == read_opml(LIST.encode()).outlines


def test_broken_and_hostile_lists() -> None:
    cut = read_opml(LIST[: LIST.index('<outline text="مكرر"')].encode())
    assert len(cut.outlines) == 3
    hostile = LIST.replace(
        "<opml", '<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml', 1
    )
    found = read_opml(hostile.replace("صحيفة أ", "&x;").encode())
    assert "root" not in str(found)
    for data in (b"", b"<rss/>", b"<opml/>", b"\x00", b"<opml><body>" + b" " * 4_000_001):
        with pytest.raises(NotOutlines):
            read_opml(data)


NAMES = (
    st.text(min_size=1, max_size=20)
    .map(plain)
    .filter(
        lambda name: (
            name and plain(name) == name and "/" not in name and not set(name) & set("<&\ufffd")
        )
    )
)
OUTLINES = st.builds(
    Outline,
    st.integers(0, 50).map(lambda number: f"https://e{number}.example/rss?a=1&b={number}"),
    st.none() | NAMES,
    st.none() | st.lists(NAMES, min_size=1, max_size=3).map(JOINED.join),
    st.none() | st.just("https://e.example/"),
)


@given(st.lists(OUTLINES, max_size=8, unique_by=lambda outline: outline.url))
def test_what_is_written_is_read_back(outlines: list[Outline]) -> None:
    found = read_opml(write_opml("قائمة", outlines))
    assert sorted(found.outlines, key=lambda o: o.url) == sorted(outlines, key=lambda o: o.url)
    assert found.refused == ()


@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda t: LIST.replace("أ", t).encode(errors="replace"))
)
def test_any_bytes_are_a_list_or_none(data: bytes) -> None:
    try:
        read_opml(data)
    except NotOutlines as error:
        assert str(error).endswith(".")


def test_the_sample_list() -> None:
    found = read_opml(SAMPLE.read_bytes())
    assert len(found.outlines) == 25
    assert found.refused == ()
    assert all(outline.topic and outline.title for outline in found.outlines)
