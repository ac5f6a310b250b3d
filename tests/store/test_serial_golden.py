"""Rows that earlier versions wrote are read, and today's are written as they always were.

`golden/NAME.json` is what the code wrote at version 0.1's end, `golden/NAME_first.json` what the
first version of the store wrote: without `canonical`, `links`, a sentence's engine, the engines
that were absent, corrections, topics, what a story's place is made of, and how far it has come.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from bot.records import Article, Brief, Digest, Life, Severity, Translation
from bot.sources.feeds.entries import Entry
from bot.store import serial
from tests.store.filled_records import ARTICLE, BRIEF, DIGEST, ENTRY, TRANSLATION, moments

GOLDEN = Path(__file__).parent / "golden"

KINDS: dict[str, tuple[Any, list[str]]] = {
    "article": (ARTICLE, []),
    "translation": (TRANSLATION, ["article"]),
    "brief": (BRIEF, ["translation"]),
    "digest": (DIGEST, []),
    "entry": (ENTRY, []),
}

OLD_ARTICLE = dataclasses.replace(ARTICLE, canonical=None, links=(), photograph=None)
OLD_TRANSLATION = dataclasses.replace(
    TRANSLATION,
    article=OLD_ARTICLE,
    segments=tuple(
        dataclasses.replace(
            segment,
            engine=None,
            flags=tuple(
                dataclasses.replace(flag, severity=Severity.WARNING)
                if flag.severity is Severity.NOTE
                else flag
                for flag in segment.flags
            ),
        )
        for segment in TRANSLATION.segments
    ),
    absent=(),
)
OLD_BRIEF = dataclasses.replace(BRIEF, translation=OLD_TRANSLATION)
OLD_STORY = dataclasses.replace(
    DIGEST.stories[0],
    briefs=(OLD_BRIEF,),
    worth=(),
    topics=(),
    life=Life.NEW,
    earlier=(),
    against=None,
    copies=(),
    sent=(),
    background=None,
)
OLD_DIGEST = dataclasses.replace(
    DIGEST,
    stories=(OLD_STORY,),
    also=(OLD_STORY,),
    corrections=(),
    by_topic=False,
    overview=None,
    unwritten=(),
    repeated=(),
    quiet=(),
)


def _text(name: str) -> str:
    return (GOLDEN / f"{name}.json").read_text("utf-8").rstrip("\n")


@pytest.mark.parametrize("name", KINDS)
def test_a_record_is_written_as_it_always_was(name: str) -> None:
    record, without = KINDS[name]
    assert serial.dumps(record, without) == _text(name)


@pytest.mark.parametrize("name", KINDS)
def test_a_stored_record_comes_back_field_for_field(name: str) -> None:
    record, without = KINDS[name]
    elsewhere = {field: getattr(record, field) for field in without}
    back = serial.loads(type(record), _text(name), **elsewhere)
    assert back == record
    assert repr(back) == repr(record)
    assert moments(back) == moments(record)
    assert all(getattr(back, field) is elsewhere[field] for field in without)


def test_the_first_versions_rows_come_back_with_what_they_did_not_have() -> None:
    article = serial.loads(Article, _text("article_first"))
    assert article == OLD_ARTICLE
    translation = serial.loads(Translation, _text("translation_first"), article=article)
    assert translation == OLD_TRANSLATION
    assert serial.loads(Brief, _text("brief_first"), translation=translation) == OLD_BRIEF
    assert serial.loads(Digest, _text("digest_first")) == OLD_DIGEST


def test_an_entry_with_only_what_every_entry_has_is_read() -> None:
    stored = json.loads(_text("entry"))
    bare = {name: stored[name] for name in ("key", "url", "title", "published")}
    assert serial.loads(Entry, json.dumps(bare)) == Entry(
        ENTRY.key, ENTRY.url, ENTRY.title, ENTRY.published
    )


def test_a_field_given_from_elsewhere_goes_before_the_stored_one() -> None:
    whole = serial.dumps(BRIEF)
    assert serial.loads(Brief, whole, translation=OLD_TRANSLATION).translation is OLD_TRANSLATION


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (["title"], 5),
        (["title"], ["a"]),
        (["id"], None),
        (["confidence"], "0.5"),
        (["confidence"], True),
        (["paragraphs"], "abc"),
        (["paragraphs"], {"0": "abc"}),
        (["paragraphs", 0], None),
        (["paragraphs", 0, "kind"], "poem"),
        (["paragraphs", 1, "sentences", 0, "start"], "0"),
        (["paragraphs", 1, "sentences", 0, "start"], 0.5),
        (["paragraphs", 1, "sentences", 0, "start"], True),
        (["published"], "2026-03-05"),
        (["published", "day"], "5 March"),
        (["published", "clock"], "08:00"),
        (["published", "clock"], ["08:00", 0, "Mars/Olympus"]),
        (["published", "clock"], ["08:00", 0]),
        (["notes"], [None]),
    ],
)
def test_a_value_of_another_type_is_refused_and_never_converted(
    path: list[Any], wrong: object
) -> None:
    stored = json.loads(_text("article"))
    at = stored
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = wrong
    with pytest.raises(serial.UnreadableRecord):
        serial.loads(Article, json.dumps(stored))


def test_a_whole_number_is_read_as_the_float_it_stands_for() -> None:
    stored = json.loads(_text("article")) | {"confidence": 1}
    assert repr(serial.loads(Article, json.dumps(stored)).confidence) == "1.0"


def test_what_is_no_part_of_a_record_is_not_written() -> None:
    odd = dataclasses.replace(ARTICLE, notes=(b"a",))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        serial.dumps(odd)
