"""The whole bot against the loopback server, for tests that talk to it as people do."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from bot.config import BotSettings, Settings, SourcesSettings, StoreSettings
from bot.delivery.app import serve
from bot.delivery.parts import BotParts
from bot.delivery.sending.lease import TTL
from bot.delivery.sending.pacing import UNLIMITED
from bot.intake.submissions import Intake
from bot.pipeline.seams import Models
from bot.records import Progress
from bot.store.store import Store
from tests.delivery.faulty_server import FaultyServer
from tests.delivery.table_translator import TableRooms
from tests.empty_database import new_database
from tests.telegram_server import Fields, Uploads

TOKEN = "123456:AAtesttesttesttesttesttesttesttest00"
OWNER = 7
READER = 8
STRANGER = 9
GROUP = -500
FORUM = -1001
CHANNEL = -1002


class Telegram(FaultyServer):
    """With administrators, and languages of users."""

    def __init__(self) -> None:
        super().__init__()
        self.admins: set[tuple[int, int]] = set()
        self.languages: dict[int, str] = {}

    def user(self, user_id: int = READER, name: str = "Rana") -> Fields:
        language = self.languages.get(user_id, "en")
        return {**super().user(user_id, name), "language_code": language}

    def standing(self, chat_id: int, user_id: int) -> str:
        if (chat_id, user_id) in self.admins:
            return "creator"
        return super().standing(chat_id, user_id)

    def _do_getchatadministrators(self, fields: Fields, uploads: Uploads) -> list[Fields]:
        known = super()._do_getchatadministrators(fields, uploads)
        return known + [self.member(c, user) for c, user in self.admins if c == fields["chat_id"]]


class Newsroom:
    """A bot that runs; `say`, `press` and `wait` are its readers."""

    def __init__(
        self,
        folder: Path,
        server: Telegram,
        *,
        sources: SourcesSettings = SourcesSettings(),  # noqa: B008 - frozen
        **bot: Any,
    ) -> None:
        self.server = server
        self.settings = Settings(
            cache_dir=folder,
            store=StoreSettings(url=new_database(folder)),
            sources=sources,
            bot=BotSettings(
                **{
                    "token": TOKEN,
                    "api_base": server.url,
                    "owner": OWNER,
                    "allowed_users": (READER,),
                    "zone": "Asia/Amman",
                    **bot,
                }
            ),
        )
        self.lease = TTL
        self.serve: Callable[..., Coroutine[Any, Any, None]] = serve
        self._parts: BotParts | None = None
        self._posts = itertools.count(900_000)
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def load(self, progress: Progress) -> Models:
        return TableRooms(self.settings, progress)

    async def __aenter__(self) -> Newsroom:
        ready = asyncio.Event()

        async def started(parts: BotParts) -> None:
            self._parts = parts
            ready.set()

        self._stop = asyncio.Event()
        self._task = asyncio.create_task(
            self.serve(
                self.settings,
                self._stop,
                load=self.load,
                limits=UNLIMITED,
                lease=self.lease,
                started=started,
            )
        )
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait({self._task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if self._task.done():
            waiting.cancel()
            self._task.result()
        return self

    async def __aexit__(self, *error: object) -> None:
        self._stop.set()
        assert self._task is not None
        await self._task

    @property
    def parts(self) -> BotParts:
        assert self._parts is not None
        return self._parts

    @property
    def store(self) -> Store:
        return self.parts.context.store

    async def say(
        self, text: str | None, chat: int = READER, user: int | None = None, **more: Any
    ) -> Fields:
        return await self.server.say(chat, text, chat if user is None else user, **more)

    async def post(self, chat: int, text: str) -> None:
        """In a channel."""
        await self.server.push(
            channel_post={
                "message_id": next(self._posts),
                "date": 1,
                "chat": self.server.chats[chat],
                "sender_chat": self.server.chats[chat],
                "text": text,
            }
        )

    async def publish(self, text: str) -> None:
        """As another system pushes an article: everybody may see it."""
        intake = Intake(self.store, self.parts.web, self.parts.runner.nudge)
        answer = await intake.submit({"text": text})
        assert answer.status == "new", answer

    def messages(self, chat: int = READER) -> list[Fields]:
        """The bot's, in the order they came."""
        return [
            message
            for (where, _), message in self.server.messages.items()
            if where == chat and message["from"]["is_bot"]
        ]

    async def wait(
        self, words: str, chat: int = READER, after: Fields | None = None, seconds: float = 90
    ) -> Fields:
        """The first message of the bot with these words that came after that one."""

        def found() -> Fields | None:
            for message in self.messages(chat):
                newer = after is None or message["message_id"] > after["message_id"]
                if newer and words in (message.get("text") or message.get("caption") or ""):
                    return message
            return None

        return await self._until(found, lambda: f"{words!r} in {self.server.texts(chat)}", seconds)

    async def _until(
        self, found: Callable[[], Fields | None], what: Callable[[], str], seconds: float
    ) -> Fields:
        try:
            async with asyncio.timeout(seconds):
                while (message := found()) is None:
                    assert self._task is not None
                    if self._task.done():
                        self._task.result()
                    await asyncio.sleep(0.01)
                return message
        except TimeoutError:
            raise AssertionError(f"never came: {what()}") from None

    async def wait_for_file(self, chat: int) -> bytes:
        """The content of the newest file the bot sent there."""

        def found() -> Fields | None:
            sent = [m for m in self.messages(chat) if "document" in m]
            return sent[-1] if sent else None

        message = await self._until(found, lambda: "a file", 90)
        return self.server.files[message["document"]["file_id"]][1]

    async def press(self, message: Fields, label: str, user: int | None = None) -> None:
        data = button(message, label)
        await self.server.click(message, data, message["chat"]["id"] if user is None else user)

    async def toast(self, count: int, seconds: float = 90) -> str | None:
        """What the `count`-th press was answered with."""
        async with asyncio.timeout(seconds):
            while len(self.server.answers) < count:
                await asyncio.sleep(0.01)
        return list(self.server.answers.values())[count - 1]


def button(message: Fields, label: str) -> str:
    """The callback data of the button with this in its label."""
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        for each in row:
            if label in each["text"]:
                return str(each["callback_data"])
    raise AssertionError(f"no button {label!r} in {message.get('reply_markup')}")
