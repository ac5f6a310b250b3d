"""The strict parser refuses what Telegram refuses, and counts as Telegram counts."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram_html import Entity, Refused, check_message, parse_html


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("<b>a</b>", "a", [Entity("bold", 0, 1)]),
        ("😀<i>é</i>", "😀é", [Entity("italic", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [Entity("bold", 0, 2), Entity("italic", 1, 1)]),
        (
            '<a href="https://e.org/?a=1&amp;b=2">x</a>',
            "x",
            [Entity("text_link", 0, 1, "https://e.org/?a=1&b=2")],
        ),
        (
            "<blockquote expandable>q</blockquote>",
            "q",
            [Entity("expandable_blockquote", 0, 1)],
        ),
        ("1 &lt; 2 &#38; &#x33; &quot;", '1 < 2 & 3 "', []),
        ("AT & T > x", "AT & T > x", []),
    ],
)
def test_parsed(markup: str, text: str, entities: list[Entity]) -> None:
    assert parse_html(markup) == (text, tuple(entities))


@pytest.mark.parametrize(
    "markup",
    [
        "a < b",
        "<p>a</p>",
        "<b>a",
        "a</b>",
        "<b>a<i>b</b></i>",
        "<b>a</i>",
        "<b",
        "a&nbsp;b",
        "AT&T",
        "&amp",
        "&#0;",
        "&#xD800;",
        "<b></b>",
        "<b class='x'>a</b>",
        "<a>x</a>",
        "<a href=https://e.org>x</a>",
        '<a href="javascript:x">x</a>',
        '<a href="/x">x</a>',
        '<a href="https://e.org" rel="x">x</a>',
        '<a href="https://e.org>x</a>',
        '<a href="https://a.org">x<a href="https://b.org">y</a></a>',
        "<blockquote>a<blockquote expandable>b</blockquote></blockquote>",
        "<span>a</span>",
        "<b>\ud83d</b>",
        "\x1b[31m",
    ],
)
def test_refused(markup: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(markup)
    assert refused.value.code == 400


def test_limits_count_utf16_units_after_parsing() -> None:
    check_message("<b>" + "😀" * 2048 + "</b>")
    with pytest.raises(Refused, match="too long"):
        check_message("😀" * 2048 + "a")
    check_message("<b>a</b>" * 100)
    with pytest.raises(Refused, match="entities"):
        check_message("<b>a</b>" * 101)
    with pytest.raises(Refused, match="empty"):
        check_message(" \n ")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_escaped_text_comes_back(text: str) -> None:
    assert parse_html(html.escape(text))[0] == text
