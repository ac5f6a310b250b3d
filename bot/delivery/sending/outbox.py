"""Promising messages: everything the bot says goes into the outbox before it is sent.

Each call runs in the caller's transaction, so that what caused the messages and the messages
are committed together. Callers wake the sender after the commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.scheduling.schedule import Slot
from bot.delivery.sending.post import Payload, to_row
from bot.store import chats, digests, versions
from bot.store import outbox as rows
from bot.store.digests import Occasion
from bot.store.outbox import Priority


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest ready to be sent. No messages: the slot is done with in silence."""

    messages: tuple[Payload, ...]
    articles: tuple[int, ...] = ()
    """`StoredArticle.number` of those shown."""
    told: tuple[int, ...] = ()
    """Later versions of articles the chat had, which this tells it of."""
    content: str | None = field(default=None, repr=False)
    """bot.records.Digest through bot.store.serial."""


async def enqueue_digest(
    c: AsyncConnection,
    chat: int,
    slot: Slot,
    composed: Composed,
    now: datetime,
    *,
    late_by: timedelta = timedelta(),
) -> int | None:
    """The digest's row with its messages in order; None, and nothing done, where the chat has
    one for this slot."""
    digest = await digests.insert_once(
        c,
        chat,
        slot.key,
        slot.at,
        now,
        late_by=int(late_by.total_seconds()),
        content=composed.content,
    )
    if digest is not None:
        await digests.add_articles(c, digest, composed.articles)
        await versions.tell(c, chat, composed.told, now)
        await _add_digest(c, chat, digest, composed, Priority.DIGEST, now)
    return digest


async def enqueue_asked_digest(
    c: AsyncConnection, chat: int, composed: Composed, now: datetime
) -> int:
    """The answer to /now: a digest at no slot, as urgent as any answer."""
    digest = await digests.insert_once(
        c,
        chat,
        f"asked {now.isoformat()}",
        now,
        now,
        occasion=Occasion.ASKED,
        content=composed.content,
    )
    if digest is None:
        raise ValueError("two digests asked for by one chat at one instant")
    await digests.add_articles(c, digest, composed.articles)
    await versions.tell(c, chat, composed.told, now)
    await _add_digest(c, chat, digest, composed, Priority.ANSWER, now)
    return digest


async def _add_digest(
    c: AsyncConnection,
    chat: int,
    digest: int,
    composed: Composed,
    priority: Priority,
    now: datetime,
) -> None:
    about = [payload.articles for payload in composed.messages]
    messages = map(to_row, composed.messages)
    await rows.add(c, chat, messages, priority, now, digest=digest, about=about)


async def enqueue_answer(
    c: AsyncConnection, chat: int, payloads: Iterable[Payload], now: datetime
) -> Sequence[int]:
    """Outbox ids, in order."""
    given = tuple(payloads)
    about = [payload.articles for payload in given]
    return await rows.add(c, chat, map(to_row, given), Priority.ANSWER, now, about=about)


async def enqueue_broadcast(
    c: AsyncConnection, to: Iterable[chats.Chat], payload: Payload, now: datetime
) -> int:
    """To these chats; to how many. A forum gets it once, in its own chat or the first of its
    topics."""
    first: dict[int, int] = {}
    for chat in sorted(to, key=lambda chat: chat.thread):
        first.setdefault(chat.telegram_id, chat.id)
    await rows.add_to_all(c, sorted(first.values()), to_row(payload), Priority.BROADCAST, now)
    return len(first)
