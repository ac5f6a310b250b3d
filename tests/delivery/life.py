"""A bot's process without its network loop: updates in, rows out, and a kill at any commit."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Update

from bot.config import BotSettings, Settings
from bot.delivery.access import RateLimit
from bot.delivery.parts import BotParts, put_together
from bot.delivery.sending.pacing import UNLIMITED
from bot.delivery.sending.sender import Sender
from bot.delivery.sending.telegram_post import TelegramPost, telegram_bot
from bot.intake.asking import Fetches
from bot.store import chats, outbox
from bot.store.store import Store, open_store
from tests.delivery.newsroom import OWNER, READER, TOKEN, Telegram
from tests.delivery.table_translator import TableRooms
from tests.sources.telegram_pages import TelegramSite
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
        self.web: Fetches = TelegramSite({})
        self.settings = Settings(
            cache_dir=folder, bot=BotSettings(owner=OWNER, allowed_users=(READER,))
        )

    @asynccontextmanager
    async def begun(self, kill_at: int = 0) -> AsyncIterator[BotParts]:
        opened = await open_store(self.url, migrated=False)
        store = Dying(opened.engine)
        store.left = kill_at
        bot = telegram_bot(TOKEN, f"{self.telegram.url}/bot")
        await bot.initialize()
        self.bot = bot
        sender = Sender(store, TelegramPost(bot), limits=UNLIMITED)
        parts = put_together(
            self.settings,
            store,
            bot,
            sender,
            self.web,
            lambda told: TableRooms(self.settings, told),
            RateLimit(1000),
        )
        try:
            yield parts
        except Killed:
            self.killed = True
        finally:
            await parts.tasks.end()
            await parts.work.close()
            await bot.shutdown()
            await store.close()

    async def hear(self, *told: Fields, kill_at: int = 0) -> None:
        async with self.begun(kill_at) as parts:
            for fields in told:
                await parts.dispatcher.handle(Update.de_json(fields, self.bot))

    async def said(self, chat: int) -> list[str]:
        """What was promised to the chat, in order."""
        store = await open_store(self.url, migrated=False)
        async with store.read_only() as c:
            found = await chats.find(c, chat)
            rows = await outbox.of_chat(c, found.id) if found else ()
        await store.close()
        return [row.payload["text"] for row in rows if row.payload["text"]]


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


def press_of(telegram: Telegram, number: int, data: str, others: list[str], user: int) -> Fields:
    """A press of a button that stands beneath a message beside others."""
    row = [{"text": name, "callback_data": name} for name in (data, *others)]
    message = {
        "message_id": 3,
        "date": 1,
        "chat": telegram.chats[user],
        "from": telegram.me,
        "text": "?",
        "reply_markup": {"inline_keyboard": [row]},
    }
    query = {"id": str(number), "from": telegram.user(user), "chat_instance": "1"}
    return {"update_id": number, "callback_query": {**query, "data": data, "message": message}}
