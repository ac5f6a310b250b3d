"""Who may use the bot, and what the operator can do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.store import chats, switches, users
from bot.store.chats import ChatState
from bot.store.users import Access
from tests.delivery.faulty_server import until
from tests.delivery.newsroom import FORUM, GROUP, OWNER, READER, STRANGER, Newsroom, Telegram
from tests.delivery.table_translator import GAS


async def test_an_invitation_lets_one_stranger_in_and_not_a_second(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    await newsroom.say("/invite", OWNER)
    link = await newsroom.wait("t.me/digest_bot?start=", OWNER)
    code = re.search(r"start=(\S+)", link["text"])[1]  # type: ignore[index]
    await newsroom.say(f"/start {code}", STRANGER)
    await newsroom.wait("Welcome", STRANGER)
    await newsroom.wait("turns Arabic news", STRANGER)
    await newsroom.say(f"/start {code}", 10)
    await newsroom.wait("unknown, used up or expired", 10)
    await newsroom.say("/help", 10)
    await newsroom.say("/status", STRANGER)
    await newsroom.wait("Only the bot's operator", STRANGER)
    assert len(telegram.texts(10)) == 1


async def test_status_counts(newsroom: Newsroom) -> None:
    await newsroom.say(GAS)
    await newsroom.wait("cut in gas prices")
    await newsroom.say("/status", OWNER)
    status = await newsroom.wait("Waiting to be sent", OWNER)
    assert "active: 2" in status["text"]
    assert "UTC" not in status["text"]
    assert "ready: 1" in status["text"]
    assert "Failures in 24 h: none" in status["text"]


async def test_a_broadcast_is_shown_first_and_sent_when_confirmed(newsroom: Newsroom) -> None:
    for user in (READER, OWNER):
        await newsroom.say("/subscribe", user)
        await newsroom.wait("Subscribed", user)
    await newsroom.say("/broadcast We are <back> & well", OWNER)
    preview = await newsroom.wait("This goes to 2 chats", OWNER)
    assert "We are <back> & well" in preview["text"]
    assert f"Rana ({READER})" in preview["text"]
    pressed = dict(preview)
    await newsroom.press(pressed, "Send it")
    await newsroom.press(pressed, "Send it")
    await newsroom.wait("We are <back> & well")
    await newsroom.wait("on its way to 2 chats", OWNER)
    await newsroom.toast(2)
    await newsroom.say("/status", OWNER)
    await newsroom.wait("Waiting to be sent", OWNER)
    sent = [text for text in newsroom.server.texts(READER) if "We are <back>" in text]
    assert len(sent) == 1


async def test_a_broadcast_leaves_out_who_is_blocked_gone_or_no_longer_listed(
    telegram: Telegram, tmp_path: Path
) -> None:
    blocked, gone, left = 21, 22, 23
    async with Newsroom(tmp_path, telegram, allowed_users=(READER, blocked, gone, left)) as room:
        for user in (READER, OWNER, blocked, gone, left):
            await room.say("/subscribe", user)
            await room.wait("Subscribed", user)
        async with room.store.transaction() as c:
            found = await chats.find(c, gone)
            assert found is not None
            await chats.set_state(c, found.id, ChatState.GONE, found.created_at)
    async with Newsroom(tmp_path, telegram, allowed_users=(READER, blocked, gone)) as room:
        await room.say(f"/block {blocked}", OWNER)
        await room.wait("Blocked:", OWNER)
        await room.say("/broadcast Good morning", OWNER)
        preview = await room.wait("This goes to 2 chats", OWNER)
        await room.press(preview, "Send it")
        await room.wait("Good morning")
        await room.wait("on its way to 2 chats", OWNER)
    for user in (blocked, gone, left):
        assert "Good morning" not in telegram.texts(user)


async def test_the_operator_is_not_blocked(newsroom: Newsroom) -> None:
    await newsroom.say(f"/block {OWNER}", OWNER)
    await newsroom.wait("is the operator, who cannot be blocked", OWNER)
    async with newsroom.store.read_only() as c:
        person = await users.get(c, OWNER)
    assert person is not None
    assert person.standing is not Access.BLOCKED


async def test_block_shuts_out_and_unblock_lets_in_again(newsroom: Newsroom) -> None:
    await newsroom.say("/help")
    await newsroom.wait("What I can do")
    await newsroom.say(f"/block {READER}", OWNER)
    await newsroom.wait(f"Blocked: Rana ({READER})", OWNER)
    await newsroom.say("/settings")
    await newsroom.say(f"/unblock {READER}", OWNER)
    await newsroom.wait(f"No longer blocked: Rana ({READER})", OWNER)
    await newsroom.say("/latest")
    await newsroom.wait("No article has come in yet")
    assert not any("Settings of this chat" in t for t in newsroom.server.texts(READER))


async def test_export_and_forget(newsroom: Newsroom) -> None:
    await newsroom.say("/subscribe")
    await newsroom.wait("Subscribed")
    await newsroom.say(f"/export {READER}", OWNER)
    exported = json.loads(await newsroom.wait_for_file(OWNER))
    assert exported["chats"][0]["schedules"] == 1
    assert exported["chats"][0]["settings"]["times"] == [["08:00", "0123456"]]
    await newsroom.say("/forget")
    sure = await newsroom.wait("There is no way back")
    await newsroom.press(sure, "Delete it")
    done = await newsroom.wait("Deleted, with all settings")
    assert "times of digests: 1" in done["text"]
    async with newsroom.store.read_only() as c:
        assert await chats.find(c, READER) is None


async def test_pause_stops_digests_until_resume(newsroom: Newsroom) -> None:
    await newsroom.say("/pause", OWNER)
    await newsroom.wait("Paused", OWNER)
    async with newsroom.store.read_only() as c:
        assert await switches.since(c, switches.PAUSED)
    await newsroom.say("/resume", OWNER)
    await newsroom.wait("goes on", OWNER)
    async with newsroom.store.read_only() as c:
        assert await switches.since(c, switches.PAUSED) is None


async def test_too_many_commands_are_told_once_and_then_ignored(
    telegram: Telegram, tmp_path: Path
) -> None:
    async with Newsroom(tmp_path, telegram, commands_per_minute=3) as room:
        for _ in range(3):
            await room.say("/latest")
        for _ in range(4):
            await room.say("/latest")
        told = await room.wait("That is a lot at once")
        assert "send it again" in told["text"]
        await room.say("/help", OWNER)
        await room.wait("What I can do", OWNER)
        texts = telegram.texts(READER)
        assert sum("a lot at once" in text for text in texts) == 1
        assert sum("No article" in text for text in texts) <= 3


async def test_a_strangers_group_is_told_its_number_and_no_more(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    telegram.add_chat(GROUP, "group", title="Others")
    await newsroom.say("/start@digest_bot", GROUP, STRANGER)
    await newsroom.wait(str(GROUP), GROUP)
    async with newsroom.store.read_only() as c:
        assert await chats.find(c, GROUP) is None


@pytest.mark.parametrize("met_before", [True, False])
async def test_a_listed_group_stays_open_when_it_becomes_a_supergroup(
    telegram: Telegram, tmp_path: Path, met_before: bool
) -> None:
    async with Newsroom(tmp_path, telegram, allowed_chats=(GROUP,)) as room:
        telegram.add_chat(GROUP, "group", title="Desk")
        if met_before:
            await room.say("/latest", GROUP, STRANGER)
            await room.wait("No article has come in yet", GROUP)
        telegram.add_chat(FORUM, "supergroup", title="Desk")
        telegram.migrated[GROUP] = FORUM
        await room.say(None, GROUP, STRANGER, migrate_to_chat_id=FORUM)
        await room.say(None, FORUM, STRANGER, migrate_from_chat_id=GROUP)
        await room.say("/latest", FORUM, STRANGER)
        await room.wait("No article has come in yet", FORUM)


async def test_the_command_lists_are_published_from_the_table(
    menus: None, newsroom: Newsroom, telegram: Telegram
) -> None:
    await newsroom.say("/help", OWNER)
    first = await newsroom.wait("What I can do", OWNER)
    named: set[str] = set()
    rows = first["reply_markup"]["inline_keyboard"]
    for page in [each["text"] for row in rows for each in row]:
        await newsroom.press(first, page)
        shown = await newsroom.wait(f"{page}\n", OWNER)
        named |= set(re.findall(r"^/(\w+) —", shown["text"], re.MULTILINE))
        await newsroom.press(shown, "Back")
        await newsroom.wait("What I can do", OWNER)

    async def published() -> bool:
        return ("chat", OWNER, "ar") in telegram.commands

    await until(published)
    for language in ("", "ar"):
        assert {each["command"] for each in telegram.commands["chat", OWNER, language]} == named
    assert named >= {"users", "chats", "invitations", "broadcast", "amendments"}
    everybody = {each["command"] for each in telegram.commands["default", None, ""]}
    assert "broadcast" not in everybody
