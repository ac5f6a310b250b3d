"""The outbox: every message the bot has promised, committed before anything is sent.

Rows of one chat leave in the order of their ids. What a payload means is bot/delivery's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.chats import ChatKind, ChatState, chats
from bot.store.lease import held_by
from bot.store.schema import Json, Key, Utc, metadata


class Priority(IntEnum):
    """Lower goes first, between chats; within a chat nothing overtakes."""

    ANSWER = 0
    DIGEST = 1
    BROADCAST = 2


class MessageState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    """Handed to Telegram, the answer not yet recorded: after a crash it may have arrived."""
    SENT = "sent"
    DROPPED = "dropped"
    """Given up, with an incident that says why."""


UNSENT = (MessageState.WAITING, MessageState.SENDING)
_UNSENT_SQL = text("state IN ('waiting', 'sending')")

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column("chat", Key, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("digest", Key, ForeignKey("digests.id", ondelete="CASCADE"), index=True),
    Column("priority", Integer, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("payload", Json, nullable=False),
    Column("state", String(16), nullable=False, server_default="waiting"),
    Column("plain", Boolean, nullable=False, server_default=text("false")),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", Utc),
    Column("created_at", Utc, nullable=False),
    Column("started_at", Utc),
    Column("finished_at", Utc),
    Column("message_id", BigInteger),
    Column("error", String(256), nullable=False, server_default=""),
    UniqueConstraint("digest", "position"),
    Index(
        "ix_outbox_unsent",
        "chat",
        "id",
        sqlite_where=_UNSENT_SQL,
        postgresql_where=_UNSENT_SQL,
    ),
    Index("ix_outbox_finished", "finished_at"),
    Index("ix_outbox_chat_message_id", "chat", "message_id"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Message:
    """A row, with where it goes."""

    id: int
    chat: int
    """`Chat.id`"""
    telegram_id: int
    thread: int
    kind: ChatKind
    chat_state: ChatState
    digest: int | None
    priority: Priority
    position: int
    payload: Mapping[str, Any]
    state: MessageState
    plain: bool
    """Send without markup: Telegram refused it once."""
    attempts: int
    not_before: datetime | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    message_id: int | None
    error: str


_COLUMNS = (
    *outbox.c,
    chats.c.telegram_id,
    chats.c.thread,
    chats.c.kind,
    chats.c.state.label("chat_state"),
)


def _message(row: Row[Any]) -> Message:
    fields = dict(row._mapping)
    fields["kind"] = ChatKind(fields["kind"])
    fields["chat_state"] = ChatState(fields["chat_state"])
    fields["priority"] = Priority(fields["priority"])
    fields["state"] = MessageState(fields["state"])
    return Message(**fields)


def unsent_digests() -> Select[int | None]:
    """A subquery: digests with a message still to go."""
    return select(outbox.c.digest).where(outbox.c.state.in_(UNSENT), outbox.c.digest.is_not(None))


def unsent_chats() -> Select[int]:
    """A subquery: chats with a message still to go."""
    return select(outbox.c.chat).where(outbox.c.state.in_(UNSENT))


async def add(
    c: AsyncConnection,
    chat: int,
    payloads: Iterable[Mapping[str, Any]],
    priority: Priority,
    now: datetime,
    *,
    digest: int | None = None,
) -> Sequence[int]:
    """Messages for one chat, to go in this order. Returns their ids."""
    await _in_turn(c, [chat])
    ids = []
    for position, payload in enumerate(payloads):
        made = await c.execute(
            insert(outbox)
            .values(
                chat=chat,
                digest=digest,
                priority=priority,
                position=position,
                payload=dict(payload),
                created_at=now,
            )
            .returning(outbox.c.id)
        )
        ids.append(int(made.scalar_one()))
    return ids


async def add_to_all(
    c: AsyncConnection,
    to: Sequence[int],
    payload: Mapping[str, Any],
    priority: Priority,
    now: datetime,
) -> None:
    """One message to many chats."""
    await _in_turn(c, to)
    rows = [
        {"chat": chat, "priority": priority, "payload": dict(payload), "created_at": now}
        for chat in to
    ]
    if rows:
        await c.execute(insert(outbox), rows)


async def _in_turn(c: AsyncConnection, to: Sequence[int]) -> None:
    """Make writers to one chat wait for each other: ids must be handed out in the order of the
    commits, or a later row could leave before an earlier one is there. SQLite has one writer."""
    query = select(chats.c.id).where(chats.c.id.in_(to)).order_by(chats.c.id).with_for_update()
    if c.dialect.name == "postgresql":
        await c.execute(query)


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


async def heads(
    c: AsyncConnection, now: datetime, limit: int, *, answers_only: bool = False
) -> Sequence[Message]:
    """The oldest unsent row of each chat, where it may go by now.

    Most urgent chat first: a chat is as urgent as the most urgent row it holds, so that an
    answer that waits behind a digest's parts pulls them along instead of overtaking them.
    `answers_only`: as if there were nothing but answers.
    """
    oldest = (
        select(func.min(outbox.c.id).label("id"), func.min(outbox.c.priority).label("urgency"))
        .where(outbox.c.state.in_(UNSENT))
        .group_by(outbox.c.chat)
    )
    if answers_only:
        oldest = oldest.where(outbox.c.priority == Priority.ANSWER)
    first = oldest.subquery()
    query = (
        select(*_COLUMNS)
        .join(first, first.c.id == outbox.c.id)
        .join(chats, chats.c.id == outbox.c.chat)
        .where(outbox.c.not_before.is_(None) | (outbox.c.not_before <= now))
        .order_by(first.c.urgency, outbox.c.id)
        .limit(limit)
    )
    return [_message(row) for row in await c.execute(query)]


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
        .where(outbox.c.id.in_(messages), outbox.c.state.in_(UNSENT), held_by(lease, holder))
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
            error="",
        ),
        [{"row": row, "message": message} for row, message in arrived.items()],
    )


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
    where = [outbox.c.chat == chat, outbox.c.state.in_(UNSENT)]
    if not answers:
        where.append(outbox.c.priority != Priority.ANSWER)
    changed = await c.execute(
        update(outbox)
        .where(*where)
        .values(state=MessageState.DROPPED, finished_at=now, error=error[:256])
    )
    return changed.rowcount


async def hold(c: AsyncConnection, chat: int, not_before: datetime) -> None:
    """No unsent row of the chat goes before then."""
    await c.execute(
        update(outbox)
        .where(outbox.c.chat == chat, outbox.c.state.in_(UNSENT))
        .values(not_before=not_before)
    )


async def get(c: AsyncConnection, message: int) -> Message | None:
    query = select(*_COLUMNS).join(chats, chats.c.id == outbox.c.chat).where(outbox.c.id == message)
    row = (await c.execute(query)).first()
    return _message(row) if row else None


async def of_chat(c: AsyncConnection, chat: int) -> Sequence[Message]:
    query = (
        select(*_COLUMNS)
        .join(chats, chats.c.id == outbox.c.chat)
        .where(outbox.c.chat == chat)
        .order_by(outbox.c.id)
    )
    return [_message(row) for row in await c.execute(query)]


async def of_digest(c: AsyncConnection, digest: int) -> Sequence[Message]:
    query = (
        select(*_COLUMNS)
        .join(chats, chats.c.id == outbox.c.chat)
        .where(outbox.c.digest == digest)
        .order_by(outbox.c.id)
    )
    return [_message(row) for row in await c.execute(query)]


async def count_unsent(c: AsyncConnection, chat: int | None = None) -> int:
    query = select(func.count()).select_from(outbox).where(outbox.c.state.in_(UNSENT))
    if chat is not None:
        query = query.where(outbox.c.chat == chat)
    return int((await c.execute(query)).scalar_one())


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


async def prune(c: AsyncConnection, before: datetime) -> int:
    """Delete finished rows of that age; never an unsent one."""
    gone = await c.execute(
        outbox.delete().where(outbox.c.finished_at < before, outbox.c.state.not_in(UNSENT))
    )
    return gone.rowcount
