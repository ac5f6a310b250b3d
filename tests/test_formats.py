"""What every room that writes a format shares."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from rich.table import Table

from bot.formats.encodable import encodable
from bot.formats.html import escape, page_of
from bot.formats.json import json_of
from bot.formats.terminal import text_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;"),
        ("a\x00b\x1b[1m\ud800", "a\ufffdb\ufffd[1m\ufffd"),
        ("قال\n\t", "قال\n\t"),
    ],
)
def test_escaped_text_is_allowed_in_a_page(text: str, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize("script", ["", "go();"])
def test_a_page_allows_its_own_style_and_script_and_nothing_else(script: str) -> None:
    page = page_of("<title>", "p { margin: 0; }", "<p>text</p>", script)
    allowed = base64.b64encode(hashlib.sha256(b"p { margin: 0; }").digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{allowed}'; " in page
    assert ("script-src 'sha256-" in page) == ("<script>go();</script>" in page) == bool(script)
    assert "<title>&lt;title&gt;</title>" in page


def test_a_page_with_links_tells_nobody_where_it_was_read() -> None:
    with_links, without = (page_of("", "", "", links=links) for links in (True, False))
    assert '<meta name="referrer" content="no-referrer">' in with_links
    assert "referrer" not in without


def test_lone_surrogates_are_replaced_and_pairs_are_joined() -> None:
    assert encodable("\ud83d\ude00 \ud83d x") == "😀 \ufffd x"
    text = json_of({"a": "\ud800", "b": "قال"})
    assert json.loads(text.encode()) == {"a": "\ufffd", "b": "قال"}
    assert "قال" in text
    assert text.endswith("}\n")


def test_text_of_a_terminal_has_no_trailing_spaces() -> None:
    table = Table.grid()
    table.add_column(width=10)
    table.add_row("[bold]one[/]")
    assert text_of(table, width=20, colour=False) == "one\n"
    assert "\x1b[1m" in text_of(table, width=20, colour=True)
