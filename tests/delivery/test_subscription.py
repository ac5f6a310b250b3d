"""A subscription from the first tap to the digest, in every kind of chat."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from bot.delivery.loops import TICK
from tests.delivery.newsroom import CHANNEL, FORUM, GROUP, OWNER, READER, Newsroom, Telegram, button
from tests.delivery.table_translator import GAS, LIBRARY

FRIDAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
"""06:00 in Amman."""


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY, tick=True) as traveller:
        yield traveller


async def test_three_taps_and_the_digest_arrives_with_working_buttons(
    newsroom: Newsroom, clock: time_machine.Traveller
) -> None:
    await newsroom.say("/start")
    greeting = await newsroom.wait("turns Arabic news")
    await newsroom.press(greeting, "Subscribe")
    promise = await newsroom.wait("The first one comes 2026-11-20 08:00")
    await newsroom.press(promise, "Times")
    times = await newsroom.wait("When should the digest come")
    await newsroom.press(times, "07:00")
    await newsroom.wait("Times: 07:00 every day")
    await newsroom.say(GAS)
    await newsroom.say(LIBRARY)
    await newsroom.wait("gas prices")
    brief = await newsroom.wait("public library")
    clock.move_to(FRIDAY + timedelta(hours=1, seconds=1))
    digest = await newsroom.wait("2 articles, 2 stories", after=brief)
    assert "07:00 Amman" in digest["text"]
    await newsroom.press(digest, "Open an article")
    which = await newsroom.wait("Which article?")
    await newsroom.press(which, "library")
    opened = await newsroom.wait("Public library opens", after=which)
    button(opened, "Why?")
    clock.move_to(FRIDAY + timedelta(days=1, hours=1, seconds=1))
    await newsroom.say("/now")
    await newsroom.wait("Nothing new since the last digest.", after=opened)
    assert sum("2 articles" in text for text in newsroom.server.texts(READER)) == 1


async def test_quiet_hours_hold_the_digest_until_their_end(
    newsroom: Newsroom, clock: time_machine.Traveller
) -> None:
    for command in ("/subscribe", "/quiet 22:00 09:30", "/empty say"):
        await newsroom.say(command)
    await newsroom.wait("When nothing is new: say so")
    clock.move_to(FRIDAY + timedelta(hours=2, seconds=2))
    shown = await newsroom.say("/now")
    await newsroom.wait("nothing for a first digest", after=shown)
    assert not any("08:00" in text and "nothing new" in text for text in _texts(newsroom))
    clock.move_to(FRIDAY + timedelta(hours=3, minutes=30, seconds=2))
    await newsroom.wait("2026-11-20 09:30: nothing new")


async def test_pause_holds_schedules_and_resume_sends_what_is_not_too_old(
    newsroom: Newsroom, clock: time_machine.Traveller
) -> None:
    for command in ("/subscribe", "/empty say"):
        await newsroom.say(command)
    await newsroom.wait("When nothing is new: say so")
    await newsroom.say("/pause", OWNER)
    await newsroom.wait("under 6 hours old", OWNER)
    clock.move_to(FRIDAY + timedelta(hours=2, seconds=2))
    await asyncio.sleep(3 * TICK)
    shown = await newsroom.say("/now")
    await newsroom.wait("nothing for a first digest", after=shown)
    assert not any("nothing new" in text for text in _texts(newsroom))
    await newsroom.say("/resume", OWNER)
    await newsroom.wait("2026-11-20 08:00: nothing new")


async def test_who_is_taken_off_the_list_gets_no_more_digests(
    telegram: Telegram, clock: time_machine.Traveller, tmp_path: Path
) -> None:
    async with Newsroom(tmp_path, telegram, allowed_users=(READER, 21)) as room:
        for user in (READER, 21):
            await room.say("/subscribe", user)
            await room.say("/empty say", user)
            await room.wait("When nothing is new: say so", user)
    async with Newsroom(tmp_path, telegram, allowed_users=(21,)) as room:
        clock.move_to(FRIDAY + timedelta(hours=2, seconds=2))
        await room.wait("2026-11-20 08:00: nothing new", 21)
    assert not any("nothing new" in text for text in telegram.texts(READER))


def _texts(newsroom: Newsroom) -> list[str]:
    return newsroom.server.texts(READER)


@pytest.mark.parametrize(
    ("chat", "kind", "thread"),
    [(GROUP, "group", 0), (FORUM, "supergroup", 77), (CHANNEL, "channel", 0)],
)
async def test_groups_topics_and_channels_have_digests_of_their_own(
    newsroom: Newsroom,
    telegram: Telegram,
    clock: time_machine.Traveller,
    chat: int,
    kind: str,
    thread: int,
) -> None:
    telegram.add_chat(chat, kind, title="Desk")
    telegram.admins.add((chat, READER))
    await newsroom.publish(GAS)
    await newsroom.say(GAS)
    await newsroom.wait("gas prices")
    topic = {"message_thread_id": thread, "is_topic_message": True} if thread else {}
    # In a channel nothing but the digest appears: the rest is said in private.
    answered = READER if kind == "channel" else chat
    if kind == "channel":
        await telegram.put_in(chat, READER)
        await newsroom.wait("I am in Desk now")
        await newsroom.post(chat, "/subscribe")
    else:
        await newsroom.say("/subscribe", chat, READER, **topic)
    await newsroom.wait("The first one comes 2026-11-20 08:00", answered)
    clock.move_to(FRIDAY + timedelta(hours=2, seconds=2))
    digest = await newsroom.wait("1 article, 1 story", chat)
    assert digest.get("message_thread_id", 0) == thread
    await newsroom.press(digest, "Open an article", READER)
    which = await newsroom.wait("Which article?", answered)
    assert which.get("message_thread_id", 0) == thread
    await newsroom.press(which, "gas prices", READER)
    brief = await newsroom.wait("cut in gas prices", answered, after=which)
    await newsroom.press(brief, "Why?", READER)
    why = await newsroom.wait("What each statement is based on", answered, after=brief)
    assert why.get("message_thread_id", 0) == thread


async def test_members_of_a_group_change_nothing_and_are_heard_only_when_they_mean_us(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins.add((GROUP, READER))
    await newsroom.say("/settings", GROUP, READER)
    menu = await newsroom.wait("Settings of this chat", GROUP)
    await newsroom.say("/unsubscribe@other_bot", GROUP, 55)
    await newsroom.say("good morning", GROUP, 55)
    await newsroom.say("/settings", GROUP, 55)
    await newsroom.wait("Only this chat's administrators", GROUP)
    await newsroom.press(menu, "Headlines", 55)
    assert await newsroom.toast(1) == "Only this chat's administrators can do that."
    await newsroom.press(menu, "Headlines", READER)
    assert await newsroom.toast(2) == "Saved."
    await newsroom.say("/latest", GROUP, 55)
    await newsroom.wait("No article has come in yet", GROUP)
    assert len(telegram.texts(GROUP)) == 3


async def test_a_menu_drawn_before_a_change_says_so_and_gives_a_new_one(
    newsroom: Newsroom,
) -> None:
    await newsroom.say("/settings")
    menu = await newsroom.wait("Settings of this chat")
    old = dict(menu)
    await newsroom.say("/stories 5")
    await newsroom.wait("Stories: 5", after=menu)
    await newsroom.press(old, "Headlines")
    assert await newsroom.toast(1) == "This menu is out of date."
    button(menu, "Headlines only: off")
    await newsroom.press(menu, "Headlines")
    assert await newsroom.toast(2) == "Saved."


async def test_a_button_nobody_knows_offers_a_new_menu(newsroom: Newsroom) -> None:
    await newsroom.say("/settings")
    menu = await newsroom.wait("Settings of this chat")
    await newsroom.server.click(menu, "made-up", READER)
    assert await newsroom.toast(1) == "This menu is out of date."
    offer = await newsroom.wait("out of date", after=menu)
    await newsroom.press(offer, "New menu")
    await newsroom.wait("Settings of this chat", after=menu)
