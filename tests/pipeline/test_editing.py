"""Joined stories and the opening line of a digest, against an endpoint that does well and badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent import futures
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.config import ChatSettings, Settings, SummarySettings, TranslationSettings
from bot.digest.composition import compose
from bot.digest.render.json import digest_fields
from bot.digest.render.telegram import render_telegram
from bot.pipeline.editing import DigestEditor
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Digest, Form, Reason, Story, Worth
from bot.store import serial
from bot.translation.engines.chat.budget import Budget
from bot.translation.engines.chat.engine import budget_path
from bot.translation.names import Names
from tests.digest.made_briefs import from_report
from tests.digest.made_reports import REPORTS
from tests.translation.engines.chat_server import ChatServer, Segments, completion, segments_of

NAMES, ENCODER = Names.load(), SentenceEncoder()
TALKS = (
    "The two delegations arrived in Muscat on Friday to resume ceasefire talks, according to the "
    "Omani foreign ministry."
)
TWO_HOURS = "The first session lasted two hours."
OPENING = (
    "Ceasefire talks resume in Muscat, and a 5.8-magnitude earthquake strikes southern Iran.",
    (1, 2),
)
Line = tuple[str, tuple[str, ...]]
"""A text, and words that pick the Arabic sentences it cites."""


@pytest.fixture(scope="module")
def composed() -> Digest:
    events = ("muscat-talks", "quake-iran")
    briefs = [from_report(report) for report in REPORTS if report.event in events]
    return compose(briefs, (), ENCODER, datetime(2026, 11, 21, 8, tzinfo=UTC), points=3)


def says(
    points: tuple[Line, ...],
    headline: Line = ("Ceasefire talks resume in Muscat after a three-week pause", ("استئناف",)),
    opening: tuple[str, tuple[int, ...]] = OPENING,
) -> Callable[[ChatServer, Segments, dict[str, Any]], dict[str, Any]]:
    def answer(server: ChatServer, sentences: Segments, request: dict[str, Any]) -> dict[str, Any]:
        def line(text: str, cites: list[int]) -> dict[str, Any]:
            return {"text": text, "sentences": cites, "speaker": "", "slot": "event"}

        def cites(words: tuple[str, ...]) -> list[int]:
            return [s["n"] for s in sentences if any(word in s["arabic"] for word in words)]

        if "opens the digest" in request["messages"][0]["content"]:
            told: dict[str, Any] = {"headline": None, "points": [line(opening[0], [*opening[1]])]}
        elif "مسقط" not in sentences[0]["arabic"]:
            told = {"headline": None, "points": []}
        else:
            told = {
                "headline": {"text": headline[0], "sentences": cites(headline[1])[:1]},
                "points": [line(text, cites(words)) for text, words in points],
            }
        return completion(json.dumps(told, ensure_ascii=False))

    return answer


GOOD: tuple[Line, ...] = (
    (TWO_HOURS, ("ساعتين",)),
    (TALKS, ("وصول الوفدين", "وصل الوفدان")),
)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer(always=says(GOOD)) as running:
        yield running


@pytest.fixture
def edit(server: ChatServer, tmp_path: Path) -> Iterator[Callable[..., Digest]]:
    chat = ChatSettings(base_url=server.address, model="tiny", retries=0)
    settings = Settings(
        cache_dir=tmp_path,
        translation=TranslationSettings(chat=chat),
        summary=SummarySettings(engine="chat"),
    )
    editor = DigestEditor(settings, patience=None)
    yield lambda digest, **more: editor.edited(digest, NAMES, **more)
    editor.close()


def of(digest: Digest, words: str) -> Story:
    return next(s for s in digest.stories if words in s.briefs[0].headline.source)


def test_reports_of_several_outlets_are_joined_and_what_all_say_comes_first(
    composed: Digest, edit: Callable[..., Digest], server: ChatServer
) -> None:
    story = of(edit(composed), "مسقط")
    first, second, *_ = story.points
    assert (first.statement.text, second.statement.text) == (TALKS, TWO_HOURS)
    assert first.agreed
    assert first.outlets == ("Al Quds", "SPA", "Oman Daily")
    assert len({e.article for e in first.statement.evidence}) == 3
    assert not second.agreed
    assert second.outlets == ("SPA",)
    for said in (story.headline, first.statement, second.statement):
        assert said.form is Form.MODEL
        assert said.writer == "tiny (chat): story 1, headline 1, brief 1, repair 1, verify 1"
    # Where they differ is computed, whatever the model wrote.
    assert story.differences == of(composed, "مسقط").differences
    assert any("350" in each and "400" in each for each in story.differences)
    told = [segments_of(request) for request in server.requests]
    assert {"Al Quds", "SPA", "Oman Daily"} in [{s["outlet"] for s in each} for each in told]


def test_what_does_not_hold_makes_room_for_the_computed_point(
    composed: Digest, edit: Callable[..., Digest], server: ChatServer
) -> None:
    lie = ("The two delegations left Muscat on Friday without resuming talks.", ("وصل الوفدان",))
    contested = ("The two sides would exchange 400 prisoners, an informed source said.", ("400",))
    server.always = says(
        (lie, contested, GOOD[0]), headline=("Talks collapse in Muscat", ("جولة",))
    )
    before, story = of(composed, "مسقط"), of(edit(composed), "مسقط")
    assert story.headline.text == before.headline.text
    assert [f.check for f in story.headline.flags] == ["not_held"]
    texts = [point.statement.text for point in story.points]
    assert lie[0] not in texts
    assert contested[0] not in texts
    assert TWO_HOURS in texts
    (fallen,) = [p for p in story.points if p.statement.form is not Form.MODEL]
    assert fallen.statement.text in [point.statement.text for point in before.points]
    assert fallen.agreed


def test_a_digest_opens_with_one_line_over_its_stories(
    composed: Digest, edit: Callable[..., Digest]
) -> None:
    made = edit(composed)
    assert made.overview is not None
    assert made.overview.text == OPENING[0]
    assert made.overview.writer == "tiny (chat): digest 1, repair 1, verify 1"
    assert {e.article for e in made.overview.evidence} == {
        b.article.id for s in made.stories for b in s.briefs
    }
    assert made.unwritten == ()
    text = "\n".join(render_telegram(made))
    assert text.index(OPENING[0]) < text.index("<b>1 ")
    fields = digest_fields(made)
    assert fields["overview"]["text"] == OPENING[0]
    assert serial.loads(Digest, serial.dumps(made)) == made


def test_an_opening_line_that_does_not_hold_falls_to_nothing_and_the_record_says_why(
    composed: Digest, edit: Callable[..., Digest], server: ChatServer
) -> None:
    lie = "Ceasefire talks in Muscat collapse because an earthquake strikes southern Iran."
    server.always = says(GOOD, opening=(lie, (1, 2)))
    made = edit(composed)
    assert made.overview is None
    (why,) = made.unwritten
    assert "did not hold" in why
    assert digest_fields(made)["unwritten"] == [why]


def test_each_story_is_asked_for_once(
    composed: Digest, edit: Callable[..., Digest], server: ChatServer
) -> None:
    first = edit(composed)
    asked = len(server.requests)
    assert edit(composed) == first
    assert len(server.requests) == asked
    edit(replace(composed, stories=composed.stories[:1]))
    assert len(server.requests) == asked
    edit(composed, style="analyst")
    assert len(server.requests) > asked


def test_what_a_story_is_to_one_chat_is_not_told_to_another(
    composed: Digest, edit: Callable[..., Digest], server: ChatServer
) -> None:
    server.always = says(GOOD)
    mine = Worth(Reason.WATCHED, 3.0, ("عمان",))
    stories = tuple(replace(story, worth=(mine,)) for story in composed.stories)
    assert of(edit(replace(composed, stories=stories)), "مسقط").worth == (mine,)
    theirs = of(edit(composed), "مسقط")
    assert (theirs.worth, theirs.headline.form) == (of(composed, "مسقط").worth, Form.MODEL)


def test_an_amended_sentence_asks_the_model_anew(
    composed: Digest, edit: Callable[..., Digest], server: ChatServer
) -> None:
    server.always = says(GOOD)
    edit(composed)
    asked = len(server.requests)
    story = of(composed, "مسقط")
    brief = story.briefs[0]
    *others, last = brief.translation.segments
    amended = replace(
        brief.translation, segments=(*others, replace(last, target="As a reader amended it."))
    )
    new = replace(story, briefs=(replace(brief, translation=amended), *story.briefs[1:]))
    edit(replace(composed, stories=tuple(new if s is story else s for s in composed.stories)))
    assert len(server.requests) > asked


def test_one_budget_holds_for_all(
    composed: Digest, edit: Callable[..., Digest], server: ChatServer, tmp_path: Path
) -> None:
    edit(composed)
    spent = Budget(budget_path(tmp_path), 0).spent()
    assert spent == 100 * len([*server.requests, *server.verified])


def test_an_endpoint_that_fails_is_left_alone_and_the_digest_is_the_computed_one(
    composed: Digest, edit: Callable[..., Digest], server: ChatServer
) -> None:
    from aiohttp import web

    server.always = lambda server, sentences, request: web.Response(status=500)
    made = edit(composed)
    assert (made.stories, made.overview) == (composed.stories, None)
    assert made.unwritten
    asked = len(server.requests)
    again = edit(composed)
    assert len(server.requests) == asked
    assert any("a short while ago" in why for why in again.unwritten)


def test_a_digest_waits_only_so_long_and_the_next_one_has_what_came_later(
    composed: Digest, server: ChatServer, tmp_path: Path
) -> None:
    answered, slow = threading.Event(), says(GOOD)

    def waits(server: ChatServer, sentences: Segments, request: dict[str, Any]) -> Any:
        answered.wait(30)
        return slow(server, sentences, request)

    server.always = waits
    chat = ChatSettings(base_url=server.address, model="tiny", retries=0)
    settings = Settings(
        cache_dir=tmp_path,
        translation=TranslationSettings(chat=chat),
        summary=SummarySettings(engine="chat"),
    )
    editor = DigestEditor(settings, patience=0)
    try:
        made = editor.edited(composed, NAMES)
        assert made.stories == composed.stories
        assert "takes too long" in made.unwritten[0]
        answered.set()
        futures.wait(editor._asked.values())
        later = of(editor.edited(composed, NAMES), "مسقط")
        assert later.headline.form is Form.MODEL
    finally:
        answered.set()
        editor.close()


def test_what_is_private_is_shown_to_no_remote_endpoint(
    composed: Digest, server: ChatServer, tmp_path: Path
) -> None:
    private = {brief.article.id for brief in of(composed, "مسقط").briefs}

    def settings(address: str) -> Settings:
        chat = ChatSettings(base_url=address, model="tiny", retries=0)
        return Settings(
            cache_dir=tmp_path,
            translation=TranslationSettings(chat=chat),
            summary=SummarySettings(engine="chat"),
        )

    # An address that nobody answers at: had anything of the story been asked, it would be told.
    remote = DigestEditor(settings("http://192.0.2.1:9/v1"), patience=0)
    alone = replace(composed, stories=(of(composed, "مسقط"),))
    assert remote.edited(alone, NAMES, private) == alone
    remote.close()
    here = DigestEditor(settings(server.address), patience=None)
    assert here.edited(alone, NAMES, private) != alone
    here.close()
