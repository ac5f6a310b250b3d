"""What every handler works with: the store, the way out, and who is asking.

Lasting answers go through the outbox; only what is edited in place, shown once, or said to
somebody who has no chat with us goes to Telegram directly.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Protocol, TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import ChatMemberStatus, ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.config import Settings
from bot.delivery.access import RateLimit
from bot.delivery.handlers.hearing import Hearing
from bot.delivery.scheduling.editions import Editions
from bot.delivery.scheduling.preferences import Preferences, from_json, to_json
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Button, Payload
from bot.delivery.sending.telegram_post import seconds_asked
from bot.delivery.wording import plain, tell
from bot.pipeline.runner import Runner
from bot.polling.poller import Poller
from bot.sources.fetching.fetcher import Fetcher
from bot.store import callbacks, chats, message_ids, outbox
from bot.store.callbacks import Callback
from bot.store.chats import Chat, ChatKind
from bot.store.store import Store

ADMINS_KEPT = 300.0
"""Seconds an answer about administrators is believed."""
LONGEST_FLOOD = 30.0
"""Seconds a direct message waits for the limits and Telegram's `retry_after`; what would wait
longer is given up."""

T = TypeVar("T")

log = structlog.get_logger(__name__)


class WayOut(Protocol):
    """The sender, as handlers see it."""

    def wake(self) -> None:
        """New rows were committed to the outbox."""
        ...

    async def claim(self, telegram_id: int, patience: float, *, edit: bool = False) -> bool:
        """Leave to send or edit beside the outbox; False where it would take longer."""
        ...

    def flooded(self, telegram_id: int, retry_after: float) -> None:
        """Telegram answered 429."""
        ...

    def taken(self, telegram_id: int) -> None:
        """Telegram took it."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: an action with its data, kept in the database, or an address."""

    label: str
    action: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """A message with buttons, as handlers make it."""

    text: str
    rows: Sequence[Sequence[Choice]] = ()
    articles: tuple[int, ...] = ()
    """Numbers of the articles it shows, so that they can be taken back."""


@dataclass(slots=True)
class Desk:
    """One running bot's shared things."""

    settings: Settings
    store: Store
    bot: Bot
    sender: WayOut
    limit: RateLimit
    runner: Runner = field(init=False)
    editions: Editions = field(init=False)
    fetcher: Fetcher = field(init=False)
    poller: Poller = field(init=False)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _admins: dict[tuple[int, int], tuple[float, bool]] = field(default_factory=dict)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def preferences(self, chat: Chat) -> Preferences:
        return from_json(chat.settings, self.settings.bot.zone)

    async def keyboard(
        self, c: AsyncConnection, chat: int, screen: Screen, user: int | None = None
    ) -> tuple[tuple[Button, ...], ...]:
        """The screen's buttons, each with an id of its own. `user`: who alone may press."""
        rows = []
        for row in screen.rows:
            made = []
            for choice in row:
                if choice.url:
                    made.append(Button(choice.label, url=choice.url))
                    continue
                name = await callbacks.make(
                    c, chat, choice.action, self.now(), user=user, data=choice.data
                )
                made.append(Button(choice.label, callback=name))
            rows.append(tuple(made))
        return tuple(rows)

    async def is_admin(self, telegram_id: int, user: int, *, ask: bool = False) -> bool:
        """Asked of Telegram, and believed for some minutes. `ask`: believe nothing, ask now."""
        known = self._admins.get((telegram_id, user))
        if known and not ask and monotonic() - known[0] < ADMINS_KEPT:
            return known[1]
        try:
            member = await self.bot.get_chat_member(telegram_id, user)
            admin = member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
        except (BadRequest, Forbidden):
            admin = False
        if len(self._admins) > 10_000:
            self._admins.clear()
        self._admins[telegram_id, user] = (monotonic(), admin)
        return admin

    async def direct(
        self,
        telegram_id: int,
        text: str,
        *,
        thread: int = 0,
        keyboard: tuple[tuple[Button, ...], ...] = (),
        reply_to: int | None = None,
    ) -> Message | None:
        """Send now, outside the outbox; None where it could not be said."""

        def send() -> Awaitable[Message]:
            return self.bot.send_message(
                telegram_id,
                text,
                parse_mode=ParseMode.HTML,
                message_thread_id=thread or None,
                reply_markup=_markup(keyboard),
                reply_to_message_id=reply_to,
                allow_sending_without_reply=True if reply_to else None,
                disable_web_page_preview=True,
            )

        return await self._noted(telegram_id, thread, send)

    async def _noted(
        self, telegram_id: int, thread: int, send: Callable[[], Awaitable[Message]]
    ) -> Message | None:
        try:
            sent = await self._paced(telegram_id, send, LONGEST_FLOOD)
        except TelegramError:
            return None
        if sent is not None:
            await self.note(telegram_id, thread, sent.message_id)
        return sent

    async def _paced(
        self,
        telegram_id: int,
        call: Callable[[], Awaitable[T]],
        patience: float,
        *,
        edit: bool = False,
    ) -> T | None:
        """The call's result once the sender's limits allow it; None where they do not for
        longer than `patience` seconds. A 429 is the sender's to know: its rows wait too."""
        for _ in range(3):
            if not await self.sender.claim(telegram_id, patience, edit=edit):
                return None
            try:
                result = await call()
            except RetryAfter as error:
                self.sender.flooded(telegram_id, seconds_asked(error))
            else:
                self.sender.taken(telegram_id)
                return result
        return None

    async def note(self, telegram_id: int, thread: int, message_id: int) -> None:
        """Put a message sent outside the outbox on record, where the sender looks for what may
        have arrived (docs/delivery.md)."""
        async with self.store.transaction() as c:
            await message_ids.note(c, telegram_id, thread, message_id, self.now())

    async def edit(
        self,
        telegram_id: int,
        message_id: int,
        text: str,
        keyboard: tuple[tuple[Button, ...], ...] = (),
        *,
        patience: float = LONGEST_FLOOD,
    ) -> bool:
        """Whether the message shows this now."""

        def change() -> Awaitable[Message | bool]:
            return self.bot.edit_message_text(
                text,
                telegram_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=_markup(keyboard),
                disable_web_page_preview=True,
            )

        try:
            return await self._paced(telegram_id, change, patience, edit=True) is not None
        except BadRequest as error:
            return "not modified" in error.message.lower()
        except TelegramError:
            return False

    async def take_buttons(self, telegram_id: int, message_id: int) -> None:
        """Off a message whose question is answered; where it fails they say they are old."""

        def change() -> Awaitable[Message | bool]:
            return self.bot.edit_message_reply_markup(telegram_id, message_id)

        with contextlib.suppress(TelegramError):
            await self._paced(telegram_id, change, LONGEST_FLOOD, edit=True)

    async def delete(self, telegram_id: int, message_id: int) -> None:
        with contextlib.suppress(TelegramError):
            await self.bot.delete_message(telegram_id, message_id)

    def spawn(self, coroutine: Any, name: str) -> None:
        """Work that nobody waits for; ended with the bot."""
        task = asyncio.create_task(coroutine, name=name)
        self.tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """What failed is a request still, and begun again at the next start."""
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task_failed", task=task.get_name(), kind=type(error).__name__)


def _markup(keyboard: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(b.text, callback_data=b.callback, url=b.url) for b in row]
            for row in keyboard
        ]
    )


@dataclass(frozen=True, slots=True)
class Visit:
    """One command or one press: who asks, where, and what for."""

    desk: Desk
    chat: Chat
    user: int | None
    message_id: int
    """The message that asked, or the one whose button was pressed."""
    args: str = ""
    owner: bool = False
    pressed: Callback | None = None
    beneath: Sequence[str] = ()
    """The buttons of the message whose button was pressed."""
    hearing: Hearing = field(default_factory=Hearing)

    @property
    def language(self) -> str:
        return self.chat.language

    @property
    def preferences(self) -> Preferences:
        return self.desk.preferences(self.chat)

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

    async def heard(self, c: AsyncConnection) -> None:
        """In every transaction that answers: told again by Telegram, it is answered no second
        time."""
        await self.hearing.record(c, self.desk.now())

    async def answer(self, *screens: Screen | str) -> None:
        """New messages, through the outbox."""
        async with self.desk.store.transaction() as c:
            await self.answer_in(c, *screens)
        self.desk.sender.wake()

    async def answer_in(self, c: AsyncConnection, *screens: Screen | str) -> None:
        """The same within a transaction; the sender is to be woken after it."""
        await self.heard(c)
        payloads = []
        for screen in screens:
            shown = Screen(screen) if isinstance(screen, str) else screen
            keyboard = await self.desk.keyboard(c, self.chat.id, shown)
            payloads.append(Payload(shown.text, keyboard, articles=shown.articles))
        await enqueue_answer(c, self.chat.id, payloads, self.desk.now())

    async def give(self, payload: Payload) -> None:
        """A new message that is no screen, such as a file, through the outbox."""
        async with self.desk.store.transaction() as c:
            await self.heard(c)
            await enqueue_answer(c, self.chat.id, [payload], self.desk.now())
        self.desk.sender.wake()

    async def show(self, screen: Screen | str) -> None:
        """In place of the message whose button was pressed; a new message after a command."""
        if self.pressed is None:
            await self.answer(screen)
            return
        shown = Screen(screen) if isinstance(screen, str) else screen
        async with self.desk.store.transaction() as c:
            keyboard = await self.desk.keyboard(c, self.chat.id, shown)
            await outbox.now_shows(c, self.chat.id, self.message_id, shown.articles)
        if not await self.desk.edit(self.chat.telegram_id, self.message_id, shown.text, keyboard):
            await self.answer(screen)

    async def use_up(self, c: AsyncConnection) -> bool:
        """The buttons of a question that is answered once; False, and nothing is to be done,
        where it was answered before."""
        if self.pressed is None:
            return False
        return await callbacks.use_up(c, self.pressed.id, self.chat.id, self.beneath)

    async def settle_in(self, c: AsyncConnection, screen: Screen | str) -> bool:
        """`use_up` with the answer, in the transaction of its effect; `settled` follows it."""
        if not await self.use_up(c):
            return False
        await self.answer_in(c, screen)
        return True

    async def settled(self) -> None:
        self.desk.sender.wake()
        await self.desk.take_buttons(self.chat.telegram_id, self.message_id)

    async def settle(self, screen: Screen | str) -> None:
        """The same where the answer is all the effect there is."""
        async with self.desk.store.transaction() as c:
            answered = await self.settle_in(c, screen)
        if answered:
            await self.settled()

    async def save(self, c: AsyncConnection, preferences: Preferences) -> Visit:
        """Keep the settings; the visit with the chat as it is now."""
        await chats.save_settings(
            c, self.chat.id, to_json(preferences), self.chat.settings_version + 1
        )
        chat = await chats.get(c, self.chat.id)
        assert chat is not None
        return replace(self, chat=chat)
