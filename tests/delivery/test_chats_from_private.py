"""Channels and groups set up from the private chat; nothing but digests appears in a channel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.store import chats
from tests.delivery.faulty_server import until
from tests.delivery.memo import briefed, published
from tests.delivery.newsroom import CHANNEL, GROUP, READER, STRANGER, Newsroom, Telegram
from tests.delivery.table_translator import GAS, LIBRARY
from tests.telegram_server import Fields

FRIDAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
"""06:00 in Amman."""


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY, tick=True) as traveller:
        yield traveller


@pytest.fixture
def channel(telegram: Telegram) -> Fields:
    """The reader's channel, where the bot is not yet."""
    telegram.admins.add((CHANNEL, READER))
    return telegram.add_chat(CHANNEL, "channel", title="Wire", username="wire_news")


async def test_a_channel_is_added_and_set_up_in_private(
    newsroom: Newsroom, telegram: Telegram, channel: Fields, clock: time_machine.Traveller
) -> None:
    await newsroom.say("/start")
    greeting = await newsroom.wait("turns Arabic news")
    await newsroom.press(greeting, "Channels and groups")
    offered = await newsroom.wait("I can post digests in your channels")
    links = [
        b["url"] for row in offered["reply_markup"]["inline_keyboard"] for b in row if "url" in b
    ]
    assert links == [
        "https://t.me/digest_bot?startchannel&admin=post_messages",
        "https://t.me/digest_bot?startgroup",
    ]
    await telegram.put_in(CHANNEL, READER)
    added = await newsroom.wait("I am in Wire now")
    await newsroom.press(added, "Set up digests")
    await newsroom.wait("Settings of Wire")
    menu = newsroom.messages()[-1]
    await newsroom.press(menu, "Turn digests on")
    await newsroom.wait("Digests: on")
    await newsroom.press(newsroom.messages()[-1], "Times")
    times = await newsroom.wait("/times @wire_news 08:00")
    await newsroom.press(times, "07:00")
    await newsroom.say("/times @wire_news 06:30")
    await newsroom.wait("Times: 06:30 every day", after=times)
    assert telegram.texts(CHANNEL) == []
    await newsroom.say("/settings")
    mine = await newsroom.wait("Settings of this chat")
    assert "Digests: off" in mine["text"]
    await published(newsroom, GAS)
    clock.move_to(FRIDAY + timedelta(minutes=30, seconds=2))
    digest = await newsroom.wait("1 article, 1 story", CHANNEL)
    await newsroom.press(digest, "Open an article", READER)
    which = await newsroom.wait("Which article?")
    await newsroom.press(which, "gas prices")
    await newsroom.wait("Energy minister announces cut in gas prices", after=which)
    assert len(telegram.texts(CHANNEL)) == 1


async def test_a_chat_is_picked_with_telegrams_own_button(
    newsroom: Newsroom, telegram: Telegram, channel: Fields
) -> None:
    await newsroom.say("/settings")
    menu = await newsroom.wait("Settings of this chat")
    await newsroom.press(menu, "Channels and groups")
    offered = await newsroom.wait("I can post digests")
    await newsroom.press(offered, "Choose one I am in")
    await newsroom.wait("choose the chat")
    await telegram.share_chat(READER, CHANNEL)
    await newsroom.wait("Settings of Wire")
    assert telegram.standings[CHANNEL, telegram.me["id"]] == "administrator"
    assert telegram.texts(CHANNEL) == []


async def test_subscribe_names_a_channel_or_says_how(
    newsroom: Newsroom, telegram: Telegram, channel: Fields
) -> None:
    await newsroom.say("/subscribe @wire_news 18:30 Berlin")
    how = await newsroom.wait("I am not in @wire_news")
    assert "startchannel" in str(how["reply_markup"])
    telegram.standings[CHANNEL, telegram.me["id"]] = "administrator"
    await newsroom.say("/subscribe https://t.me/wire_news 18:30 Berlin")
    done = await newsroom.wait("18:30 every day (Europe/Berlin")
    telegram.admins.discard((CHANNEL, READER))
    async with newsroom.store.read_only() as c:
        kept = await chats.find(c, CHANNEL)
    assert kept is not None
    assert kept.settings["times"] == [["18:30", "0123456"]]
    await newsroom.say("/unsubscribe @wire_news")
    await newsroom.wait("Only an administrator of Wire", after=done)


async def test_menus_of_a_chat_end_with_the_right_to_administer_it(
    newsroom: Newsroom, telegram: Telegram, channel: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram.standings[CHANNEL, telegram.me["id"]] = "administrator"
    await newsroom.say("/settings @wire_news")
    menu = await newsroom.wait("Settings of Wire")
    telegram.admins.discard((CHANNEL, READER))
    monkeypatch.setattr("bot.delivery.administrators.ADMINS_KEPT", 0.0)
    await newsroom.press(menu, "Turn digests on")
    assert await newsroom.toast(1) == "Only this chat's administrators can do that."


async def test_a_command_in_a_channel_is_answered_in_private(
    newsroom: Newsroom, telegram: Telegram, channel: Fields
) -> None:
    await newsroom.say("/help")
    await newsroom.wait("What I can do")
    await telegram.put_in(CHANNEL, READER)
    await newsroom.wait("I am in Wire now")
    await newsroom.post(CHANNEL, "/subscribe 9am")
    await newsroom.wait("Your digest comes at: 09:00 every day")
    assert telegram.texts(CHANNEL) == []


async def test_a_reader_of_a_channel_is_told_to_write_first(
    newsroom: Newsroom, telegram: Telegram, channel: Fields, clock: time_machine.Traveller
) -> None:
    await newsroom.say("/help")
    await newsroom.wait("What I can do")
    await telegram.put_in(CHANNEL, READER)
    await newsroom.say("/subscribe @wire_news")
    await newsroom.wait("Your digest comes at")
    await published(newsroom, GAS)
    clock.move_to(FRIDAY + timedelta(hours=2, seconds=2))
    digest = await newsroom.wait("1 article, 1 story", CHANNEL)
    await newsroom.press(digest, "Open an article", STRANGER)
    assert (
        await newsroom.toast(1) == "Write to me in private first, then press again: I answer there."
    )


async def test_in_a_group_the_bot_says_one_line_to_the_administrators(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins.add((GROUP, READER))
    await telegram.put_in(GROUP, READER, "member")
    said = await newsroom.wait("For the administrators", GROUP)
    assert len(said["text"].splitlines()) == 1
    url = said["reply_markup"]["inline_keyboard"][0][0]["url"]
    assert url == f"https://t.me/digest_bot?start=chat{GROUP}"
    await newsroom.say(f"/start chat{GROUP}")
    await newsroom.wait("Settings of Desk")
    assert len(telegram.texts(GROUP)) == 1


async def test_a_private_channel_is_a_source_for_the_chats_its_administrator_names(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    telegram.add_chat(CHANNEL, "channel", title="Wire")
    telegram.admins.add((CHANNEL, READER))
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins.add((GROUP, READER))
    await newsroom.say("/help", GROUP, READER)
    await newsroom.wait("What I can do", GROUP)
    await newsroom.say("/help")
    await newsroom.wait("What I can do")
    await telegram.put_in(CHANNEL, READER)
    await newsroom.wait("I am in Wire now")
    await newsroom.post(CHANNEL, LIBRARY)
    await newsroom.say(f"/settings {CHANNEL}")
    menu = await newsroom.wait("Settings of Wire")
    await newsroom.press(menu, "As a source")
    page = await newsroom.wait("Who gets the posts of Wire")
    await newsroom.press(page, "Desk")
    assert await newsroom.toast(2) == "Saved."
    await newsroom.post(CHANNEL, GAS)
    await newsroom.post(CHANNEL, "Short English note.")

    await until(lambda: briefed(newsroom, 1))
    await newsroom.say("/now", GROUP, READER)
    digest = await newsroom.wait("cut in gas prices", GROUP)
    assert "Wire" in digest["text"]
    assert not any("library" in text for text in telegram.texts(GROUP))
    asked = await newsroom.say("/search gas")
    await newsroom.wait("Nothing found", after=asked)
    assert telegram.texts(CHANNEL) == []


async def test_a_private_group_is_a_source_too(newsroom: Newsroom, telegram: Telegram) -> None:
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins.add((GROUP, READER))
    await newsroom.say("/help")
    await newsroom.wait("What I can do")
    await telegram.put_in(GROUP, READER)
    await newsroom.wait("For the administrators", GROUP)
    await newsroom.say(f"/settings {GROUP}")
    menu = await newsroom.wait("Settings of Desk")
    await newsroom.press(menu, "As a source")
    page = await newsroom.wait("Who gets the posts of Desk")
    # A private chat goes by its user's name.
    await newsroom.press(page, "Rana")
    assert await newsroom.toast(2) == "Saved."
    await newsroom.say(GAS, GROUP, STRANGER)
    await until(lambda: briefed(newsroom, 1))
    await newsroom.say("/now")
    digest = await newsroom.wait("cut in gas prices")
    assert "Desk" in digest["text"]
    assert len(telegram.texts(GROUP)) == 1
