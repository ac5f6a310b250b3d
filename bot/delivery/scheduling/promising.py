"""Promising digests: the digest's row and its messages go into the outbox before they are sent.

Each call runs in the caller's transaction, as in bot/delivery/sending/outbox.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.scheduling.schedule import Slot
from bot.delivery.sending.post import Payload, to_row
from bot.store import digests, outbox, versions
from bot.store.digests import Occasion, Placed
from bot.store.outbox import Priority

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest ready to be sent. Without messages its slot passes in silence."""

    messages: tuple[Payload, ...]
    articles: tuple[int, ...] = ()
    """`StoredArticle.number` of those shown."""
    told: tuple[int, ...] = ()
    """Numbers of later versions of articles the chat had; the digest corrects those."""
    placed: tuple[Placed, ...] = ()
    """Its numbered stories."""
    content: str | None = field(default=None, repr=False)
    """As bot/pipeline/kept_digests.py has it."""
    page: str | None = None
    """The name of its page; None: it gets none."""
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
        page=composed.page,
        writers=composed.writers,
    )
    if digest is not None:
        await digests.add_articles(c, digest, composed.articles)
        await digests.add_stories(c, digest, composed.placed)
        await versions.tell(c, chat, composed.told, now)
        await _add_messages(c, chat, digest, composed, Priority.DIGEST, now)
    return digest


def note(digest: int, composed: Composed) -> None:
    """Log what a digest holds; call it when that is committed."""
    articles = sorted({*composed.articles, *composed.told})
    log.info("digest_promised", digest=digest, articles=articles, messages=len(composed.messages))


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
        page=composed.page,
        writers=composed.writers,
    )
    if digest is None:
        raise ValueError("two digests asked for by one chat at one instant")
    await digests.add_articles(c, digest, composed.articles)
    await digests.add_stories(c, digest, composed.placed)
    await versions.tell(c, chat, composed.told, now)
    await _add_messages(c, chat, digest, composed, Priority.ANSWER, now)
    return digest


async def enqueue_breaking(
    c: AsyncConnection, chat: int, composed: Composed, now: datetime
) -> int | None:
    """Add a story that is sent at once, in order; its digest's id. None, and nothing is added,
    where the chat was sent that one: it goes by its first article."""
    digest = await digests.insert_once(
        c,
        chat,
        f"breaking {min(composed.articles)}",
        now,
        now,
        occasion=Occasion.BREAKING,
        content=composed.content,
        page=composed.page,
        writers=composed.writers,
    )
    if digest is not None:
        await digests.add_articles(c, digest, composed.articles)
        await digests.add_stories(c, digest, composed.placed)
        await _add_messages(c, chat, digest, composed, Priority.DIGEST, now)
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
