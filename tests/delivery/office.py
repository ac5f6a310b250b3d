"""A sender at work against the loopback server, for tests."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.sending.holding import QuietUntil, never_quiet
from bot.delivery.sending.lease import Leaseholder
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.pacing import UNLIMITED
from bot.delivery.sending.post import Button, Payload
from bot.delivery.sending.retry import Patience
from bot.delivery.sending.sender import Sender
from bot.delivery.sending.telegram_post import TelegramPost, telegram_bot
from bot.store import callbacks, chats, incidents, outbox
from bot.store.chats import Chat, ChatKind
from bot.store.incidents import Incident
from bot.store.store import Store
from tests.delivery.faulty_server import FaultyServer, until

TOKEN = "123456:secret-token"
PATIENCE = Patience(
    timedelta(milliseconds=5), timedelta(milliseconds=50), timedelta(milliseconds=5)
)
POLL = timedelta(milliseconds=20)


def now() -> datetime:
    return datetime.now(UTC)


async def with_button(c: AsyncConnection, chat: int, text: str) -> Payload:
    """A message that can be told from every other."""
    name = await callbacks.make(c, chat, "why", now())
    return Payload(text, keyboard=((Button("Why?", name),),))


class Office:
    def __init__(self, store: Store, server: FaultyServer) -> None:
        self.store = store
        self.server = server
        self.stop = asyncio.Event()
        self.bot = telegram_bot(TOKEN, f"{server.url}/bot", timeout=2)
        self.sender = self.new_sender()
        self.running: asyncio.Task[None] | None = None

    def new_sender(self, ttl: float = 5, quiet: QuietUntil = never_quiet) -> Sender:
        return Sender(
            self.store,
            TelegramPost(self.bot),
            lease=Leaseholder(self.store, ttl=timedelta(seconds=ttl)),
            limits=UNLIMITED,
            patience=PATIENCE,
            poll=POLL,
            quiet=quiet,
        )

    async def __aenter__(self) -> Office:
        await self.bot.initialize()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()
        await self.bot.shutdown()

    async def close(self) -> None:
        self.stop.set()
        if self.running is not None:
            await self.running
            self.running = None

    def start(self) -> None:
        self.running = asyncio.create_task(self.sender.run(self.stop))

    async def chat(
        self, telegram_id: int, kind: ChatKind = ChatKind.PRIVATE, thread: int = 0
    ) -> int:
        """Known to the server and to the store; the store's key."""
        if telegram_id not in self.server.chats:
            self.server.add_chat(telegram_id, kind)
        async with self.store.transaction() as c:
            return (await chats.ensure(c, telegram_id, kind, now(), thread=thread)).id

    async def say(self, chat: int, *texts: str, buttons: bool = True) -> None:
        async with self.store.transaction() as c:
            payloads = [
                await with_button(c, chat, text) if buttons else Payload(text) for text in texts
            ]
            await enqueue_answer(c, chat, payloads, now())
        self.sender.wake()

    async def all_done(self) -> None:
        """Until nothing is left to send."""

        async def empty() -> bool:
            async with self.store.read_only() as c:
                return await outbox.count_unsent(c) == 0

        await until(empty)

    async def run_dry(self) -> None:
        """Send everything there is, then close."""
        self.start()
        await self.all_done()
        await self.close()

    async def found(self, chat: int) -> Chat:
        async with self.store.read_only() as c:
            found = await chats.get(c, chat)
        assert found is not None
        return found

    async def happened(self) -> list[Incident]:
        """Oldest first."""
        async with self.store.read_only() as c:
            return [each.kind for each in await incidents.recent(c, 100)][::-1]
