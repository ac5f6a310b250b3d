"""Promising digests: the digest's row and its messages go into the outbox before they are sent.

Each call runs in the caller's transaction, as in bot/delivery/sending/outbox.py. A digest takes a
while to make, and another may be promised to the chat meanwhile: so the last look at what the chat
was promised is here, while no other can be.
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


class Overtaken(Exception):
    """Something in a digest was promised to its chat while it was made: it is to be made anew."""


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
    where the chat has a digest for this slot. Raises Overtaken."""
    late = int(late_by.total_seconds())
    kept = _Kept(slot.key, slot.at, Occasion.SCHEDULED, Priority.DIGEST, late)
    return await _enqueue(c, chat, kept, composed, now)


def note(digest: int, composed: Composed) -> None:
    """Log what a digest holds; call it when that is committed."""
    articles = sorted({*composed.articles, *composed.told})
    log.info("digest_promised", digest=digest, articles=articles, messages=len(composed.messages))


async def enqueue_asked_digest(
    c: AsyncConnection, chat: int, composed: Composed, now: datetime
) -> int:
    """Add the digest that answers /now. It has no slot, and is as urgent as any answer. Raises
    Overtaken."""
    kept = _Kept(f"asked {now.isoformat()}", now, Occasion.ASKED, Priority.ANSWER)
    digest = await _enqueue(c, chat, kept, composed, now)
    if digest is None:
        raise ValueError("two digests asked for by one chat at one instant")
    return digest


async def enqueue_breaking(
    c: AsyncConnection, chat: int, composed: Composed, now: datetime
) -> int | None:
    """Add a story that is sent at once, in order; its digest's id. None, and nothing is added,
    where the chat was sent that one: it goes by its first article. Raises Overtaken."""
    slot = f"breaking {min(composed.articles)}"
    kept = _Kept(slot, now, Occasion.BREAKING, Priority.DIGEST)
    return await _enqueue(c, chat, kept, composed, now)


@dataclass(frozen=True, slots=True)
class _Kept:
    """As what a digest is kept and sent."""

    slot: str
    due_at: datetime
    occasion: Occasion
    priority: Priority
    late_by: int = 0


async def _enqueue(
    c: AsyncConnection, chat: int, kept: _Kept, composed: Composed, now: datetime
) -> int | None:
    await outbox.in_turn(c, [chat])
    digest = await digests.insert_once(
        c,
        chat,
        kept.slot,
        kept.due_at,
        now,
        occasion=kept.occasion,
        late_by=kept.late_by,
        content=composed.content,
        page=composed.page,
        writers=composed.writers,
    )
    if digest is None:
        return None
    if await digests.any_held(c, chat, composed.articles) or await versions.any_told(
        c, chat, composed.told
    ):
        raise Overtaken
    await digests.add_articles(c, digest, composed.articles)
    await digests.add_stories(c, digest, composed.placed)
    await versions.tell(c, chat, composed.told, now)
    about = [payload.articles for payload in composed.messages]
    messages = map(to_row, composed.messages)
    await outbox.add(c, chat, messages, kept.priority, now, digest=digest, about=about)
    return digest
