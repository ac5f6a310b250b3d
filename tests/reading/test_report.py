"""What `mujaz read` shows."""

from __future__ import annotations

import io
import json
from datetime import time

from rich.console import Console

from bot.reading.article import read
from bot.reading.report import to_json, to_terminal
from bot.records import Article, Document
from tests.reading.made_pages import LEAD, MODERN, PASTED, SECOND, TITLE


def article(text: str) -> Article:
    return read(Document("a/page.txt", text.encode()))


def shown(found: Article, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(to_terminal(found))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_json_is_json_and_has_the_keys() -> None:
    found = to_json(article(MODERN))
    assert json.loads(json.dumps(found)) == found
    assert list(found)[:5] == ["title", "kicker", "outlet", "published_at", "published_time"]
    assert set(found["paragraphs"][0]) == {"text", "kind", "language"}
    assert set(found["removed"][0]) == {"text", "rule"}


def test_an_hour_without_a_day_is_no_publication_date() -> None:
    found = article(f"{TITLE}\n04:36 صباحا\n{LEAD}")
    assert found.published
    assert found.published.clock == time(4, 36)
    values = to_json(found)
    assert (values["published_at"], values["published_time"]) == (None, "04:36:00")
    assert "04:36, day not stated" in shown(found)


def test_the_terminal_shows_everything_that_was_found() -> None:
    found = article(PASTED)
    text = shown(found, width=400)
    for wanted in (TITLE, LEAD, SECOND, "Al Khaleej", "2024-03-05 10:20", "a/page.txt"):
        assert wanted in text
    for removed in found.removed:
        assert removed.text in text
        assert removed.rule in text


def test_what_is_not_stated_is_said_so() -> None:
    assert shown(article(f"{TITLE}\n\n{LEAD}")).count("not stated") == 3


def test_brackets_are_text_not_markup() -> None:
    assert "[bold]" in shown(article(f"{TITLE} [bold]\n\n{LEAD}"), width=300)


def test_one_of_a_thing_is_not_several() -> None:
    assert "1 paragraph, 1 sentence, 0 captions" in shown(article(f"{TITLE}\n\n{LEAD}"))
    assert "2 paragraphs, 2 sentences" in shown(article(f"{TITLE}\n\n{LEAD}\n\n{SECOND}"))
