"""Full translation: what no brief needed is translated when somebody asks to read it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import shutil
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.config import Settings
from bot.delivery.parts import BotParts
from bot.errors import DamagedModel
from bot.pipeline.in_process import InProcess
from bot.pipeline.seams import Models
from bot.reading.article import read
from bot.records import Article, Document, Progress, Translation
from bot.store import articles, callbacks, chats, requests, rights
from bot.store.articles import StoredArticle
from bot.store.audience import Audience
from bot.store.chats import ChatKind
from bot.store.requests import RequestState
from bot.store.store import Store, open_store
from tests.delivery.life import Killed, Life, press_of
from tests.delivery.newsroom import READER, Newsroom, Telegram
from tests.delivery.table_translator import GAS, TableRooms

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
LAST = "The minister did not mention details of these steps."
"""The end of GAS, of which no brief of three points tells."""


class Busy(Newsroom):
    """A bot that never finds time for the rest by itself."""

    def __init__(self, folder: Path, server: Telegram) -> None:
        super().__init__(folder, server)
        chosen = self.settings.translation.model_copy(update={"whole_when_idle": False})
        self.settings = self.settings.model_copy(update={"translation": chosen})


async def the_article(store: Store) -> StoredArticle:
    async with store.read_only() as c:
        stored = await articles.get(c, 1)
    assert stored is not None
    return stored


async def test_a_press_has_the_rest_translated_and_the_brief_stays(
    tmp_path: Path, telegram: Telegram
) -> None:
    async with Busy(tmp_path, telegram) as room:
        await room.say(GAS)
        brief = await room.wait("Energy minister announces")
        before = await the_article(room.store)
        assert before.translation is not None
        assert not before.translation.whole
        await room.press(brief, "Full translation")
        asked = await room.wait("Translating the rest", after=brief)
        full = await room.wait(LAST, after=brief)
        after = await the_article(room.store)
        assert after.translation is not None
        assert after.translation.whole
        assert after.brief is not None
        assert before.brief is not None
        assert after.brief.headline == before.brief.headline
        assert after.brief.points == before.brief.points
        # Now it is there at once, and as a file.
        await room.press(brief, "Full translation")
        again = await room.wait(LAST, after=full)
        assert again["text"] == full["text"]
        await room.press(again, "As a file")
        assert LAST.encode() in await room.wait_for_file(READER)
        async with asyncio.timeout(60):
            while (READER, asked["message_id"]) in telegram.messages:
                await asyncio.sleep(0.01)


class Held(TableRooms):
    """Begins with a rest when it is let, and cannot do it."""

    go = threading.Event()

    def translate_private(
        self,
        given: Sequence[Article | Translation],
        *,
        may_leave: bool = False,
        points: int | None = None,
    ) -> list[Translation]:
        if isinstance(given[0], Translation):
            self.go.wait(60)
            raise DamagedModel("The model is gone.")
        return super().translate_private(given, may_leave=may_leave, points=points)


async def test_a_second_press_is_told_so_and_a_failure_says_why(
    tmp_path: Path, telegram: Telegram
) -> None:
    class Broken(Busy):
        def load(self, progress: Progress) -> Models:
            return Held(self.settings, progress)

    Held.go = threading.Event()
    async with Broken(tmp_path, telegram) as room:
        await room.say(GAS)
        brief = await room.wait("Energy minister announces")
        await room.press(brief, "Full translation")
        await room.wait("Translating the rest", after=brief)
        await room.press(brief, "Full translation")
        assert await room.toast(2) == "Translating the rest…"
        Held.go.set()
        failed = await room.wait("The rest of the article could not be translated", after=brief)
        assert "The model is gone." in failed["text"]
        assert len([m for m in room.messages() if "could not be" in m["text"]]) == 1
        stored = await the_article(room.store)
        assert stored.brief is not None
        assert not stored.brief.translation.whole


async def test_a_search_says_that_it_saw_only_part(tmp_path: Path, telegram: Telegram) -> None:
    async with Busy(tmp_path, telegram) as room:
        await room.publish(GAS)
        async with asyncio.timeout(60):
            while (await the_article(room.store)).brief is None:
                await asyncio.sleep(0.01)
        await room.say("/search details")
        found = await room.wait("Nothing found for “details”")
        assert "Of 1 article only the brief is in English so far" in found["text"]
        await room.say("/search تفاصيل")
        arabic = await room.wait("1 found for", after=found)
        assert "in English so far" not in arabic["text"]


async def test_the_rest_comes_by_itself_when_there_is_nothing_else_to_do(
    newsroom: Newsroom,
) -> None:
    await newsroom.publish(GAS)
    async with asyncio.timeout(60):
        while not (
            (stored := await the_article(newsroom.store)).brief and stored.translation.whole
        ):
            await asyncio.sleep(0.01)
    await newsroom.say("/search details")
    found = await newsroom.wait("1 found for “details”")
    assert "in English so far" not in found["text"]


# ------------------------------------------------------------------------------------ a kill


async def briefed(database: Path) -> tuple[str, str]:
    """An article with its brief, and a press of each button for the whole of it."""
    settings = Settings(cache_dir=database.parent)
    rooms = TableRooms(settings, lambda stage, done, total: None)
    article = read(Document("gas", GAS.encode()))
    (brief,) = rooms.brief(rooms.translate([article], points=3))
    assert not brief.translation.whole
    store = await open_store(f"sqlite:///{database}", migrated=False)
    async with store.transaction() as c:
        chat = await chats.ensure(c, READER, ChatKind.PRIVATE, NOW)
        number, _ = await articles.add(c, article, NOW)
        await rights.admit(c, number, Audience(public=True, chat=chat.id, user=READER), NOW)
        await articles.set_brief(c, number, brief, NOW)
        data = {"article": number, "view": "full"}
        names = [await callbacks.make(c, chat.id, "view", NOW, data=data) for _ in range(2)]
    await store.close()
    return names[0], names[1]


async def worked(life: Life, kill_at: int) -> None:
    """The process translates until nobody waits, or it is killed."""
    async with life.begun(kill_at) as parts:
        await _until_answered(parts)


async def _until_answered(parts: BotParts) -> None:
    running = asyncio.create_task(InProcess(parts.context.store, parts.work).run())
    try:
        async with asyncio.timeout(60):
            while not running.done():
                async with parts.context.store.read_only() as c:
                    if not await requests.in_state(c, RequestState.REST):
                        return
                await asyncio.sleep(0.01)
        await running
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError, Killed):
            await running


async def test_killed_after_any_commit_the_press_is_answered_once(
    telegram: Telegram, tmp_path: Path, empty: Path
) -> None:
    telegram.add_chat(READER)
    database = Path(shutil.copy(empty, tmp_path))
    name, _ = await briefed(database)
    for kill_at in itertools.count(1):
        life = Life(tmp_path / str(kill_at), telegram, database)
        told = press_of(telegram, 5, name, [], READER)
        await life.hear(told, kill_at=kill_at)
        await life.hear(told)
        await worked(life, kill_at)
        await worked(life, 0)
        said = [text for text in await life.said(READER) if LAST in text]
        assert len(said) == 1, f"killed after commit {kill_at}"
        if not life.killed:
            assert kill_at > 2
            break
