"""The JSON holds what the other formats show, in the documented shape."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import bot.digest.render
from bot.digest.render.json import digest_fields, json_text
from bot.digest.render.layout import layout
from bot.records import Digest, Reason, Worth
from tests.digest.made_digests import (
    AREN,
    MADE_AT,
    brief,
    digest,
    digests,
    realistic,
    statement,
    story,
)

SCHEMA = json.loads(
    (Path(bot.digest.render.__file__).parent / "digest.schema.json").read_text("utf-8")
)
DOCUMENT = Path(__file__).parents[2] / "docs" / "digest-json.md"


def validate(made: dict[str, Any]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(made)


def test_the_example_has_the_documented_shape() -> None:
    made = json.loads(json_text(realistic()))
    validate(made)
    assert made["engine"]["label"] == AREN.label
    assert made["made_at"] == "2026-11-21T08:00:00+03:00"
    assert made["counts"] == {"articles": 9, "stories": 6, "sentences": 18, "unverified": 3}
    talks = made["stories"][0]
    assert talks["headline"].startswith("Ceasefire")
    assert talks["points"][0]["agreed"] is True
    assert talks["articles"][1]["published_at"] == "2026-11-20T19:40:00"
    assert made["stories"][2]["articles"][0]["published_at"] is None
    assert made["stories"][2]["articles"][0]["published"] == {"day": None, "clock": "04:36:00"}
    assert made["skipped"][1]["error"] == "NotArabic"


def test_reasons_are_in_the_json_and_a_mark_beside_the_sentence() -> None:
    point = json.loads(json_text(realistic()))["stories"][1]["points"][0]
    assert (point["standing"], point["mark"], point["verified"]) == ("doubtful", "meaning", False)
    assert point["flags"] == [
        {"check": "length", "severity": "warning", "detail": "shorter than usual"},
    ]
    shown = [r.text for b in layout(realistic()) for i in b.items for n in i.lines for r in n.runs]
    assert not any("shorter than usual" in text for text in shown)
    assert "meaning: " in shown


def test_sentences_that_are_not_translated_are_listed_and_not_counted() -> None:
    whole = brief("one", statement("One thing happened."), statement("Another thing happened."))
    first, *others = whole.translation.segments
    left = replace(first, target="", score=None, engine=None, flags=(), pending=True)
    part = replace(whole.translation, segments=(left, *others))
    made = digest_fields(digest(story(replace(whole, translation=part))))
    validate(made)
    (article,) = made["stories"][0]["articles"]
    assert article["pending"] == [first.segment.index]
    assert article["sentences"] == made["counts"]["sentences"] == len(others)
    assert digest_fields(digest(story(whole)))["stories"][0]["articles"][0]["pending"] == []


def test_the_order_is_that_of_the_other_formats() -> None:
    points = [p["text"] for p in json.loads(json_text(realistic()))["stories"][0]["points"]]
    assert [text.split()[0] for text in points] == ["Both", "The", "A"]


def test_evidence_names_the_sentence() -> None:
    stories = digest_fields(realistic())["stories"]
    agreed = stories[0]["points"][0]
    assert [e["article"] for e in agreed["evidence"]] == ["q1", "s1", "o1", "o2"]
    assert {e["source"] for e in agreed["evidence"]} == {agreed["source"]}
    flagged = stories[1]["points"][1]
    assert [(e["segment"], e["source"]) for e in flagged["evidence"]] == [(2, flagged["source"])]


def test_an_empty_digest() -> None:
    made = json.loads(json_text(Digest(MADE_AT, None, ())))
    validate(made)
    assert made["engine"] is None
    assert made["stories"] == []


def test_every_field_is_documented() -> None:
    document = DOCUMENT.read_text("utf-8")
    names = set(re.findall(r"`([a-z_]+)`", document))

    def fields(schema: object) -> set[str]:
        if isinstance(schema, list):
            return set().union(*map(fields, schema))
        if not isinstance(schema, dict):
            return set()
        return set(schema.get("properties", {})).union(*map(fields, schema.values()))

    assert not fields(SCHEMA) - names


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(digests())
def test_any_digest_is_valid_json_in_utf8(made: Digest) -> None:
    text = json_text(made)
    text.encode("utf-8")
    parsed = json.loads(text)
    validate(parsed)
    assert len(parsed["stories"]) == len(made.stories)
    for told, source in zip(parsed["stories"], made.stories, strict=True):
        assert len(told["points"]) == len(source.points)
        assert told["differences"] == [
            text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            for text in source.differences
        ]


def test_a_story_says_what_its_place_is_made_of() -> None:
    told = replace(
        story(brief("a", statement("T"))),
        topics=("economy", "QA"),
        worth=(Worth(Reason.OUTLETS, 2), Worth(Reason.WATCHED, 3.0, ("Qatar",))),
    )
    made = digest_fields(digest(told))
    validate(made)
    (fields,) = made["stories"]
    assert (fields["topics"], fields["watched"]) == (["economy", "QA"], ["Qatar"])
    assert fields["worth"][1] == {"reason": "watched", "value": 3.0, "about": ["Qatar"]}


def test_a_file_name_is_a_source_and_no_outlet() -> None:
    unnamed = brief("a", statement("T"), statement("P"), origin="monday/page.txt")
    named = brief("b", statement("T"), statement("P"), outlet="SPA")
    one, two = digest_fields(digest(story(unnamed), story(unnamed, named)))["stories"]
    assert (one["outlets"], one["sources"]) == ([], ["monday/page.txt"])
    assert (two["outlets"], two["sources"]) == (["SPA"], ["monday/page.txt", "SPA"])
    assert {tuple(p["outlets"]) for p in one["points"]} == {()}
    assert {tuple(p["sources"]) for p in one["points"]} == {("monday/page.txt",)}
