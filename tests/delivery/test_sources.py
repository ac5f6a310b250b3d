"""Links, feeds, lists of feeds and who may change them, as a newsroom uses them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.handlers import sources_adding
from bot.delivery.handlers.sources_reports import report_failing
from bot.store import polls, sources
from bot.store.source import Health, NewSource, SourceKind
from tests.delivery.loopback import HOST, feed_of, newsroom_on_the_web, page_of
from tests.delivery.newsroom import GROUP, OWNER, READER, Newsroom, Telegram
from tests.delivery.table_translator import GAS, LIBRARY
from tests.sources.web import LoopbackWeb, redirect
from tests.telegram_server import Fields

GAS_TITLE, LIBRARY_TITLE = GAS.split("\n\n")[0], LIBRARY.split("\n\n")[0]


@pytest.fixture
async def web() -> AsyncIterator[LoopbackWeb]:
    async with LoopbackWeb() as server:
        server.put(HOST, "/gas", page_of(GAS))
        server.put(HOST, "/library", page_of(LIBRARY))
        items = [("/gas", GAS_TITLE), ("/library", LIBRARY_TITLE)]
        rss = "application/rss+xml"
        server.put(HOST, "/feed", feed_of(server, items), media_type=rss)
        link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
        server.put(HOST, "/", f"<html><head>{link}</head><body>أهلا</body></html>")
        yield server


@pytest.fixture
async def room(telegram: Telegram, web: LoopbackWeb, tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with newsroom_on_the_web(tmp_path, telegram, web) as running:
        yield running


def targets(message: Fields) -> list[str]:
    return [entity["url"] for entity in message.get("entities", ()) if "url" in entity]


# -------------------------------------------------------------------------------------- links


async def test_a_link_is_fetched_and_answered_with_outlet_and_time(
    room: Newsroom, web: LoopbackWeb
) -> None:
    url = web.url(HOST, "/gas")
    await room.say(f"شوف {url}")
    brief = await room.wait("cut in gas prices")
    assert "البلد" in brief["text"]
    assert "20 November 2026, 11:30 Amman" in brief["text"]
    assert url in targets(brief)


async def test_several_links_are_several_answers(room: Newsroom, web: LoopbackWeb) -> None:
    await room.say(f"{web.url(HOST, '/gas')}\n{web.url(HOST, '/library')}")
    await room.wait("cut in gas prices")
    await room.wait("Public library opens")


async def test_pages_that_give_no_article_are_answered_and_hostile_ones_not_asked(
    room: Newsroom, web: LoopbackWeb
) -> None:
    web.put(HOST, "/gone", "", status=410)
    web.put(HOST, "/away", redirect("http://169.254.169.254/latest/meta-data"))
    web.put(HOST, "/round", redirect(web.url(HOST, "/round")))
    web.put(HOST, "/english", "<p>" + "The minister spoke of gas prices in the city. " * 9)
    asked = (
        ("/none", "404"),
        ("/gone", "410"),
        ("/away", "not on the public internet"),
        ("/round", "circle"),
        ("/english", "not Arabic"),
    )
    for path, said in asked:
        sent = await room.say(web.url(HOST, path))
        answer = await room.wait("could not be read", after=sent)
        assert said in answer["text"], answer["text"]
    for hostile in ("http://10.0.0.1/x", "http://u:p@example.test/", "file:///etc/passwd"):
        sent = await room.say(hostile)
        await room.wait("could not be read", after=sent)


async def test_refusals_are_told_in_arabic_to_who_reads_arabic(
    room: Newsroom, telegram: Telegram, web: LoopbackWeb
) -> None:
    telegram.languages[READER] = "ar"
    await room.say(web.url(HOST, "/none"))
    await room.wait("لا صفحة في هذا العنوان")
    await room.say("http://192.168.1.1/")
    await room.wait("شبكة خاصة")


# ------------------------------------------------------------------------------------- adding


async def added(room: Newsroom, what: str, user: int = OWNER) -> Fields:
    asked = await room.say(f"/add {what}", user)
    found = await room.wait("Draft translation", user, after=asked)
    await room.press(found, "Add it")
    return await room.wait("Added as source", user, after=asked)


async def test_who_adds_before_the_draft_is_there_still_gets_it_and_no_promise_of_it(
    room: Newsroom, web: LoopbackWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, pressed = sources_adding.draft, asyncio.Event()

    async def late(*given: Any) -> list[str]:
        await pressed.wait()
        return await real(*given)

    monkeypatch.setattr(sources_adding, "draft", late)
    await room.say(f"/add {web.url(HOST, '/feed')}", OWNER)
    found = await room.wait("A draft translation is on its way", OWNER)
    assert "feed, Arabic" in found["text"]
    await room.press(found, "Add it")
    await room.wait("Added as source 1", OWNER)
    pressed.set()
    shown = await room.wait("Draft translation, not checked", OWNER)
    assert shown["message_id"] == found["message_id"]
    assert "on its way" not in shown["text"]
    assert "Add it?" not in shown["text"]


async def test_a_sites_feed_is_found_shown_added_and_read_into_the_digest(
    room: Newsroom, web: LoopbackWeb
) -> None:
    await room.say(f"/add {web.url(HOST, '/')}", OWNER)
    found = await room.wait("Draft translation", OWNER)
    assert "البلد" in found["text"]
    assert web.url(HOST, "/feed") in found["text"]
    assert GAS_TITLE in found["text"]
    assert "Energy minister announces cut in gas prices" in found["text"]
    await room.press(found, "Add it")
    await room.wait("Added as source 1", OWNER)
    await room.say("/help")
    await room.wait("What I can do")
    digest = await _digest_with(room, "Public library opens")
    assert "cut in gas prices" in digest["text"]
    assert {web.url(HOST, "/gas"), web.url(HOST, "/library")} <= set(targets(digest))
    await room.say(f"/add {web.url(HOST, '/feed')}", OWNER)
    await room.wait("I have that one already: source 1", OWNER)
    listed = await room.say("/sources", OWNER)
    await room.wait("Sources: 1", OWNER, after=listed)
    await room.say("/status", OWNER)
    await room.wait("Sources: 1, failing: 0", OWNER)


async def _digest_with(room: Newsroom, words: str, chat: int = READER) -> Fields:
    """Of /now once that is briefed."""
    await _briefed(room, 2)
    asked = await room.say("/now", chat)
    return await room.wait(words, chat, after=asked)


async def _briefed(room: Newsroom, count: int) -> None:
    from bot.store import articles
    from bot.store.articles import Stage
    from tests.delivery.faulty_server import until

    async def done() -> bool:
        async with room.store.read_only() as c:
            return (await articles.count_by_stage(c)).get(Stage.BRIEFED, 0) >= count

    await until(done)


async def test_not_confirmed_is_not_added_and_no_feed_is_said(
    room: Newsroom, web: LoopbackWeb
) -> None:
    await room.say(f"/add {web.url(HOST, '/feed')}", OWNER)
    found = await room.wait("Draft translation", OWNER)
    await room.press(found, "Cancel")
    await room.wait("Nothing was added", OWNER)
    await room.say(f"/add {web.url(HOST, '/library')}", OWNER)
    await room.wait("is no feed", OWNER)
    await room.say("/add two words", OWNER)
    await room.wait("Write an address after the command", OWNER)
    async with room.store.read_only() as c:
        assert await sources.count(c, everybody=True) == 0


async def test_only_the_operator_adds_and_changes_the_shared_catalogue(
    room: Newsroom, web: LoopbackWeb
) -> None:
    await room.say(f"/add {web.url(HOST, '/feed')}")
    await room.wait("Only the operator adds sources")
    await added(room, web.url(HOST, "/feed"))
    await room.say("/source 1 topic=Mine")
    await room.wait("Only the operator and whoever added it")
    await room.say("/remove 1")
    await room.wait("Only the operator and whoever added it")
    await room.say("/opml")
    await room.wait("Only the bot's operator")
    await room.say("/source 1")
    shown = await room.wait("Entries:")
    assert "Remove" not in str(shown["reply_markup"])


async def test_a_users_own_source_reaches_that_user_alone(
    telegram: Telegram, web: LoopbackWeb, tmp_path: Path
) -> None:
    async with newsroom_on_the_web(tmp_path, telegram, web, users_may_add=True) as room:
        await added(room, web.url(HOST, "/feed"), READER)
        digest = await _digest_with(room, "Public library opens")
        assert "cut in gas prices" in digest["text"]
        asked = await room.say("/now", OWNER)
        await room.wait("nothing for a first digest", OWNER, after=asked)
        await room.say("/follow 1", OWNER)
        await room.wait("no source 1 that you can choose", OWNER)
        await room.say("/remove 1")
        sure = await room.wait("Its articles can still be found")
        await room.press(sure, "Remove it")
        await room.wait("Removed: البلد")


# ----------------------------------------------------------------------------------- settings


async def test_a_source_is_set_by_buttons_and_as_typed(room: Newsroom, web: LoopbackWeb) -> None:
    done = await added(room, web.url(HOST, "/feed"))
    await room.press(done, "Settings of this source")
    menu = await room.wait("Entries:", OWNER)
    await room.press(menu, "How often")
    choice = await room.wait("How often should", OWNER)
    await room.press(choice, "3 h")
    menu = await room.wait("every 180 minutes", OWNER)
    await room.press(menu, "Pause")
    menu = await room.wait("Paused.", OWNER)
    await room.press(menu, "Check again")
    await room.wait("Working.", OWNER)
    asked = await room.say(
        "/source 1 topic=Economy must=غاز, /نفط|gas/ mustnot=كرة priority=2 agent=Mine/1", OWNER
    )
    shown = await room.wait("Topic: Economy", OWNER, after=asked)
    for words in (
        "Must have one of: غاز, /نفط|gas/",
        "Must not have: كرة",
        "Priority: 2",
        "Mine/1",
    ):
        assert words in shown["text"]
    wrong = (
        ("interval=1", "from 10 to 1440"),
        ("colour=red", "no setting “colour”"),
        ("must=/(/", "could not be read"),
        ("", "Topic: Economy"),
    )
    for typed, said in wrong:
        asked = await room.say(f"/source 1 {typed}", OWNER)
        await room.wait(said, OWNER, after=asked)
    await room.say("/source 99", OWNER)
    await room.wait("no source with this number", OWNER)


async def test_a_chat_follows_topics_or_sources(room: Newsroom, web: LoopbackWeb) -> None:
    items = [("/library", LIBRARY_TITLE)]
    web.put(HOST, "/culture", feed_of(web, items, "ثقافة"), media_type="application/rss+xml")
    web.put(HOST, "/feed", feed_of(web, [("/gas", GAS_TITLE)]), media_type="application/rss+xml")
    # Answered, so this process holds the lease and polls.
    await room.say("/follow all")
    await room.wait("Digests from all sources.")
    now = datetime.now(UTC)
    async with room.store.transaction() as c:
        for path, topic in (("/feed", "Economy"), ("/culture", "Culture")):
            new = NewSource(web.url(HOST, path), SourceKind.FEED, title=topic, topic=topic)
            await sources.add(c, new, now)
    room.parts.poller.wake()
    await room.say("/follow topics culture")
    await room.wait("Topics: Culture")
    digest = await _digest_with(room, "Public library opens")
    assert "gas" not in digest["text"]
    await room.say("/settings")
    menu = await room.wait("Topics: Culture", after=digest)
    await room.press(menu, "Sources")
    choice = await room.wait("Which sources this chat gets", after=digest)
    await room.press(choice, "1 · Economy")
    await room.wait("Sources: 1 Economy", after=digest)
    asked = await room.say("/now")
    await room.wait("cut in gas prices", after=asked)
    await room.say("/follow all")
    await room.wait("Digests from all sources.")
    for typed, said in (
        ("topics None", "no topic “None”"),
        ("99", "no source 99"),
        ("x", "I could"),
    ):
        asked = await room.say(f"/follow {typed}")
        await room.wait(said, after=asked)


async def test_in_a_group_the_shared_catalogue_is_listed_and_nothing_is_added(
    room: Newsroom, telegram: Telegram
) -> None:
    telegram.add_chat(GROUP, "group", title="Desk")
    await room.say("/add https://example.test", GROUP, OWNER)
    await room.wait("only in a private chat with me", GROUP)
    await room.say("/sources", GROUP, OWNER)
    await room.wait("There are no sources yet", GROUP)


# --------------------------------------------------------------------------- lists and reports

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
<outline text="اقتصاد"><outline text="A" type="rss" xmlUrl="https://a.example/feed"/>
<outline text="Bad" type="rss" xmlUrl="ftp://b.example/feed"/></outline>
<outline text="C" type="rss" xmlUrl="https://c.example/feed"/></body></opml>"""


async def test_a_list_is_imported_when_confirmed_and_given_back(
    room: Newsroom, telegram: Telegram
) -> None:
    room.parts.poller._may = lambda: False
    file = telegram.upload("feeds.opml", OPML.encode())
    await room.say("", READER, document=file)
    await room.wait("Only the operator can import")
    await room.say("", OWNER, document=file)
    question = await room.wait("Feeds in this list: 2", OWNER)
    assert "اقتصاد" in question["text"]
    assert "Bad: " in question["text"]
    await room.press(question, "Import them")
    done = await room.wait("Imported: 2", OWNER)
    assert "Refused: 1" in done["text"]
    await room.say("", OWNER, document=telegram.upload("feeds.opml", OPML.encode()))
    again = await room.wait("Feeds in this list: 2", OWNER, after=done)
    await room.press(again, "Cancel")
    await room.wait("Nothing was imported", OWNER)
    await room.say("", OWNER, document=telegram.upload("x.opml", b"<html>"))
    await room.wait("no OPML file", OWNER)
    await room.say("/opml", OWNER)
    given = (await room.wait_for_file(OWNER)).decode()
    assert "https://a.example/feed" in given
    assert "اقتصاد" in given


async def test_a_source_that_fails_for_days_is_told_of_once(room: Newsroom) -> None:
    room.parts.poller._may = lambda: False
    await room.say("/help", OWNER)
    await room.wait("What I can do", OWNER)
    now = datetime.now(UTC)
    async with room.store.transaction() as c:
        for days in (2, 4):
            new = NewSource(f"https://example.test/{days}", SourceKind.FEED, title=f"Feed {days}")
            await sources.add(c, new, now)
        for source, days in ((1, 2), (2, 4)):
            (claimed,) = await polls.claim(
                c, now, now + timedelta(hours=1), "test", limit=1, only=source
            )
            since = now - timedelta(days=days)
            await polls.failed(
                c, claimed, "test", since, now, error="NotFound", reason="It is not there."
            )
    await report_failing(room.parts.context)
    told = await room.wait("Feed 4, has been failing since", OWNER)
    assert "It is not there." in told["text"]
    await report_failing(room.parts.context)
    await room.press(told, "Settings of this source")
    menu = await room.wait("Failing since", OWNER)
    await room.press(menu, "Remove")
    sure = await room.wait("Remove Feed 4", OWNER)
    await room.press(sure, "Keep it")
    await room.wait("Nothing was removed", OWNER)
    sent = [fields["text"] for method, fields, _ in room.server.calls if method == "sendMessage"]
    assert sum("has been failing since" in text for text in sent) == 1
    async with room.store.read_only() as c:
        source = await sources.get(c, 1)
    assert source is not None
    assert source.health is Health.FAILING
    assert source.reported_at is None
