"""Digest -> a terminal, at any width and piped."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from bot.digest.render.layout import layout
from bot.digest.render.renderers import renderer
from bot.digest.render.terminal import DigestScreen, terminal
from bot.records import Digest
from tests.digest.made_digests import NEGATION, brief, digest, digests, realistic, statement, story

INVISIBLE = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def words(text: str) -> str:
    return re.sub(r"\s+", "", text.translate(INVISIBLE))


def test_piped_text_has_no_ansi_and_shows_the_addresses() -> None:
    text = terminal(realistic())
    assert "\x1b" not in text
    assert "    Al Quds: https://example.org/quds?a=1&b=2\n" in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_a_terminal_gets_links_instead_of_addresses() -> None:
    text = terminal(realistic(), colour=True)
    assert "\x1b]8;" in text
    assert "Al Quds: https" not in text


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for line in terminal(realistic(), width=width).splitlines():
        assert cell_len(line) <= min(width, 100) or "https://" in line


def test_arabic_stands_alone_each_line_isolated() -> None:
    lines = terminal(realistic(), arabic=True).splitlines()
    start = next(n for n, line in enumerate(lines) if "وأضاف" in line)
    for line in lines[start : start + 2]:
        assert line.startswith("    \u2067")
        assert line.endswith("\u2069")


def test_every_format_shows_the_same_in_the_same_order() -> None:
    runs = [
        run.text
        for block in layout(realistic())
        for item in block.items
        for line in item.lines
        for run in line.runs
    ]
    for name in ("terminal", "telegram", "markdown"):
        text = renderer(name)(realistic(), width=200)
        text = re.sub(r"</?[a-z][^>]*>|\\", "", text).replace("&amp;", "&").replace("*", "")
        at = 0
        seen = words(text)
        for run in map(words, runs):
            # The terminal hangs the number and the sign apart from the text.
            found = seen.find(run.rstrip("·") if re.fullmatch(r"\d·", run) else run, at)
            assert found >= 0, (name, run)
            at = found


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(digests(), st.sampled_from([20, 80, 120]))
def test_any_digest_is_shown_whole(made: Digest, width: int) -> None:
    text = terminal(made, width=width)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", text)
    seen = words(text)
    for block in layout(made):
        for item in block.items:
            for line in item.lines:
                for run in line.runs:
                    assert words(run.text).rstrip("·") in seen


def test_an_article_cannot_command_the_terminal() -> None:
    said = statement("a\x1b[2Jb\x9b31m", "\x1b]0;title\x07", NEGATION)
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    console.print(DigestScreen(digest(story(brief("x", said, said, outlet="\x1bcSPA")))))
    assert isinstance(console.file, io.StringIO)
    seen = console.file.getvalue()
    assert "\x1b[2J" not in seen
    assert set(re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f].?", seen)) <= {"\x1b["}
