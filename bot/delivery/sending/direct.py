"""What is sent, edited and deleted beside the outbox.

Lasting answers go through the outbox. Only what is edited in place, shown once, or said to
somebody who has no chat with us goes to Telegram from here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol, TypeVar

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.clock import now_utc
from bot.delivery.sending.screens import Keyboard
from bot.delivery.sending.telegram_post import seconds_asked
from bot.store import message_ids
from bot.store.store import Store

LONGEST_FLOOD = 30.0
"""Seconds a direct message waits for the limits and Telegram's `retry_after`; what would wait
longer is given up."""

T = TypeVar("T")


class Limited(Protocol):
    """Keeps Telegram's limits for everything that is sent; the sender is one."""

    async def claim(self, telegram_id: int, patience: float, *, edit: bool = False) -> bool:
        """Wait until the limits allow a message or an edit; False where that takes longer than
        `patience` seconds."""
        ...

    def flooded(self, telegram_id: int, retry_after: float) -> None:
        """Note that Telegram answered 429."""
        ...

    def taken(self, telegram_id: int) -> None:
        """Note that Telegram took it."""
        ...


class Direct:
    def __init__(
        self, bot: Bot, store: Store, limits: Limited, now: Callable[[], datetime] = now_utc
    ) -> None:
        self._bot = bot
        self._store = store
        self._limits = limits
        self._now = now

    async def send(
        self,
        telegram_id: int,
        text: str,
        *,
        thread: int = 0,
        keyboard: Keyboard = (),
        reply_to: int | None = None,
    ) -> int | None:
        """Send a message now; its id, or None where Telegram did not take it."""

        def send() -> Awaitable[Message]:
            return self._bot.send_message(
                telegram_id,
                text,
                parse_mode=ParseMode.HTML,
                message_thread_id=thread or None,
                reply_markup=_markup(keyboard),
                reply_to_message_id=reply_to,
                allow_sending_without_reply=True if reply_to else None,
                disable_web_page_preview=True,
            )

        try:
            sent = await self._paced(telegram_id, send, LONGEST_FLOOD)
        except TelegramError:
            return None
        if sent is None:
            return None
        # On record, where the sender looks for what may have arrived (docs/delivery.md).
        async with self._store.transaction() as c:
            await message_ids.note(c, telegram_id, thread, sent.message_id, self._now())
        return sent.message_id

    async def tell(self, telegram_id: int, text: str) -> bool:
        """Send a message that cannot be put on record now; whether Telegram took it."""

        def send() -> Awaitable[Message]:
            return self._bot.send_message(telegram_id, text, parse_mode=ParseMode.HTML)

        try:
            return await self._paced(telegram_id, send, LONGEST_FLOOD) is not None
        except TelegramError:
            return False

    async def edit(
        self,
        telegram_id: int,
        message_id: int,
        text: str,
        keyboard: Keyboard = (),
        *,
        patience: float = LONGEST_FLOOD,
    ) -> bool:
        """Change a message's text and buttons; whether it shows them now."""

        def change() -> Awaitable[Message | bool]:
            return self._bot.edit_message_text(
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
        """Remove the buttons of a question that is answered. If that fails, a press of one is
        answered as out of date."""

        def change() -> Awaitable[Message | bool]:
            return self._bot.edit_message_reply_markup(telegram_id, message_id)

        with contextlib.suppress(TelegramError):
            await self._paced(telegram_id, change, LONGEST_FLOOD, edit=True)

    async def delete(self, telegram_id: int, message_id: int) -> bool | None:
        """Whether the message is gone; None where that is to be tried again later."""

        def remove() -> Awaitable[bool]:
            return self._bot.delete_message(telegram_id, message_id)

        try:
            return await self._paced(telegram_id, remove, LONGEST_FLOOD, edit=True)
        except (BadRequest, Forbidden) as error:
            return "not found" in error.message.lower()
        except TelegramError:
            return None

    async def leave(self, telegram_id: int) -> bool:
        """Whether the bot has left a group or a channel."""
        try:
            return await self._bot.leave_chat(telegram_id)
        except TelegramError:
            return False

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
            if not await self._limits.claim(telegram_id, patience, edit=edit):
                return None
            try:
                result = await call()
            except RetryAfter as error:
                self._limits.flooded(telegram_id, seconds_asked(error))
            else:
                self._limits.taken(telegram_id)
                return result
        return None


def _markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(b.text, callback_data=b.callback, url=b.url) for b in row]
            for row in keyboard
        ]
    )
