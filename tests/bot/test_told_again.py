"""Updates that Telegram tells again, since a kill came before they were confirmed."""

from __future__ import annotations

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Update

from bot.config import BotSettings, Settings
from bot.delivery.access import RateLimit
from bot.delivery.desk import Desk
from bot.delivery.dispatch import Dispatcher
from bot.delivery.editions import Editions
from bot.delivery.pacing import UNLIMITED
from bot.delivery.reading import Reading
from bot.delivery.sender import Sender
from bot.delivery.telegram_post import TelegramPost, telegram_bot
from bot.store import chats, outbox, requests
from bot.store.store import Store, open_store
from bot.work.runner import Runner
from tests.bot.newsroom import OWNER, READER, TOKEN, Newsroom, Telegram
from tests.bot.table_translator import GAS, TableRooms
from tests.telegram_server import Fields


class Killed(BaseException):
    """In place of SIGKILL: nothing of ours catches it."""


class Dying(Store):
    """Ends the process after so many commits; 0: never."""

    left = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        async with super().transaction() as c:
            yield c
        self.left -= 1
        if self.left == 0:
            raise Killed


class Life:
    """A process that handles updates; its database outlives it."""

    def __init__(self, folder: Path, telegram: Telegram, empty: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.url = f"sqlite:///{shutil.copy(empty, folder)}"
        self.telegram = telegram
        self.killed = False
        self.settings = Settings(
            cache_dir=folder, bot=BotSettings(owner=OWNER, allowed_users=(READER,))
        )

    @asynccontextmanager
    async def begun(self, kill_at: int = 0) -> AsyncIterator[Dispatcher]:
        opened = await open_store(self.url, migrated=False)
        store = Dying(opened.engine)
        store.left = kill_at
        bot = telegram_bot(TOKEN, f"{self.telegram.url}/bot")
        await bot.initialize()
        sender = Sender(store, TelegramPost(bot), limits=UNLIMITED)
        desk = Desk(self.settings, store, bot, sender, RateLimit(1000))
        reading = Reading(desk)
        desk.runner = Runner(store, lambda told: TableRooms(self.settings, told), reading)
        desk.editions = Editions(desk.runner)
        try:
            yield Dispatcher(desk, reading)
        except Killed:
            self.killed = True
        finally:
            for task in desk.tasks:
                task.cancel()
            await asyncio.gather(*desk.tasks, return_exceptions=True)
            await desk.runner.close()
            await bot.shutdown()
            await store.close()

    async def hear(self, *told: Fields, kill_at: int = 0) -> None:
        async with self.begun(kill_at) as dispatcher:
            for fields in told:
                update = Update.de_json(fields, dispatcher._desk.bot)
                assert update is not None
                await dispatcher.handle(update)

    async def said(self, chat: int) -> list[str]:
        """What was promised to the chat, in order."""
        store = await open_store(self.url, migrated=False)
        async with store.reading() as c:
            found = await chats.find(c, chat)
            rows = await outbox.of_chat(c, found.id) if found else ()
        await store.close()
        return [row.payload["text"] for row in rows if row.payload["text"]]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "mujaz.db"

    async def make() -> None:
        await (await open_store(f"sqlite:///{file}")).close()

    asyncio.run(make())
    return file


def update_of(telegram: Telegram, number: int, text: str, user: int) -> Fields:
    chat = telegram.chats.get(user) or telegram.add_chat(user)
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1,
            "chat": chat,
            "from": telegram.user(user),
            "text": text,
        },
    }


@pytest.mark.parametrize(
    ("text", "user"),
    [
        ("/start", READER),
        ("/now", READER),
        ("/latest 2", READER),
        ("/search gas", READER),
        ("/stories 7", READER),
        ("/zone Amman", READER),
        ("/language ar", READER),
        ("/forget", READER),
        ("/nonsense", READER),
        ("https://example.org/1", READER),
        ("/status", OWNER),
        ("/pause", OWNER),
        ("/block 99", OWNER),
        ("/broadcast Hello", OWNER),
        ("/invite 3", OWNER),
        ("/export 7", OWNER),
    ],
)
async def test_killed_after_any_commit_an_update_is_answered_once(
    telegram: Telegram, tmp_path: Path, empty: Path, text: str, user: int
) -> None:
    told = update_of(telegram, 5, text, user)
    whole = Life(tmp_path / "whole", telegram, empty)
    await whole.hear(told)
    wanted = await whole.said(user)
    assert len(wanted) == 1
    for kill_at in itertools.count(1):
        life = Life(tmp_path / str(kill_at), telegram, empty)
        await life.hear(told, kill_at=kill_at)
        await life.hear(told, told)
        assert await life.said(user) == wanted, f"killed after commit {kill_at}"
        if not life.killed:
            assert kill_at > 2
            break


async def test_an_article_told_again_is_read_once(
    telegram: Telegram, tmp_path: Path, empty: Path
) -> None:
    told = update_of(telegram, 5, GAS, READER)
    for kill_at in range(1, 5):
        life = Life(tmp_path / str(kill_at), telegram, empty)
        await life.hear(told, kill_at=kill_at)
        await life.hear(told)
        store = await open_store(life.url, migrated=False)
        async with store.reading() as c:
            assert await requests.count_open(c) == 1
        await store.close()


async def test_what_was_answered_before_a_kill_is_not_answered_again(
    telegram: Telegram, tmp_path: Path
) -> None:
    told: list[Any] = []
    push = telegram.push

    async def remembered(**update: Any) -> int:
        number = await push(**update)
        told.append({"update_id": number, **update})
        return number

    telegram.push = remembered  # type: ignore[method-assign]
    async with Newsroom(tmp_path, telegram) as room:
        await room.say("/settings")
        menu = await room.wait("Settings of this chat")
        await room.press(menu, "Headlines only")
        await room.wait("Headlines only: on")
        await room.say("/stories 7")
        await room.wait("Stories: 7")
        await room.say("/forget")
        sure = await room.wait("There is no way back")
        await room.press(sure, "Delete it")
        await room.wait("Nothing about this chat is kept")
    said, edits = telegram.texts(READER), len(_edits(telegram))
    telegram._updates[:0] = told
    async with Newsroom(tmp_path, telegram) as room:
        await room.say("/status", OWNER)
        await room.wait("Waiting to be sent", OWNER)
        async with room.store.reading() as c:
            assert await chats.find(c, READER) is None
    assert telegram.texts(READER) == said
    assert len(_edits(telegram)) == edits


def _edits(telegram: Telegram) -> list[Fields]:
    return [fields for method, fields, _ in telegram.calls if method == "editMessageText"]


async def test_two_processes_that_hear_one_update_answer_it_once(
    telegram: Telegram, tmp_path: Path, empty: Path
) -> None:
    told = update_of(telegram, 5, "/help", READER)
    life = Life(tmp_path, telegram, empty)
    await asyncio.gather(*(life.hear(told) for _ in range(4)))
    assert len(await life.said(READER)) == 1
