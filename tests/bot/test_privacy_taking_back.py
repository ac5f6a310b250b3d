"""Delete and /forget: what goes, from where, and that nothing of it is left."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from pathlib import Path

from bot.records import Article, Progress, Translation
from bot.store import chats, users
from bot.store.users import Standing
from bot.work.runner import Models
from tests.bot.memo import (
    SECOND,
    TITLE,
    found_in,
    gone,
    in_files,
    in_tables,
    pasted,
    published,
    told,
)
from tests.bot.newsroom import GROUP, OWNER, READER, STRANGER, Newsroom, Telegram, button
from tests.bot.table_translator import GAS, MEMO, TableRooms
from tests.delivery.faulty_server import until
from tests.telegram_server import Fields


async def _forgotten(room: Newsroom, chat: int = READER, user: int = READER) -> Fields:
    await room.say("/forget", chat, user)
    sure = await room.wait("There is no way back", chat)
    await room.press(sure, "Delete it", user)
    return await room.wait("Deleted, with all settings", chat)


async def _looked_at(room: Newsroom) -> None:
    """The memo is pasted and shown in each way there is."""
    brief = await pasted(room)
    await room.say("/subscribe")
    for label, words in (
        ("Full translation", "keep this matter secret"),
        ("Arabic", "وطلبت الإدارة"),
        ("Why?", "What each statement stands on"),
    ):
        await room.press(brief, label)
        whole = await room.wait(words, after=brief)
        if label == "Full translation":
            await room.press(whole, "As a file")
            await room.wait_for_file(READER)
    for asked, said in (
        ("/now", "1 article, 1 story"),
        ("/search internal memo", "1 found for"),
        ("/latest", TITLE),
    ):
        shown = await room.say(asked)
        await room.wait(said, after=shown)
    await room.press(await room.wait("1 article, 1 story"), "Open an article")
    await room.wait("Which article?")


async def test_after_forget_no_word_is_left_in_any_table_or_on_the_disk(
    people: Newsroom, tmp_path: Path
) -> None:
    await _looked_at(people)
    assert await in_tables(people.store)
    assert in_files(tmp_path)
    said = await _forgotten(people)
    for line in ("times of digests: 1", "shared with this chat: 1", "digests: 1"):
        assert line in said["text"]
    messages = re.search(r"messages: (\d+)", said["text"])
    assert messages
    assert int(messages[1]) >= 10
    assert await in_tables(people.store) == {}
    assert in_files(tmp_path) == {}
    await people.say("/latest")
    await people.wait("No article has come in yet")


async def test_a_word_that_is_still_being_read_goes_as_well(
    people: Newsroom, tmp_path: Path
) -> None:
    # The end of a cut paste is waited for, so this one is not read yet.
    await people.say(f"{'قنطريش ' * 600}"[:4090])
    await people.wait("Reading")
    assert "requests" in await in_tables(people.store)
    assert "waited to be read: 1" in (await _forgotten(people))["text"]
    assert await in_tables(people.store) == {}
    assert in_files(tmp_path) == {}


class Held(TableRooms):
    """Translates when it is let."""

    go = threading.Event()
    began = threading.Event()

    def translate_private(
        self, articles: Sequence[Article], *, may_leave: bool = False
    ) -> list[Translation]:
        self.began.set()
        self.go.wait(60)
        return super().translate_private(articles, may_leave=may_leave)


class Slow(Newsroom):
    def load(self, progress: Progress) -> Models:
        Held.go, Held.began = threading.Event(), threading.Event()
        return Held(self.settings, progress)


async def test_forgotten_while_it_is_translated_it_comes_to_nothing(
    telegram: Telegram, tmp_path: Path
) -> None:
    async with Slow(tmp_path, telegram) as room:
        await room.say(MEMO)
        await room.wait("Reading")
        assert room.desk is not None
        runner = room.desk.runner

        async def busy() -> bool:
            return runner.state == "busy" and Held.began.is_set()

        async def idle() -> bool:
            return runner.state == "idle"

        await until(busy)
        said = await _forgotten(room)
        Held.go.set()
        await until(idle)
        await room.say("/latest")
        await room.wait("No article has come in yet", after=said)
        assert await in_tables(room.store) == {}
        assert in_files(tmp_path) == {}
    assert not found_in(told(telegram, READER))


async def test_access_outlasts_forget(people: Newsroom, telegram: Telegram) -> None:
    await people.say("/invite", OWNER)
    link = await people.wait("t.me/digest_bot?start=", OWNER)
    code = re.search(r"start=(\S+)", link["text"])[1]  # type: ignore[index]
    await people.say(f"/start {code}", STRANGER)
    await people.wait("Welcome", STRANGER)
    await people.say("/latest", GROUP, READER)
    await people.wait("No article", GROUP)
    await _forgotten(people, STRANGER, STRANGER)
    await _forgotten(people, GROUP, READER)
    async with people.store.reading() as c:
        known = await users.get(c, STRANGER)
        group = await chats.find(c, GROUP)
    assert known is not None
    assert (known.standing, known.name) == (Standing.ALLOWED, "")
    assert group is not None
    assert group.title == ""
    # Somebody whom the operator never let in uses the group as before.
    for chat, user in ((STRANGER, STRANGER), (GROUP, 55)):
        shown = await people.say("/latest", chat, user)
        await people.wait("No article has come in yet", chat, after=shown)


async def test_what_was_shared_stays_with_the_other_chat_until_it_forgets_too(
    people: Newsroom, tmp_path: Path
) -> None:
    await _shared(people, await pasted(people))
    await _forgotten(people)
    await people.say("/latest", GROUP, READER)
    await people.wait(TITLE, GROUP, after=await people.wait(TITLE, GROUP))
    assert "articles" in await in_tables(people.store)
    said = await _forgotten(people, GROUP, READER)
    assert "shared with this chat: 1" in said["text"]
    assert await in_tables(people.store) == {}
    assert in_files(tmp_path) == {}


async def _shared(room: Newsroom, brief: Fields) -> Fields:
    """With GROUP, which administers READER; its brief there."""
    await room.say("/help", GROUP, READER)
    await room.wait("What I can do", GROUP)
    await room.press(brief, "Share")
    to = await room.wait("with which chat?")
    await room.press(to, "Desk")
    sure = await room.wait("Everybody there can read it")
    await room.press(sure, "Share it")
    await room.wait("Shared with Desk.")
    return await room.wait(TITLE, GROUP)


async def test_delete_takes_it_back_from_everywhere_at_once(
    people: Newsroom, telegram: Telegram, tmp_path: Path
) -> None:
    brief = await pasted(people)
    given = await _shared(people, brief)
    for label in ("Share", "Delete"):
        assert label not in str(given["reply_markup"])
    await people.press(given, "Full translation", SECOND)
    whole = await people.wait("keep this matter secret", GROUP, after=given)
    await people.press(brief, "Delete")
    sure = await people.wait("Delete “Internal memo")
    assert "It goes from these chats too: Desk." in sure["text"]
    old = dict(sure), dict(given), dict(whole), dict(brief)
    await people.press(sure, "Delete it")
    done = await people.wait("Deleted. Nobody can open it any more.")

    async def away() -> bool:
        return not found_in(repr([m for c in (READER, GROUP) for m in people.messages(c)]))

    await until(away)
    assert await in_tables(people.store) == {}

    async def scrubbed() -> bool:
        return in_files(tmp_path) == {}

    await until(scrubbed)
    # Old buttons, and the confirmation pressed a second time.
    for message, label, user in (
        (old[0], "Delete it", READER),
        (old[1], "Why?", SECOND),
        (old[2], "As a file", SECOND),
        (old[3], "Arabic", READER),
    ):
        before = len(telegram.answers)
        await people.press(message, label, user)
        assert await people.toast(before + 1) == "This menu is out of date."
    assert not found_in(told(telegram, OWNER))
    assert not [m for m in people.messages(READER) if m["message_id"] < done["message_id"]
                and found_in(repr(m))]  # fmt: skip


async def test_delete_can_be_declined(people: Newsroom) -> None:
    brief = await pasted(people)
    await people.press(brief, "Delete")
    sure = await people.wait("Delete “Internal memo")
    await people.press(sure, "Keep it")
    await people.wait("It was kept.")
    await people.press(brief, "Full translation")
    await people.wait("keep this matter secret", after=sure)


async def test_in_a_group_its_sender_and_its_administrators_delete_and_nobody_else(
    people: Newsroom,
) -> None:
    await people.say("/latest", GROUP, READER)
    reply = await people.wait("No article", GROUP)
    # SECOND, a member, sends it.
    brief = await pasted(people, GROUP, SECOND, reply_to_message=reply)
    for label, said in (("Delete", "can delete it."), ("Share", "can share it.")):
        await people.press(brief, label, STRANGER)
        await people.wait(f"or an administrator of this chat, {said}", GROUP)
    await people.press(brief, "Delete", READER)
    sure = await people.wait("Delete “Internal memo", GROUP)
    await people.press(sure, "Delete it", STRANGER)
    await people.wait("can delete it.", GROUP, after=sure)
    assert "articles" in await in_tables(people.store)
    await people.press(sure, "Delete it", SECOND)
    await people.wait("Deleted. Nobody can open it", GROUP)
    assert await in_tables(people.store) == {}


async def test_what_is_public_stays_for_everybody_and_another_chats_own_with_it(
    people: Newsroom,
) -> None:
    await published(people, GAS)
    own = {}
    for chat in (READER, SECOND):
        await people.say(GAS, chat)
        own[chat] = await people.wait("cut in gas prices", chat)
    await people.press(own[SECOND], "Delete", SECOND)
    sure = await people.wait("Delete “Energy minister", SECOND)
    await people.press(sure, "Delete it", SECOND)
    await people.wait("Deleted from this chat", SECOND)
    await gone(people, own[SECOND])
    assert own[READER] in people.messages(READER)
    await people.press(own[READER], "Why?")
    await people.wait("What each statement stands on", after=own[READER])
    await people.say("/latest", SECOND)
    latest = await people.wait("cut in gas prices", SECOND, after=sure)
    button(latest, "Why?")
