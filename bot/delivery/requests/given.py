"""Posts of a channel or group that its administrator gives to chats as news.

Only chats that were set so are heard (bot/delivery/handlers/giving.py); of all others no post is
kept. What is no Arabic article is passed over: nobody asked, so nobody is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog
from telegram import Message

from bot.delivery.context import BotContext
from bot.delivery.receipt import UpdateReceipt
from bot.delivery.requests.forwarded import as_post, own_address
from bot.delivery.requests.posts import sources_of
from bot.delivery.scheduling.preferences import from_json
from bot.errors import MujazError
from bot.intake.identity import Keys
from bot.intake.ingest import note, take_within
from bot.pipeline.documents import read_document
from bot.records import Document
from bot.store import chats, rights
from bot.store.audience import Audience
from bot.store.chats import ChatState

log = structlog.get_logger(__name__)


class GivenPosts:
    def __init__(self, context: BotContext, username: str, nudge: Callable[[], None]) -> None:
        """`username`: the bot's. `nudge`: an article came in."""
        self._context = context
        self._username = username
        self._nudge = nudge
        self._giving: set[int] = set()

    async def load(self) -> None:
        """Learn which chats give; to be called before updates are heard."""
        async with self._context.store.read_only() as c:
            known = await chats.everywhere(c)
        self._giving = {chat.telegram_id for chat in known if from_json(chat.settings).gives_to}

    def gives(self, telegram_id: int) -> bool:
        return telegram_id in self._giving

    def changed(self, telegram_id: int, *, gives: bool) -> None:
        """An administrator set it."""
        (self._giving.add if gives else self._giving.discard)(telegram_id)

    async def take(self, message: Message, receipt: UpdateReceipt) -> None:
        """Take a post in, for the chats that it is given to."""
        found = sources_of(message, self._username)
        source = None if isinstance(found, str) else dict(found[0])
        if source is None or not source.get("text"):
            return
        title = message.chat.title or ""
        url = own_address(message)
        source |= {"origin": title, "posted": message.date.isoformat(), "url": url}
        document = Document(
            origin=title or "a post",
            data=str(source["text"]).encode("utf-8", "replace"),
            media_type="text/plain",
            charset="utf-8",
            url=url,
        )
        try:
            article = as_post(await asyncio.to_thread(read_document, document), source)
        except MujazError as error:
            log.debug("post_passed_over", kind=error.name)
            return
        context, now = self._context, self._context.now()
        async with context.store.transaction() as c:
            await receipt.record(c, now)
            chat = await chats.find(c, message.chat.id)
            if chat is None:
                return
            keys = Keys((url,) if url else (), fetched=False)
            audience = Audience(chat=chat.id)
            taken = await take_within(c, article, keys, audience=audience, now=now)
            for each in from_json(chat.settings).gives_to:
                to = await chats.get(c, each)
                if to is not None and to.state is not ChatState.GONE:
                    await rights.share(c, taken.number, to.id, now, None)
        note(taken, "chat")
        self._nudge()
