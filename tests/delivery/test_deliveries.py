"""What arrives and what does not, shown from the reader's side."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from bot.delivery.administrators import ADMINS_KEPT
from bot.store import chats, outbox, requests
from tests.delivery.faulty_server import until
from tests.delivery.newsroom import FORUM, GROUP, OWNER, READER, STRANGER, Newsroom, Telegram
from tests.delivery.table_translator import GAS, LIBRARY
from tests.telegram_server import Fields

FRIDAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
"""06:00 in Amman."""
EIGHT = FRIDAY + timedelta(hours=2, seconds=2)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY, tick=True) as traveller:
        yield traveller


def sent(telegram: Telegram, words: str) -> Fields:
    """The call that sent it."""
    (call,) = [f for m, f, _ in telegram.calls if m == "sendMessage" and words in f["text"]]
    return call


async def test_a_digest_of_headlines_alone_comes_without_a_sound(
    newsroom: Newsroom, telegram: Telegram, clock: time_machine.Traveller
) -> None:
    for text in (GAS, LIBRARY):
        await newsroom.say(text)
    await newsroom.wait("gas prices")
    await newsroom.wait("public library")
    for command in ("/headlines on", "/silent on", "/subscribe"):
        await newsroom.say(command)
    promised = await newsroom.wait("Subscribed")
    clock.move_to(EIGHT)
    digest = await newsroom.wait("2 articles", after=promised)
    assert "gas prices" in digest["text"]
    assert "library" in digest["text"]
    brief = next(text for text in telegram.texts(READER) if "cut in gas prices" in text)
    points = [line for line in brief.splitlines() if line.startswith("•")]
    assert points
    assert not any(point in digest["text"] for point in points)
    assert sent(telegram, "2 articles")["disable_notification"] is True
    assert not sent(telegram, "Subscribed").get("disable_notification")


async def test_a_long_translation_comes_as_a_file_by_its_button(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    body = GAS.split("\n\n")[1:]
    extra = [f"{sentence} وذلك في الفقرة {number}." for number, sentence in enumerate(body * 20)]
    data = "\n\n".join((GAS, *extra)).encode()
    await newsroom.say("", READER, document=telegram.upload("long.txt", data))
    brief = await newsroom.wait("shown lines marked", seconds=90)
    await newsroom.press(brief, "Full translation")
    page = await newsroom.wait("(1/", after=brief)
    await newsroom.press(page, "As a file")
    file = (await newsroom.wait_for_file(READER)).decode()
    assert file.lower().startswith("<!doctype html>")
    assert file.count("<p") + file.count("<td") + file.count("<div") > len(extra)
    assert body[0][:40] in file
    assert "gas prices" in file


async def test_who_administers_is_asked_of_telegram_once_in_minutes(
    newsroom: Newsroom, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins.add((GROUP, READER))
    began = time.monotonic()

    def asked() -> int:
        return sum(method == "getChatMember" for method, _, _ in telegram.calls)

    async def settings_at(seconds: float, words: str) -> None:
        monkeypatch.setattr("bot.delivery.administrators.monotonic", lambda: began + seconds)
        shown = await newsroom.say("/settings", GROUP, READER)
        await newsroom.wait(words, GROUP, after=shown)

    await settings_at(0, "Settings of this chat")
    first = asked()
    assert first == 1
    telegram.admins.clear()
    await settings_at(ADMINS_KEPT - 1, "Settings of this chat")
    assert asked() == first
    await settings_at(ADMINS_KEPT + 1, "Only this chat's administrators")
    assert asked() == first + 1


async def test_a_message_forwarded_in_a_group_is_left_alone(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins.add((GROUP, READER))
    await newsroom.say("/latest", GROUP, READER)
    await newsroom.wait("No article has come in yet", GROUP)
    origin = {
        "type": "channel",
        "date": 1,
        "message_id": 3,
        "chat": {"id": -1009, "type": "channel", "title": "News", "username": "news"},
    }
    await newsroom.say(GAS, GROUP, READER, forward_origin=origin)
    shown = await newsroom.say("/latest", GROUP, READER)
    await newsroom.wait("No article has come in yet", GROUP, after=shown)
    async with newsroom.store.read_only() as c:
        assert await requests.count_open(c) == 0
    assert len(telegram.texts(GROUP)) == 2


async def test_a_group_taken_off_the_list_gets_nothing_more_of_what_waits(
    telegram: Telegram, clock: time_machine.Traveller, tmp_path: Path
) -> None:
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins.add((GROUP, READER))
    telegram.add_chat(FORUM, "supergroup", title="Opened")
    telegram.admins.add((FORUM, READER))
    async with Newsroom(tmp_path, telegram, allowed_chats=(GROUP,)) as room:
        for chat in (GROUP, FORUM):
            await room.say("/subscribe", chat, READER)
            await room.say("/empty say", chat, READER)
            await room.wait("When nothing is new: say so", chat)
        await room.say("/pause", OWNER)
        await room.say("/broadcast Good morning", OWNER)
        preview = await room.wait("This goes to", OWNER)
        await room.press(preview, "Send it")
        await room.wait("sending is paused", OWNER)
    async with Newsroom(tmp_path, telegram) as room:
        await room.say("/resume", OWNER)
        clock.move_to(EIGHT)
        await room.wait("Good morning", FORUM)
        await room.wait("2026-11-20 08:00: nothing new", FORUM)

        async def all_gone() -> bool:
            async with room.store.read_only() as c:
                return await outbox.count_unsent(c) == 0

        await until(all_gone)
    assert not any("Good" in t or "nothing new" in t for t in telegram.texts(GROUP))


async def test_the_operators_word_subscribes_a_group_that_is_on_no_list(
    newsroom: Newsroom, telegram: Telegram, clock: time_machine.Traveller
) -> None:
    telegram.add_chat(GROUP, "group", title="Desk")
    for command in ("/subscribe", "/empty say"):
        await newsroom.say(command, GROUP, OWNER)
    await newsroom.wait("When nothing is new: say so", GROUP)
    clock.move_to(EIGHT)
    await newsroom.wait("2026-11-20 08:00: nothing new", GROUP)


async def test_a_listed_group_that_became_a_supergroup_stays_open_when_all_is_forgotten(
    telegram: Telegram, tmp_path: Path
) -> None:
    async with Newsroom(tmp_path, telegram, allowed_chats=(GROUP,)) as room:
        telegram.add_chat(GROUP, "group", title="Desk")
        telegram.admins.add((FORUM, STRANGER))
        await room.say("/latest", GROUP, STRANGER)
        await room.wait("No article has come in yet", GROUP)
        telegram.add_chat(FORUM, "supergroup", title="Desk")
        telegram.migrated[GROUP] = FORUM
        await room.say(None, FORUM, STRANGER, migrate_from_chat_id=GROUP)
        await room.say("/forget", FORUM, STRANGER)
        sure = await room.wait("There is no way back", FORUM)
        await room.press(sure, "Delete it", STRANGER)
        gone = await room.wait("Deleted, with all settings", FORUM)
        async with room.store.read_only() as c:
            assert not await chats.of_telegram(c, FORUM)
        shown = await room.say("/latest", FORUM, STRANGER)
        assert shown["message_id"] > gone["message_id"]
        await room.wait("No article has come in yet", FORUM, after=shown)


async def test_answers_of_one_chat_come_in_the_order_they_were_asked_for(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    await newsroom.say("/help", OWNER)
    await newsroom.wait("What I can do", OWNER)
    telegram.flood(2, retry_after=1, chat_id=OWNER)
    telegram.flood(1, retry_after=1, method="sendDocument")
    for command in ("/status", "/invite", "/export 7", "/latest", "/invite 2", "/stories 5"):
        await newsroom.say(command, OWNER)
    await newsroom.wait("Stories: 5", OWNER, seconds=90)
    order = ("Status", "Uses: 1", "Settings and counts", "No article", "Uses: 2", "Stories: 5")
    said = "\n".join(telegram.texts(OWNER))
    places = [re.search(words, said).start() for words in order]  # type: ignore[union-attr]
    assert places == sorted(places)
