"""Digest -> CommonMark that parses back to what was said."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.digest.render.layout import layout
from bot.digest.render.lines import Role
from bot.digest.render.links import safe_link
from bot.digest.render.markdown import escape, markdown
from bot.language.lettering import clean, shown
from bot.records import Digest
from tests.digest.made_digests import TEXTS, brief, digest, digests, realistic, statement, story


def tokens(text: str) -> list[Token]:
    found = MarkdownIt("commonmark").parse(text)
    return [token for outer in found for token in (outer, *(outer.children or []))]


def inline(text: str) -> str:
    """Text as a CommonMark reader shows it, a line per block."""
    lines = []
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "inline":
            breaks = {"hardbreak": "\n", "softbreak": "\n"}
            children = token.children or []
            lines.append("".join(breaks.get(c.type, c.content) for c in children))
    return "\n".join(lines)


def test_sections_points_and_links() -> None:
    text = markdown(realistic())
    types = [token.tag for token in tokens(text) if token.type == "heading_open"]
    assert types == ["h1", "h2", "h2", "h2", "h2"]
    links = [t.attrs["href"] for t in tokens(text) if t.type == "link_open"]
    assert "https://example.org/quds?a=1&b=2" in links
    assert "- ≠ Prisoners to be exchanged: 400 (SPA)" in text


def test_the_arabic_stands_in_the_item_of_its_statement() -> None:
    text = markdown(realistic(), arabic=True)
    items = [
        t
        for t in tokens(text)
        if t.type == "inline" and re.match("⚠ (?:name|number|meaning): ", t.content)
    ]
    assert len(items) == 3
    assert all(any("؀" <= c <= "ۿ" for c in item.content.split("\n")[1]) for item in items)


def test_list_like_texts_stay_texts() -> None:
    said = [statement(text) for text in ("1. one", "- two", "# three", "> four", "+ five", "---")]
    text = markdown(digest(story(brief("a", statement("===", "x"), *said))))
    assert "1. one" in inline(text)
    assert not [t for t in tokens(text) if t.type in ("ordered_list_open", "hr", "blockquote_open")]
    assert len([t for t in tokens(text) if t.type == "list_item_open"]) == len(said)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_escaped_text_parses_back(text: str) -> None:
    plain = shown(clean(text))
    if plain.strip():
        assert inline(f"- {escape(plain)}") == plain
        assert inline(f"## 1 · {escape(plain)}") == f"1 · {plain}"


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(digests())
def test_any_digest_keeps_its_shape(made: Digest) -> None:
    text = markdown(made)
    parsed = tokens(text)
    lines = [line for block in layout(made) for item in block.items for line in item.lines]
    listed = (Role.POINT, Role.DIFFERENCE, Role.UNVERIFIED, Role.ENTRY)
    assert sum(t.type == "list_item_open" for t in parsed) == sum(n.role in listed for n in lines)
    assert sum(t.tag == "h2" for t in parsed if t.nesting == 1) == len(made.stories)
    assert not [
        t for t in parsed if t.type in ("html_block", "html_inline", "code_inline", "image")
    ]
    seen = inline(text)
    for line in lines:
        for run in line.runs:
            assert shown(run.text, run.arabic).strip() in seen
            assert run.url is None or run.url == safe_link(run.url)
