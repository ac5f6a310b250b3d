"""Promising digests: the digest's row and its messages go into the outbox before they are sent.

Each call runs in the caller's transaction, as in bot/delivery/sending/outbox.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.scheduling.schedule import Slot
from bot.delivery.sending.post import Payload, to_row
from bot.store import digests, outbox, versions
from bot.store.digests import Occasion
from bot.store.outbox import Priority


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest ready to be sent. Without messages its slot passes in silence."""

    messages: tuple[Payload, ...]
    articles: tuple[int, ...] = ()
    """`StoredArticle.number` of those shown."""
    told: tuple[int, ...] = ()
    """Numbers of later versions of articles the chat had; the digest corrects those."""
    content: str | None = field(default=None, repr=False)
    """bot.records.Digest through bot.store.serial."""
    writers: str = ""
    """As `DigestRow.writers`."""


async def enqueue_digest(
    c: AsyncConnection,
    chat: int,
    slot: Slot,
    composed: Composed,
    now: datetime,
    *,
    late_by: timedelta = timedelta(),
) -> int | None:
    """Add the digest and its messages, in order; the digest's id. None, and nothing is added,
    where the chat has a digest for this slot."""
    digest = await digests.insert_once(
        c,
        chat,
        slot.key,
        slot.at,
        now,
        late_by=int(late_by.total_seconds()),
        content=composed.content,
        writers=composed.writers,
    )
    if digest is not None:
        await digests.add_articles(c, digest, composed.articles)
        await versions.tell(c, chat, composed.told, now)
        await _add_messages(c, chat, digest, composed, Priority.DIGEST, now)
    return digest


async def enqueue_asked_digest(
    c: AsyncConnection, chat: int, composed: Composed, now: datetime
) -> int:
    """Add the digest that answers /now. It has no slot, and is as urgent as any answer."""
    digest = await digests.insert_once(
        c,
        chat,
        f"asked {now.isoformat()}",
        now,
        now,
        occasion=Occasion.ASKED,
        content=composed.content,
        writers=composed.writers,
    )
    if digest is None:
        raise ValueError("two digests asked for by one chat at one instant")
    await digests.add_articles(c, digest, composed.articles)
    await versions.tell(c, chat, composed.told, now)
    await _add_messages(c, chat, digest, composed, Priority.ANSWER, now)
    return digest


async def _add_messages(
    c: AsyncConnection,
    chat: int,
    digest: int,
    composed: Composed,
    priority: Priority,
    now: datetime,
) -> None:
    about = [payload.articles for payload in composed.messages]
    messages = map(to_row, composed.messages)
    await outbox.add(c, chat, messages, priority, now, digest=digest, about=about)
