"""Message ids on record, by which a message that may have arrived is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    and_,
    func,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.chats import ChatKind, chats
from bot.store.outbox import MessageState, Priority, outbox


async def note(
    c: AsyncConnection, telegram_id: int, thread: int, message_id: int, now: datetime
) -> None:
    """Put a message on record that did not go through the outbox, ours or a reader's, so that
    looking for another never takes it for that one. Nothing happens where the chat is unknown."""
    chat = select(chats.c.id).where(chats.c.telegram_id == telegram_id, chats.c.thread == thread)
    known = (await c.execute(chat)).scalar()
    if known is None:
        return
    await c.execute(
        insert(outbox).values(
            chat=known,
            priority=Priority.ANSWER,
            payload={"text": ""},
            state=MessageState.SENT,
            message_id=message_id,
            created_at=now,
            started_at=now,
            finished_at=now,
        )
    )


async def known_ids(
    c: AsyncConnection, telegram_ids: Sequence[int] | None, kinds: Sequence[ChatKind], above: int
) -> frozenset[int]:
    """Recorded message ids over `above` in chats of these kinds, or of these Telegram ids."""
    where = [outbox.c.message_id > above, chats.c.kind.in_(kinds)]
    if telegram_ids is not None:
        where.append(chats.c.telegram_id.in_(telegram_ids))
    query = select(outbox.c.message_id).join(chats, chats.c.id == outbox.c.chat).where(and_(*where))
    return frozenset((await c.execute(query)).scalars())


async def last_id_before(
    c: AsyncConnection,
    telegram_ids: Sequence[int] | None,
    kinds: Sequence[ChatKind],
    before: datetime,
) -> int | None:
    """The highest message id recorded before then, in the same chats as `known_ids`."""
    where = [outbox.c.finished_at <= before, chats.c.kind.in_(kinds)]
    if telegram_ids is not None:
        where.append(chats.c.telegram_id.in_(telegram_ids))
    query = (
        select(func.max(outbox.c.message_id))
        .join(chats, chats.c.id == outbox.c.chat)
        .where(and_(*where))
    )
    found: int | None = (await c.execute(query)).scalar()
    return found
