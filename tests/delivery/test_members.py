"""/users, /chats, /invitations and /broadcast as the operator meets them, over HTTP."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bot.store import chats, invites, users
from bot.store.users import Access
from tests.delivery.faulty_server import until
from tests.delivery.newsroom import (
    CHANNEL,
    GROUP,
    OWNER,
    READER,
    STRANGER,
    Newsroom,
    Telegram,
)
from tests.telegram_server import Fields

DESK = 30
"""The first of a dozen people on the list."""


def labels(message: Fields) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


async def edited(room: Newsroom, message: Fields, words: str) -> Fields:
    """The same message, once it says this or has a button that does."""

    async def there() -> bool:
        shown = room.server.messages[message["chat"]["id"], message["message_id"]]
        return words in shown["text"] or any(words in label for label in labels(shown))

    await until(there)
    return room.server.messages[message["chat"]["id"], message["message_id"]]


async def joined(room: Newsroom, user: int) -> None:
    """By an invitation of the operator's."""
    last = (room.messages(OWNER) or [None])[-1]
    await room.say("/invite", OWNER)
    link = await room.wait("t.me/digest_bot?start=", OWNER, after=last)
    code = re.search(r"start=(\S+)", link["text"])
    assert code
    await room.say(f"/start {code[1]}", user)
    await room.wait("Welcome", user)


async def test_users_are_listed_by_name_and_id_in_pages(telegram: Telegram, tmp_path: Path) -> None:
    people = tuple(range(DESK, DESK + 12))
    async with Newsroom(tmp_path, telegram, allowed_users=people) as room:
        for user in people:
            await room.say("/help", user)
            await room.wait("What I can do", user)
        await room.say("/help", STRANGER)
        await room.wait("this bot is private", STRANGER)
        await room.say("/users", OWNER)
        first = await room.wait("Who has written to the bot: 14 people", OWNER)
        shown = labels(first)
        assert f"✓ Rana ({OWNER})" in shown
        assert f"– Rana ({STRANGER})" in shown
        assert "Page 1 of 2" in first["text"]
        await room.press(first, "▶")
        second = await edited(room, first, "Page 2 of 2")
        assert f"✓ Rana ({DESK})" in labels(second)
        await room.press(second, "◀")
        await edited(room, first, "Page 1 of 2")


async def test_an_invited_reader_is_blocked_and_let_in_again_as_before(
    newsroom: Newsroom,
) -> None:
    await joined(newsroom, STRANGER)
    await newsroom.say("/subscribe", STRANGER)
    await newsroom.wait("Subscribed", STRANGER)
    await newsroom.say("/users", OWNER)
    listed = await newsroom.wait("Who has written", OWNER)
    await newsroom.press(listed, f"({STRANGER})")
    one = await edited(newsroom, listed, "by an invitation. It was number 1")
    assert "08:00 every day (Asia/Amman)" in one["text"]
    await newsroom.press(one, "Block")
    one = await edited(newsroom, listed, "Unblock")
    assert f"Blocked: Rana ({STRANGER})" in one["text"]
    async with newsroom.store.read_only() as c:
        person = await users.get(c, STRANGER)
    assert person is not None
    assert (person.standing, person.before) == (Access.BLOCKED, Access.ALLOWED)
    count = len(newsroom.server.texts(STRANGER))
    await newsroom.say("/settings", STRANGER)
    await newsroom.press(one, "Unblock")
    await edited(newsroom, listed, "works there again as before")
    assert len(newsroom.server.texts(STRANGER)) == count
    await newsroom.say("/subscribe", STRANGER)
    again = await newsroom.wait("already subscribed", STRANGER)
    assert "08:00 every day" in again["text"]


async def test_who_was_never_let_in_is_told_apart_when_unblocked(newsroom: Newsroom) -> None:
    await newsroom.say("/unblock 99", OWNER)
    await newsroom.wait("99 is not blocked", OWNER)
    await newsroom.say("/block 99", OWNER)
    await newsroom.wait("Blocked: 99", OWNER)
    await newsroom.say("/unblock 99", OWNER)
    await newsroom.wait("Nobody has let them in", OWNER)


async def test_one_person_is_exported_and_removed(newsroom: Newsroom) -> None:
    await joined(newsroom, STRANGER)
    await newsroom.say("/words only secretword", STRANGER)
    await newsroom.wait("Only with these words", STRANGER)
    await newsroom.say("/users", OWNER)
    listed = await newsroom.wait("Who has written", OWNER)
    await newsroom.press(listed, f"({STRANGER})")
    one = await edited(newsroom, listed, "Export")
    await newsroom.press(one, "Export")
    written = await newsroom.wait_for_file(OWNER)
    assert json.loads(written)["telegram_id"] == STRANGER
    assert b"secretword" not in written
    await newsroom.press(one, "Remove")
    sure = await edited(newsroom, listed, "There is no way back")
    await newsroom.press(sure, "Keep")
    one = await edited(newsroom, listed, "Export")
    await newsroom.press(one, "Remove")
    sure = await edited(newsroom, listed, "There is no way back")
    await newsroom.press(sure, "Remove")
    done = await newsroom.wait(f"Removed: Rana ({STRANGER})", OWNER)
    assert "settings still name them" not in done["text"]
    async with newsroom.store.read_only() as c:
        assert await users.get(c, STRANGER) is None
        assert await chats.find(c, STRANGER) is None
    await newsroom.say("/latest", STRANGER)
    await newsroom.wait("this bot is private", STRANGER)


async def test_a_removed_group_is_left_and_shut(people: Newsroom, telegram: Telegram) -> None:
    await people.say("/chats", OWNER)
    await people.wait("no group and no channel yet", OWNER)
    await people.say("/latest@digest_bot", GROUP, READER)
    await people.wait("No article has come in yet", GROUP)
    await people.say("/chats", OWNER)
    listed = await people.wait("1 group or channel", OWNER)
    assert f"✓ Desk ({GROUP})" in labels(listed)
    await people.press(listed, "Desk")
    one = await edited(people, listed, "opened by somebody who may use it")
    await people.press(one, "Remove")
    sure = await edited(people, listed, "The bot leaves the chat")
    await people.press(sure, "Remove")
    await people.wait(f"Removed: Desk ({GROUP})", OWNER)

    async def gone() -> bool:
        return telegram.left == [GROUP]

    await until(gone)
    async with people.store.read_only() as c:
        assert await chats.of_telegram(c, GROUP) == []


async def test_the_operator_cannot_shut_themselves_out_by_a_button(newsroom: Newsroom) -> None:
    await newsroom.say("/users", OWNER)
    listed = await newsroom.wait("Who has written", OWNER)
    await newsroom.press(listed, f"({OWNER})")
    one = await edited(newsroom, listed, "The operator.")
    assert labels(one) == ["Export", "All people"]


async def test_nobody_else_sees_the_lists(newsroom: Newsroom) -> None:
    for command in ("/users", "/chats", "/invitations"):
        last = (newsroom.messages() or [None])[-1]
        await newsroom.say(command)
        await newsroom.wait("Only the bot's operator", after=last)


async def test_invitations_say_who_came_by_them_and_are_withdrawn(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    await newsroom.say("/invitations", OWNER)
    await newsroom.wait("There are no invitations", OWNER)
    await joined(newsroom, STRANGER)
    await newsroom.say("/invite 3 2099-12-31", OWNER)
    link = await newsroom.wait("Uses: 3", OWNER)
    code = re.search(r"start=(\S+)", link["text"])
    assert code
    await newsroom.say("/invitations", OWNER)
    listed = await newsroom.wait("2 invitations", OWNER)
    assert labels(listed)[0] == "2 · 3 uses left, ends: 2099-12-31"
    assert labels(listed)[1] == "1 · used up"
    await newsroom.press(listed, "1 · used up")
    one = await edited(newsroom, listed, "Came by it")
    assert f"Rana ({STRANGER})" in one["text"]
    await newsroom.press(one, "All invitations")
    await edited(newsroom, listed, "2 invitations")
    await newsroom.press(listed, "2 · 3 uses")
    await edited(newsroom, listed, "Withdraw")
    await newsroom.press(listed, "Withdraw")
    await edited(newsroom, listed, "Invitation 2 is withdrawn")
    await newsroom.say(f"/start {code[1]}", 10)
    await newsroom.wait("unknown, used up or expired", 10)
    async with newsroom.store.read_only() as c:
        assert [each.id for each in await invites.listing(c, 9)] == [1]


# ----------------------------------------------------------------------------------- broadcast


async def test_a_broadcast_names_the_chats_and_reaches_no_other(
    telegram: Telegram, tmp_path: Path
) -> None:
    people: tuple[int, ...] = tuple(range(DESK, DESK + 11))
    telegram.add_chat(CHANNEL, "channel", title="News & <views>")
    telegram.admins.add((CHANNEL, OWNER))
    async with Newsroom(
        tmp_path, telegram, allowed_users=(*people, READER), allowed_chats=(CHANNEL,)
    ) as room:
        await room.say("/broadcast Hello", OWNER)
        await room.wait("No chat gets digests yet", OWNER)
        for user in people:
            await room.say("/subscribe", user)
            await room.wait("Subscribed", user)
        await room.say("/help")
        await room.wait("What I can do")
        telegram.standings[CHANNEL, telegram.me["id"]] = "administrator"
        await room.post(CHANNEL, "/subscribe")
        await room.wait("Subscribed", OWNER)
        await room.say("/broadcast Hello", OWNER)
        preview = await room.wait("This goes to 12 chats that get digests", OWNER)
        named = set(re.findall(r"• (.+)", preview["text"]))
        await room.press(preview, "▶")
        second = await edited(room, preview, "Page 2 of 2")
        named |= set(re.findall(r"• (.+)", second["text"]))
        assert named == {f"Rana ({each})" for each in people} | {f"News & <views> ({CHANNEL})"}
        # Who subscribes after the list was shown is not on it.
        await room.say("/subscribe")
        await room.wait("Subscribed")
        await room.press(second, "Send it")
        await room.wait("on its way to 12 chats", OWNER)
        for each in (*people, CHANNEL):
            await room.wait("Hello", each)
        await room.say("/status", OWNER)
        await room.wait("Waiting to be sent: 0", OWNER)
        assert "Hello" not in telegram.texts(READER)


async def test_a_long_broadcast_fits_its_preview(telegram: Telegram, tmp_path: Path) -> None:
    def named(user_id: int = READER, name: str = "") -> dict[str, Any]:
        return {"id": user_id, "is_bot": False, "first_name": "😀" * 60, "language_code": "en"}

    telegram.user = named  # type: ignore[method-assign]
    people = tuple(range(DESK, DESK + 10))
    async with Newsroom(tmp_path, telegram, allowed_users=people) as room:
        for user in people:
            await room.say("/subscribe", user)
            await room.wait("Subscribed", user)
        await room.say("/broadcast " + "😀" * 1400, OWNER)
        preview = await room.wait("This goes to 10 chats", OWNER)
        assert preview["text"].endswith("😀" * 1400)
        await room.say("/broadcast " + "😀" * 1401, OWNER)
        await room.wait("at most 2,800 characters", OWNER)
