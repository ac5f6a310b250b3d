"""One command or one press: who asks, where, and what for; and how it is answered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.context import BotContext
from bot.delivery.receipt import UpdateReceipt
from bot.delivery.scheduling.preferences import Preferences, of_chat
from bot.delivery.scheduling.subscription import apply_in
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Payload
from bot.delivery.sending.screens import Choice, Screen, keyboard
from bot.delivery.wording import plain, tell
from bot.store import callbacks, outbox
from bot.store.callbacks import Callback
from bot.store.chats import Chat, ChatKind

ABOUT = "for"
"""In a button's data: the chat that it is about (`Chat.id`), where that is not the one it is in."""


@dataclass(frozen=True, slots=True)
class Visit:
    context: BotContext
    chat: Chat
    user: int | None
    message_id: int
    """The message that asked, or the one whose button was pressed."""
    args: str = ""
    owner: bool = False
    pressed: Callback | None = None
    beneath: Sequence[str] = ()
    """The buttons of the message whose button was pressed."""
    receipt: UpdateReceipt = field(default_factory=UpdateReceipt)
    at: Chat | None = None
    """Where it is answered, if not where it is about: an administrator's private chat."""
    moved: bool = False
    """The press was in a channel, where nothing but digests appears: nothing is changed there."""

    @property
    def here(self) -> Chat:
        """The chat that is answered in."""
        return self.at or self.chat

    @property
    def language(self) -> str:
        return self.here.language

    @property
    def preferences(self) -> Preferences:
        return of_chat(self.chat, self.context.settings.bot)

    @property
    def private(self) -> bool:
        return self.chat.kind is ChatKind.PRIVATE

    @property
    def data(self) -> Mapping[str, Any]:
        return self.pressed.data if self.pressed else {}

    def tell(self, key: str, **values: object) -> str:
        return tell(self.language, key, **values)

    def plain(self, key: str, **values: object) -> str:
        return plain(self.language, key, **values)

    async def record(self, c: AsyncConnection) -> None:
        """Put the update on record as answered; to be called in every transaction that answers."""
        await self.receipt.record(c, self.context.now())

    async def answer(self, *screens: Screen | str) -> None:
        """Answer with new messages, through the outbox."""
        async with self.context.store.transaction() as c:
            await self.answer_in(c, *screens)
        self.context.wake()

    async def answer_in(self, c: AsyncConnection, *screens: Screen | str) -> None:
        """Answer within a transaction; wake the sender after it."""
        await self.record(c)
        now, payloads = self.context.now(), []
        for screen in screens:
            shown = Screen(screen) if isinstance(screen, str) else screen
            made = await keyboard(c, self.here.id, self._rows(shown), now)
            payloads.append(Payload(self._text(shown), made, articles=shown.articles))
        await enqueue_answer(c, self.here.id, payloads, now)

    def _rows(self, screen: Screen) -> list[list[Choice]]:
        """Buttons that know which chat they are about, where that is another than this."""
        if self.at is None:
            return [list(row) for row in screen.rows]
        about = {ABOUT: self.chat.id}
        return [
            [
                choice if choice.url else replace(choice, data={**choice.data, **about})
                for choice in row
            ]
            for row in screen.rows
        ]

    def _text(self, screen: Screen) -> str:
        """What may be typed names that chat, too."""
        if self.at is None:
            return screen.text
        name = self.preferences.username
        named = f"@{name}" if name else str(self.chat.telegram_id)
        return re.sub(r"<code>/(\w+)", rf"<code>/\1 {named}", screen.text)

    async def give(self, payload: Payload) -> None:
        """Answer with a message that is no screen, such as a file, through the outbox."""
        async with self.context.store.transaction() as c:
            await self.record(c)
            await enqueue_answer(c, self.here.id, [payload], self.context.now())
        self.context.wake()

    async def show(self, screen: Screen | str) -> None:
        """Answer a press by changing its message, and a command by a new message."""
        if self.pressed is None or self.moved:
            await self.answer(screen)
            return
        shown = Screen(screen) if isinstance(screen, str) else screen
        async with self.context.store.transaction() as c:
            made = await keyboard(c, self.here.id, self._rows(shown), self.context.now())
            await outbox.now_shows(c, self.here.id, self.message_id, shown.articles)
        where, text = self.here.telegram_id, self._text(shown)
        if not await self.context.direct.edit(where, self.message_id, text, made):
            await self.answer(screen)

    async def use_up(self, c: AsyncConnection) -> bool:
        """Use up the buttons of a question that may be answered once. False where it was answered
        before: nothing is to be done then."""
        if self.pressed is None:
            return False
        return await callbacks.use_up(c, self.pressed.id, self.here.id, self.beneath)

    async def settle_in(self, c: AsyncConnection, screen: Screen | str) -> bool:
        """Use up a question's buttons and answer it, in the transaction of its effect. Call
        `settled` after the transaction."""
        if not await self.use_up(c):
            return False
        await self.answer_in(c, screen)
        return True

    async def settled(self) -> None:
        self.context.wake()
        await self.context.direct.take_buttons(self.here.telegram_id, self.message_id)

    async def settle(self, screen: Screen | str) -> None:
        """Answer a question that has no other effect."""
        async with self.context.store.transaction() as c:
            answered = await self.settle_in(c, screen)
        if answered:
            await self.settled()

    async def choose(self, c: AsyncConnection, preferences: Preferences) -> Visit:
        """Keep the settings and bring the schedules in line; the visit with the changed chat."""
        context = self.context
        chat = await apply_in(
            c,
            self.chat,
            preferences,
            context.settings.bot,
            context.now(),
            by_owner=self.owner,
        )
        return replace(self, chat=chat)
