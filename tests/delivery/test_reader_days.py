"""A reader's days: what is new, what was before, and what is said by the way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from bot.delivery.handlers.earlier import day_of
from bot.pipeline.seams import Models
from bot.store import sources
from bot.store.source import NewSource, SourceKind
from tests.delivery.faulty_server import until
from tests.delivery.loopback import HOST, feed_of, newsroom_on_the_web, page_of
from tests.delivery.memo import briefed
from tests.delivery.newsroom import OWNER, READER, Newsroom, Telegram, button
from tests.delivery.table_translator import GAS, LIBRARY
from tests.sources.web import LoopbackWeb
from tests.telegram_server import Fields

FRIDAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
"""06:00 in Amman."""


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY, tick=True) as traveller:
        yield traveller


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("hello", "Send me an Arabic article"),
        ("شكرا", "You're welcome"),
        ("who are you?", "I am Mujaz"),
        ("is it free?", "I cost you nothing"),
        ("who can see what I send?", "stays in this chat"),
        ("I want news every morning", "a digest comes every day"),
        ("unsubscribe", "/unsubscribe stops the digests"),
        ("gas prices", "I did not get that"),
    ],
)
async def test_greetings_and_questions_get_a_line(newsroom: Newsroom, said: str, kind: str) -> None:
    await newsroom.say(said)
    await newsroom.wait(kind)
    assert len(newsroom.messages()) == 1


async def test_an_article_that_opens_with_a_greeting_is_read(newsroom: Newsroom) -> None:
    await newsroom.say(f"مرحبا\n\n{GAS}")
    await newsroom.wait("cut in gas prices")


async def test_a_file_is_named_after_its_article_and_has_a_caption(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    await newsroom.say(GAS)
    brief = await newsroom.wait("cut in gas prices")
    await newsroom.press(brief, "Full translation")
    whole = await newsroom.wait("did not mention details", after=brief)
    await newsroom.press(whole, "As a file")
    sent = await newsroom.wait("Energy minister announces cut in gas prices", after=whole)
    name = telegram.files[sent["document"]["file_id"]][0]
    assert name == "energy-minister-announces-cut-in-gas-prices.html"
    assert sent["caption"].startswith("Energy minister announces cut in gas prices")


async def test_the_list_of_a_digest_has_its_numbers_and_order(newsroom: Newsroom) -> None:
    await newsroom.publish(GAS)
    await newsroom.publish(LIBRARY)
    digest = await _now(newsroom, 2)
    headlines = [line for line in digest["text"].splitlines() if line.startswith(("1 · ", "2 · "))]
    await newsroom.press(digest, "Open an article")
    which = await newsroom.wait("Which article?")
    labels = [row[0]["text"] for row in which["reply_markup"]["inline_keyboard"]]
    assert [label[:20] for label in labels] == [line[:20] for line in headlines]


async def test_an_earlier_digest_is_shown_by_its_date(
    newsroom: Newsroom, clock: time_machine.Traveller
) -> None:
    await newsroom.say("/digest")
    await newsroom.wait("no earlier digest")
    await newsroom.publish(GAS)
    await _now(newsroom, 1)
    clock.move_to(FRIDAY + timedelta(days=1))
    await newsroom.publish(LIBRARY)
    second = await _now(newsroom, 2)
    for said in ("yesterday", "2026-11-20", "Friday", "20 November", "أمس", "20/11"):
        asked = await newsroom.say(f"/digest {said}")
        shown = await newsroom.wait("cut in gas prices", after=asked)
        assert "library" not in shown["text"]
        assert "20 November 2026, 06:0" in shown["text"]
    button(shown, "Open an article")
    asked = await newsroom.say("/digest 2026-01-02")
    none = await newsroom.wait("There is no digest of 2026-01-02", after=asked)
    await newsroom.press(none, "2026-11-21 06:0")
    await newsroom.wait("Public library", after=none)
    asked = await newsroom.say("/digest soon")
    await newsroom.wait("I could not read that date", after=asked)
    assert second["text"].splitlines()[0].startswith("Saturday")


async def _now(newsroom: Newsroom, count: int) -> Fields:
    """The digest, once so many articles have their brief."""
    await until(lambda: briefed(newsroom, count))
    asked = await newsroom.say("/now")
    return await newsroom.wait("", after=asked)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("٢٠/١١/٢٠٢٦", date(2026, 11, 20)),
        ("20.11", date(2026, 11, 20)),
        ("30.11", date(2025, 11, 30)),
        ("today", date(2026, 11, 22)),
        ("Friday", date(2026, 11, 20)),
        ("الجمعة", date(2026, 11, 20)),
        ("Nov 20, 2026", date(2026, 11, 20)),
        ("20 نوفمبر", date(2026, 11, 20)),
        ("2026-11-23", None),
        ("30 February", None),
        ("99/99", None),
        ("x", None),
    ],
)
def test_days_as_people_name_them(said: str, day: date | None) -> None:
    assert day_of(said, date(2026, 11, 22)) == day


class Held:
    """Models that translate only once they are let go."""

    def __init__(self, inner: Models, gate: threading.Event) -> None:
        self._inner, self._gate = inner, gate

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    def translate(self, *given: object, **named: object) -> object:
        self._gate.wait(60)
        return self._inner.translate(*given, **named)  # type: ignore[arg-type]


async def test_nothing_new_is_not_said_while_something_is_translated(
    tmp_path: Path, telegram: Telegram
) -> None:
    gate = threading.Event()
    room = Newsroom(tmp_path, telegram)
    load = room.load
    room.load = lambda progress: Held(load(progress), gate)  # type: ignore[method-assign, return-value, assignment]
    async with room:
        await room.say("/now")
        nothing = await room.wait("nothing for a first digest")
        await room.publish(GAS)
        asked = await room.say("/now")
        said = await room.wait("1 article is being translated", after=asked)
        gate.set()
        await until(lambda: briefed(room, 1))
        asked = await room.say("/now")
        await room.wait("cut in gas prices", after=asked)
    assert sum("first digest" in text for text in telegram.texts(READER)) == 1
    assert nothing["message_id"] < said["message_id"]


async def test_a_retitled_source_shows_its_new_title_at_once(
    tmp_path: Path, telegram: Telegram
) -> None:
    async with LoopbackWeb() as web, newsroom_on_the_web(tmp_path, telegram, web) as room:
        web.put(
            HOST,
            "/feed",
            feed_of(web, [("/gas", GAS.split("\n")[0])]),
            media_type="application/rss+xml",
        )
        web.put(HOST, "/gas", page_of(GAS, outlet=""))
        await room.say("/help", OWNER)
        await room.wait("What I can do", OWNER)
        async with room.store.transaction() as c:
            new = NewSource(web.url(HOST, "/feed"), SourceKind.FEED, title="Old Title")
            await sources.add(c, new, datetime.now(UTC))
        room.parts.poller.wake()
        digest = await _now(room, 1)
        assert "Old Title" in digest["text"]
        await room.say("/source 1 title=New Title", OWNER)
        await room.wait("New Title", OWNER)
        asked = await room.say("/latest 1")
        brief = await room.wait("cut in gas prices", after=asked)
        assert "New Title" in brief["text"]
        asked = await room.say("/digest today")
        again = await room.wait("cut in gas prices", after=asked)
        assert "New Title" in again["text"]
        assert "Old Title" not in again["text"]


async def test_an_unknown_host_is_called_so(tmp_path: Path, telegram: Telegram) -> None:
    async with LoopbackWeb() as web, newsroom_on_the_web(tmp_path, telegram, web) as room:
        await room.say("https://no-such-site.invalid/news/1")
        await room.wait("There is no site called no-such-site.invalid")
        await room.say("/add https://no-such-site.invalid/rss", OWNER)
        await room.wait("There is no site called no-such-site.invalid", OWNER)
