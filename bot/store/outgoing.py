"""The outbox as the sender works it off: what may go now, and what became of each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    bindparam,
    case,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.chats import chats
from bot.store.digests import digest_articles
from bot.store.lease import held_by
from bot.store.outbox import (
    COLUMNS,
    TAKING_BACK,
    Message,
    MessageState,
    Priority,
    is_unsent,
    message_of,
    outbox,
    outbox_articles,
)
from bot.store.schema import Utc


async def heads(
    c: AsyncConnection,
    now: datetime,
    limit: int,
    *,
    answers_only: bool = False,
    quiet: Collection[int] = (),
) -> Sequence[Message]:
    """The oldest unsent row of each chat, where it may go by now.

    Most urgent chat first: a chat is as urgent as the most urgent row it holds, so that an
    answer that waits behind a digest's parts pulls them along instead of overtaking them.
    `answers_only`: as if there were nothing but answers; `quiet`: the same of these chats alone.
    """
    oldest = (
        select(func.min(outbox.c.id).label("id"), func.min(outbox.c.priority).label("urgency"))
        .where(is_unsent)
        .group_by(outbox.c.chat)
    )
    if answers_only:
        oldest = oldest.where(outbox.c.priority == Priority.ANSWER)
    elif quiet:
        answer = outbox.c.priority == Priority.ANSWER
        oldest = oldest.where(answer | outbox.c.chat.not_in(quiet))
    first = oldest.subquery()
    query = (
        select(*COLUMNS)
        .join(first, first.c.id == outbox.c.id)
        .join(chats, chats.c.id == outbox.c.chat)
        .where(outbox.c.not_before.is_(None) | (outbox.c.not_before <= now))
        .order_by(first.c.urgency, outbox.c.id)
        .limit(limit)
    )
    return [message_of(row) for row in await c.execute(query)]


async def starting(
    c: AsyncConnection, messages: Sequence[int], now: datetime, lease: str, holder: str
) -> frozenset[int]:
    """Mark as handed over; those marked. None of them where the lease is not the holder's.

    A row that may have arrived already keeps the time of the attempt that is in doubt.
    """
    begun = case(
        (outbox.c.state == MessageState.WAITING, literal(now, Utc)), else_=outbox.c.started_at
    )
    started = await c.execute(
        update(outbox)
        .where(outbox.c.id.in_(messages), is_unsent, held_by(lease, holder))
        .values(state=MessageState.SENDING, started_at=begun, attempts=outbox.c.attempts + 1)
        .returning(outbox.c.id)
    )
    return frozenset(started.scalars())


async def sent(c: AsyncConnection, arrived: Mapping[int, int], now: datetime) -> None:
    """Record message ids, by row."""
    if not arrived:
        return
    await c.execute(
        update(outbox)
        .where(outbox.c.id == bindparam("row"))
        .values(
            state=MessageState.SENT,
            message_id=bindparam("message"),
            finished_at=now,
            # What was taken back while it was on its way is still to be deleted.
            error=case((outbox.c.error == TAKING_BACK, TAKING_BACK), else_=""),
        ),
        [{"row": row, "message": message} for row, message in arrived.items()],
    )


async def shown_by(c: AsyncConnection, messages: Sequence[Message]) -> Mapping[int, Sequence[int]]:
    """The numbers of the articles in each of these messages, or in the digest it is a part of."""
    digests = {message.digest for message in messages if message.digest is not None}
    numbers: dict[int, set[int]] = defaultdict(set)
    of_message = select(outbox_articles.c.message, outbox_articles.c.article).where(
        outbox_articles.c.message.in_([message.id for message in messages])
    )
    for message, article in await c.execute(of_message):
        numbers[message].add(article)
    in_digest: dict[int, set[int]] = defaultdict(set)
    if digests:
        of_digest = select(digest_articles.c.digest, digest_articles.c.article).where(
            digest_articles.c.digest.in_(digests)
        )
        for digest, article in await c.execute(of_digest):
            in_digest[digest].add(article)
    return {
        message.id: sorted(numbers[message.id] | in_digest[message.digest or 0])
        for message in messages
    }


async def again(
    c: AsyncConnection,
    message: int,
    not_before: datetime | None,
    error: str,
    *,
    certain: bool,
    plain: bool = False,
) -> None:
    """To be tried again. `certain`: it did not arrive, so there is nothing to look for."""
    state = MessageState.WAITING if certain else MessageState.SENDING
    values: dict[str, Any] = {"state": state, "not_before": not_before, "error": error[:256]}
    if plain:
        values["plain"] = True
    await c.execute(update(outbox).where(outbox.c.id == message).values(**values))


async def drop(c: AsyncConnection, message: int, now: datetime, error: str) -> None:
    await c.execute(
        update(outbox)
        .where(outbox.c.id == message)
        .values(state=MessageState.DROPPED, finished_at=now, error=error[:256])
    )


async def drop_all(
    c: AsyncConnection, chat: int, now: datetime, error: str, *, answers: bool = True
) -> int:
    """Every unsent row of a chat that is gone; how many. `answers`: those too."""
    where = [outbox.c.chat == chat, is_unsent]
    if not answers:
        where.append(outbox.c.priority != Priority.ANSWER)
    changed = await c.execute(
        update(outbox)
        .where(*where)
        .values(state=MessageState.DROPPED, finished_at=now, error=error[:256])
    )
    return changed.rowcount
