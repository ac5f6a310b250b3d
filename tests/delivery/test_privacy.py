"""What somebody sends in private is seen by nobody else, whichever way they ask for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from tests.delivery.loopback import HOST, newsroom_on_the_web, page_of
from tests.delivery.memo import SECOND, TITLE, found_in, nobody_was_told, pasted, published, told
from tests.delivery.newsroom import CHANNEL, FORUM, GROUP, OWNER, READER, Newsroom, Telegram, button
from tests.delivery.table_translator import GAS, LIBRARY, MEMO
from tests.sources.web import LoopbackWeb
from tests.telegram_server import Fields

FRIDAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
"""06:00 in Amman."""
POST = {
    "type": "channel",
    "date": 1_790_000_000,
    "chat": {"id": -1001234567890, "type": "channel", "title": "قنطريش", "username": "qantarish"},
    "message_id": 5,
}


@pytest.fixture
async def web() -> AsyncIterator[LoopbackWeb]:
    async with LoopbackWeb() as server:
        server.put(HOST, "/memo", page_of(MEMO, "قنطريش"))
        yield server


@pytest.fixture
async def room(telegram: Telegram, web: LoopbackWeb, tmp_path: Path) -> AsyncIterator[Newsroom]:
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.add_chat(FORUM, "supergroup", title="Forum")
    telegram.admins |= {(GROUP, READER), (FORUM, READER)}
    async with newsroom_on_the_web(tmp_path, telegram, web) as running:
        yield running


async def _sent(room: Newsroom, web: LoopbackWeb, way: str) -> Fields:
    if way == "link":
        await room.say(web.url(HOST, "/memo"))
    elif way == "file":
        await room.say("", document=room.server.upload("قنطريش.txt", MEMO.encode()))
    else:
        await room.say(MEMO, **({"forward_origin": POST} if way == "post" else {}))
    return await room.wait(TITLE)


@pytest.mark.parametrize("way", ["text", "post", "link", "file"])
async def test_no_other_chat_finds_it_by_any_command(
    room: Newsroom, telegram: Telegram, web: LoopbackWeb, way: str
) -> None:
    await _sent(room, web, way)
    topic = {"message_thread_id": 5, "is_topic_message": True}
    others = [(OWNER, OWNER, {}), (GROUP, READER, {}), (FORUM, READER, topic)]
    asks = [
        ("/now", "nothing for a first digest"),
        ("/latest", "No article has come in yet"),
        ("/search مذكرة داخلية", "Nothing found for “مذكرة داخلية”"),
        ("/search internal memo", "Nothing found for “internal memo”"),
    ]
    for chat, user, where in others if way == "text" else others[:1]:
        for asked, _ in asks:
            await room.say(asked, chat, user, **where)
        await room.say("/settings", chat, user, **where)
        menu = await room.wait("Settings of this chat", chat)
        await room.press(menu, "Outlets", user)
        await room.wait("Which outlets?", chat)
        for _, said in asks:
            await room.wait(said, chat)
    nobody_was_told(telegram, READER)
    # In its own chat all of it is there.
    await room.say("/search internal memo")
    await room.wait("1 found for")
    await room.say("/now")
    await room.wait("1 article, 1 story")
    assert found_in(told(telegram, READER))


async def test_the_total_of_a_search_counts_what_the_chat_may_see(people: Newsroom) -> None:
    await published(people, LIBRARY)
    await people.say(f"{LIBRARY}\n\nوقال مدير المكتبة إن الدخول مجاني.")
    await people.wait("Public library opens")
    for chat, total in ((READER, 2), (SECOND, 1), (OWNER, 1)):
        await people.say("/search library", chat)
        await people.wait(f"{total} found for", chat)


async def test_topics_of_a_forum_are_chats_of_their_own(room: Newsroom, telegram: Telegram) -> None:
    one, two = ({"message_thread_id": n, "is_topic_message": True} for n in (5, 6))
    await room.say("/latest", FORUM, READER, **one)
    reply = await room.wait("No article", FORUM)
    await pasted(room, FORUM, READER, reply_to_message=reply, **one)
    for asked in ("/now", "/latest", "/search internal memo"):
        shown = await room.say(asked, FORUM, READER, **two)
        said = await room.wait("", FORUM, after=shown)
        assert said["message_thread_id"] == 6
    await room.say("/now")
    await room.wait("nothing for a first digest")
    assert found_in(told(telegram, FORUM, 5))
    assert not found_in(told(telegram, FORUM, 6))
    nobody_was_told(telegram, FORUM)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY, tick=True) as traveller:
        yield traveller


async def test_a_channels_digest_on_schedule_has_what_is_public_and_no_more(
    clock: time_machine.Traveller, people: Newsroom, telegram: Telegram
) -> None:
    telegram.add_chat(CHANNEL, "channel", title="News")
    await people.say("/subscribe")
    mine = await people.wait("The first one comes 2026-11-20 08:00")
    telegram.admins.add((CHANNEL, READER))
    telegram.standings[CHANNEL, telegram.me["id"]] = "administrator"
    async with people.store.transaction() as c:
        from bot.store import chats

        channel = await chats.ensure(
            c, CHANNEL, chats.ChatKind.CHANNEL, FRIDAY, settings={"admitted": True}
        )
        assert channel.settings
    await people.post(CHANNEL, "/subscribe")
    await people.wait("The first one comes 2026-11-20 08:00", after=mine)
    await pasted(people)
    await published(people, GAS)
    clock.move_to(FRIDAY + timedelta(hours=2, seconds=2))
    await people.wait("1 article, 1 story", CHANNEL)
    own = await people.wait("2 articles, 2 stories")
    assert "Qantarish" in own["text"]
    nobody_was_told(telegram, READER)


async def test_a_story_and_its_outlets_are_what_the_chat_may_see(people: Newsroom) -> None:
    await published(people, GAS, outlet="Public Gazette")
    await people.say(GAS.rpartition(" ")[0] + ".", forward_origin=POST)
    await people.wait("cut in gas prices")
    await people.say("/now", SECOND)
    public = await people.wait("1 article, 1 story", SECOND)
    assert "Public Gazette" in public["text"]
    await people.say("/now")
    own = await people.wait("2 articles, 1 story")
    assert "قنطريش" in own["text"]
    nobody_was_told(people.server, READER)


async def test_buttons_of_another_chat_do_nothing_in_ones_own(
    people: Newsroom, telegram: Telegram
) -> None:
    brief = await pasted(people)
    await people.press(brief, "Full translation")
    whole = await people.wait("keep this matter secret", after=brief)
    await people.say("/latest")
    await people.wait(TITLE, after=whole)
    await people.say("/now")
    digest = await people.wait("1 article, 1 story")
    await people.say("/search internal memo")
    found = await people.wait("1 found for")
    stolen = [
        button(message, label)
        for message, label in (
            (brief, "Full translation"), (brief, "Arabic"), (brief, "Why?"), (brief, "Share"),
            (brief, "Delete"), (whole, "As a file"), (digest, "Open an article"),
            (found, "Internal memo"),
        )
    ]  # fmt: skip
    pressed = 0
    for chat, user in ((OWNER, OWNER), (SECOND, SECOND), (GROUP, READER)):
        await people.say("/settings", chat, user)
        menu = await people.wait("Settings of this chat", chat)
        for data in (*stolen, "1", "made-up"):
            await telegram.click(menu, data, user)
            pressed += 1
            assert await people.toast(pressed + 1) == "This menu is out of date."
    nobody_was_told(telegram, READER)
