"""/forget: what it says it removed is removed, and access is left alone."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from pathlib import Path

from bot.pipeline.seams import Models
from bot.records import Article, Progress, Translation
from bot.store import chats, users
from bot.store.users import Access
from tests.delivery.faulty_server import until
from tests.delivery.memo import TITLE, found_in, in_files, in_tables, pasted, shared, told
from tests.delivery.newsroom import GROUP, OWNER, READER, STRANGER, Newsroom, Telegram
from tests.delivery.table_translator import MEMO, TableRooms
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
        ("Why?", "What each statement is based on"),
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
        self,
        given: Sequence[Article | Translation],
        *,
        may_leave: bool = False,
        points: int | None = None,
    ) -> list[Translation]:
        self.began.set()
        self.go.wait(60)
        return super().translate_private(given, may_leave=may_leave, points=points)


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
        runner = room.parts.work

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
    async with people.store.read_only() as c:
        known = await users.get(c, STRANGER)
        group = await chats.find(c, GROUP)
    assert known is not None
    assert (known.standing, known.name) == (Access.ALLOWED, "")
    assert group is not None
    assert group.title == ""
    # Somebody whom the operator never let in uses the group as before.
    for chat, user in ((STRANGER, STRANGER), (GROUP, 55)):
        shown = await people.say("/latest", chat, user)
        await people.wait("No article has come in yet", chat, after=shown)


async def test_what_was_shared_stays_with_the_other_chat_until_it_forgets_too(
    people: Newsroom, tmp_path: Path
) -> None:
    await shared(people, await pasted(people))
    await _forgotten(people)
    await people.say("/latest", GROUP, READER)
    await people.wait(TITLE, GROUP, after=await people.wait(TITLE, GROUP))
    assert "articles" in await in_tables(people.store)
    said = await _forgotten(people, GROUP, READER)
    assert "shared with this chat: 1" in said["text"]
    assert await in_tables(people.store) == {}
    assert in_files(tmp_path) == {}
