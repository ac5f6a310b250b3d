"""Pages of long articles, restarts, two processes, and groups in which people talk."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.delivery.sending.lease import TTL
from bot.store import incidents
from bot.store.incidents import Incident
from bot.store.store import open_store
from tests.delivery.faulty_server import until
from tests.delivery.newsroom import FORUM, GROUP, READER, TOKEN, Newsroom, Telegram, button
from tests.delivery.table_translator import GAS
from tests.empty_database import new_database
from tests.telegram_server import Fields


def long_article() -> str:
    body = GAS.split("\n\n")[1:]
    # Every paragraph its own, since a repeated one would be litter.
    extra = [f"{sentence} وذلك في الفقرة {number}." for number, sentence in enumerate(body * 20)]
    return "\n\n".join((GAS, *extra))


async def test_a_long_translation_is_turned_page_by_page_in_one_message(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    data = long_article().encode()
    await newsroom.say("", READER, document=telegram.upload("long.txt", data))
    brief = await newsroom.wait("shown lines marked", seconds=90)
    await newsroom.press(brief, "Full translation")
    page = await newsroom.wait("(1/", after=brief)
    await newsroom.press(page, "▶")
    second = await newsroom.wait("(2/", after=brief)
    assert second["message_id"] == page["message_id"]
    button(second, "◀")
    await newsroom.press(second, "◀")
    await newsroom.wait("(1/", after=brief)


async def test_menus_and_briefs_survive_a_restart(telegram: Telegram, tmp_path: Path) -> None:
    async with Newsroom(tmp_path, telegram) as room:
        await room.say("/settings")
        menu = await room.wait("Settings of this chat")
        await room.say(GAS)
        brief = await room.wait("cut in gas prices")
    async with Newsroom(tmp_path, telegram) as room:
        await room.press(menu, "Silent")
        await room.wait("Silent delivery: on")
        await room.press(brief, "Why?")
        await room.wait("What each statement is based on", after=brief)


async def test_what_is_old_goes_when_the_bot_starts(
    telegram: Telegram, tmp_path: Path, pruning: None
) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    store = await open_store(new_database(tmp_path), migrated=False)
    async with store.transaction() as c:
        await incidents.add(c, Incident.RUN, long_ago)
    await store.close()
    async with Newsroom(tmp_path, telegram) as room:

        async def gone() -> bool:
            async with room.store.read_only() as c:
                return long_ago not in [each.at for each in await incidents.recent(c)]

        await until(gone)


async def test_a_second_process_waits_until_the_first_ends(
    telegram: Telegram, tmp_path: Path
) -> None:
    async with Newsroom(tmp_path, telegram) as second_to_be:
        await second_to_be.say("/help")
        help_ = await second_to_be.wait("What I can do")
        waiting = Newsroom(tmp_path, telegram)
        await waiting.__aenter__()
        await second_to_be.say("/latest")
        answered = await second_to_be.wait("No article has come in yet", after=help_)
    try:
        await waiting.say("/help")
        await waiting.wait("What I can do", after=answered, seconds=90)
    finally:
        await waiting.__aexit__()
    assert sum("What I can do" in text for text in telegram.texts(READER)) == 2


async def test_a_killed_process_is_followed_by_another_on_its_database(
    telegram: Telegram, tmp_path: Path
) -> None:
    second = Newsroom(tmp_path, telegram)
    # Longer than the time between two beats of the first, or it would be taken for dead.
    second.lease = TTL * 2 / 5
    first = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "run"),
        env={
            **os.environ,
            "MUJAZ_BOT__TOKEN": TOKEN,
            "MUJAZ_BOT__API_BASE": telegram.url,
            "MUJAZ_BOT__ALLOWED_USERS": f"[{READER}]",
            "MUJAZ_STORE__URL": second.settings.store.url,
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await telegram.say(READER, "/stories 7", READER)
        async with asyncio.timeout(90):
            while not any("Stories: 7" in text for text in telegram.texts(READER)):
                assert first.returncode is None, "it ended by itself"
                await asyncio.sleep(0.05)
        async with second:
            first.kill()
            await first.wait()
            asked = await second.say("/settings")
            await second.wait("Stories: 7", after=asked, seconds=90)
    finally:
        if first.returncode is None:
            first.kill()
            await first.wait()
    assert sum("Stories: 7" in text for text in telegram.texts(READER)) == 2


async def test_topics_of_a_forum_have_settings_of_their_own(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    telegram.add_chat(FORUM, "supergroup", title="Forum")
    telegram.admins.add((FORUM, READER))
    for thread, count in ((11, 5), (12, 7)):
        topic = {"message_thread_id": thread, "is_topic_message": True}
        await newsroom.say(f"/stories {count}", FORUM, READER, **topic)
        shown = await newsroom.wait(f"Stories: {count}", FORUM)
        assert shown["message_thread_id"] == thread
    for thread, count in ((11, 5), (12, 7)):
        topic = {"message_thread_id": thread, "is_topic_message": True}
        asked = await newsroom.say("/settings", FORUM, READER, **topic)
        menu = await newsroom.wait("Settings of this chat", FORUM, after=asked)
        assert f"Stories: {count}" in menu["text"]


@pytest.mark.parametrize("how", ["mention", "reply", "neither"])
async def test_in_a_group_an_article_is_read_only_where_it_is_meant_for_us(
    newsroom: Newsroom, telegram: Telegram, how: str
) -> None:
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins.add((GROUP, READER))
    await newsroom.say("/help", GROUP, READER)
    help_ = await newsroom.wait("What I can do", GROUP)
    more: Fields = {}
    text = GAS
    if how == "mention":
        text = f"@digest_bot\n\n{GAS}"
        more["entities"] = [{"type": "mention", "offset": 0, "length": 11}]
    if how == "reply":
        more["reply_to_message"] = help_
    await newsroom.say(text, GROUP, 55, **more)
    if how == "neither":
        await newsroom.say("/latest", GROUP, 55)
        await newsroom.wait("No article has come in yet", GROUP)
        return
    brief = await newsroom.wait("cut in gas prices", GROUP)
    assert "@digest_bot" not in brief["text"]


async def test_updates_of_one_chat_are_handled_in_order(newsroom: Newsroom) -> None:
    await asyncio.gather(*(newsroom.say(f"/stories {count}") for count in range(1, 9)))
    await newsroom.wait("Stories: 8")
    shown = [text for text in newsroom.server.texts(READER) if "Stories: " in text]
    counts = [int(text.split("Stories: ")[1].split("\n")[0]) for text in shown]
    assert counts == sorted(counts)
