"""Translation -> terminal, JSON and tab-separated values."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from rich.cells import cell_len

from bot.formats.rows import rows
from bot.records import ParagraphKind, Translation
from bot.translation.render.renderers import TRANSLATION_RENDERERS
from bot.translation.render.terminal import terminal
from bot.translation.render.tsv import COLUMNS, tsv
from tests.translation.made_translations import FIELDS, TRANSLATIONS, realistic, translation

ARABIC = re.compile("[\u0600-\u06ff]")


def test_every_format_ends_in_a_newline() -> None:
    for render in TRANSLATION_RENDERERS.values():
        assert render(realistic(), FIELDS).endswith("\n")


def test_rows_join_to_the_articles_own_text() -> None:
    article = realistic().article
    texts = ["".join(piece.text for piece in row.pieces) for row in rows(realistic())]
    assert texts == [article.kicker, article.title, *(p.text for p in article.paragraphs)]


@pytest.mark.parametrize("width", [60, 80, 99, 100, 120, 200])
def test_lines_fit_and_columns_stand_side_by_side_where_there_is_room(width: int) -> None:
    lines = terminal(realistic(), FIELDS, width=width).splitlines()
    assert all(cell_len(line) <= width for line in lines)
    beside = [line for line in lines if "Washington threatens" in line and ARABIC.search(line)]
    assert bool(beside) == (width >= 100)


def test_every_arabic_line_is_isolated() -> None:
    for width in (80, 120):
        for line in terminal(realistic(), FIELDS, width=width).splitlines():
            outside = re.sub("[\u2067\u2068][^\u2069]*\u2069", "", line)
            assert not ARABIC.search(outside)


def test_doubtful_sentences_have_a_mark_and_captions_say_what_they_are() -> None:
    text = " ".join(terminal(realistic(), FIELDS, width=99).split())
    assert "⚠ number: He added: “I made it clear" in text
    assert "number 2018 missing" not in text
    assert "shorter than usual" not in text
    assert "Caption: U.S. President Joe Biden" in text
    assert "(as in the original)" in text
    assert "Translated by aren 0.1 (embedded), 3 of 9 sentences marked ⚠" in text
    assert "\x1b" not in terminal(realistic(), FIELDS)
    assert "\x1b[" in terminal(realistic(), FIELDS, colour=True)


def test_what_stands_between_sentences_is_kept_apart() -> None:
    made = translation(
        [(ParagraphKind.PROSE, "ar", [("أولا", "First", ()), ("ثانيا", "Second", ())])],
        between=" - ",
    )
    assert "أولا - ثانيا" in terminal(made, FIELDS)


def test_json_is_the_articles_fields_engine_and_segments() -> None:
    made = json.loads(TRANSLATION_RENDERERS["json"](realistic(), FIELDS))
    assert list(made) == [*FIELDS, "engine", "absent", "segments"]
    assert made["engine"] == {"name": "aren", "version": "0.1", "label": "aren 0.1 (embedded)"}
    title, flagged, english = made["segments"][1], made["segments"][5], made["segments"][7]
    assert (title["part"], title["paragraph"]) == ("title", None)
    assert (flagged["part"], flagged["paragraph"], flagged["score"]) == ("body", 2, -0.4)
    assert flagged["flags"][1] == {
        "check": "negation",
        "severity": "error",
        "detail": "“not” lost",
    }
    assert english["score"] is None
    assert set(title) == {
        "part", "paragraph", "source", "target", "standing", "mark", "trust", "score", "engine",
        "flags",
    }  # fmt: skip
    assert (title["engine"], english["engine"]) == ("aren 0.1 (embedded)", None)


def unescaped(cell: str) -> str:
    plain = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}

    def character(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        return chr(int(code, 16)) if code else plain[found[3]]

    return re.sub(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([\\tnr]))", character, cell)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(TRANSLATIONS)
def test_any_sentence_comes_back_from_its_line(made: Translation) -> None:
    text = tsv(made, FIELDS)
    text.encode("utf-8")
    header, *lines = text.splitlines()
    assert tuple(header.split("\t")) == COLUMNS
    assert len(lines) == len(made.segments)
    for line, segment in zip(lines, made.segments, strict=True):
        cells = line.split("\t")
        assert len(cells) == len(COLUMNS)
        if not re.search("[\ud800-\udfff]", segment.target):
            assert unescaped(cells[3]) == segment.target
        assert (cells[4] == "") == segment.passed_through


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(TRANSLATIONS)
def test_any_translation_is_shown_without_controls(made: Translation) -> None:
    for width in (40, 120):
        text = terminal(made, FIELDS, width=width)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", text)
        assert text.count("\u2067") + text.count("\u2068") == text.count("\u2069")
    parsed = json.loads(TRANSLATION_RENDERERS["json"](made, FIELDS))
    assert len(parsed["segments"]) == len(made.segments)


def test_another_language_is_named_and_not_called_the_original() -> None:
    persian = "نخست وزیر گفت که دولت کار می کند."
    shown = translation([(ParagraphKind.PROSE, "fa", [(persian, "", ())])])
    for kind in ("terminal", "html"):
        text = TRANSLATION_RENDERERS[kind](shown, FIELDS)
        assert persian[:-1] in text
        assert "in Persian, not translated" in text
        assert "as in the original" not in text
