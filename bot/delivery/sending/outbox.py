"""Puts messages into the outbox: everything lasting that the bot says is stored before it is sent.

Each call runs in the caller's transaction, so that what caused the messages and the messages
are committed together. Callers wake the sender after the commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.sending.post import Payload, to_row
from bot.store import chats
from bot.store import outbox as rows
from bot.store.outbox import Priority


async def enqueue_answer(
    c: AsyncConnection, chat: int, payloads: Iterable[Payload], now: datetime
) -> Sequence[int]:
    """Add answers to a chat; their outbox ids, in order."""
    given = tuple(payloads)
    about = [payload.articles for payload in given]
    return await rows.add(c, chat, map(to_row, given), Priority.ANSWER, now, about=about)


async def enqueue_broadcast(
    c: AsyncConnection, to: Iterable[chats.Chat], payload: Payload, now: datetime
) -> int:
    """Add a message to each of these chats; the number of chats. A forum gets it once, in its own
    chat or in the first of its topics."""
    first: dict[int, int] = {}
    for chat in sorted(to, key=lambda chat: chat.thread):
        first.setdefault(chat.telegram_id, chat.id)
    await rows.add_to_all(c, sorted(first.values()), to_row(payload), Priority.BROADCAST, now)
    return len(first)
