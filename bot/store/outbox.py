"""The outbox: every message the bot has promised, committed before anything is sent.

Rows of one chat leave in the order of their ids. What a payload means is bot/delivery's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    UniqueConstraint,
    column,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.chats import ChatKind, ChatState, chats
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

is_unsent = outbox.c.state.in_(
    [literal_column(f"'{state}'") for state in (MessageState.WAITING, MessageState.SENDING)]
)
"""Written out, as the index has it: SQLite uses that one for no query with values bound to it."""


outbox_articles = Table(
    "outbox_articles",
    metadata,
    Column("message", Key, ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "article",
        Key,
        ForeignKey("articles.number", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)


# The table itself is in bot.store.digests, whose queries need this file.
_digest_articles = table("digest_articles", column("digest"), column("article"))


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


COLUMNS = (
    *outbox.c,
    chats.c.telegram_id,
    chats.c.thread,
    chats.c.kind,
    chats.c.state.label("chat_state"),
)


def message_of(row: Row[Any]) -> Message:
    fields = dict(row._mapping)
    fields["kind"] = ChatKind(fields["kind"])
    fields["chat_state"] = ChatState(fields["chat_state"])
    fields["priority"] = Priority(fields["priority"])
    fields["state"] = MessageState(fields["state"])
    return Message(**fields)


def unsent_digests() -> Select[int | None]:
    """A subquery: digests with a message still to go."""
    return select(outbox.c.digest).where(is_unsent, outbox.c.digest.is_not(None))


def digests_about(number: int) -> Select[int | None]:
    """A subquery: digests with a message that shows or quotes the article."""
    about = select(outbox_articles.c.message).where(outbox_articles.c.article == number)
    return select(outbox.c.digest).where(outbox.c.id.in_(about), outbox.c.digest.is_not(None))


def unsent_chats() -> Select[int]:
    """A subquery: chats with a message still to go."""
    return select(outbox.c.chat).where(is_unsent)


async def add(
    c: AsyncConnection,
    chat: int,
    payloads: Iterable[Mapping[str, Any]],
    priority: Priority,
    now: datetime,
    *,
    digest: int | None = None,
    about: Sequence[Collection[int]] = (),
) -> Sequence[int]:
    """Messages for one chat, to go in this order. Returns their ids.

    `about`: for each message the numbers of the articles it shows; a digest's are on record
    with the digest.
    """
    await in_turn(c, [chat])
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
    for message, numbers in zip(ids, about, strict=False):
        await shows(c, message, numbers)
    return ids


async def shows(c: AsyncConnection, message: int, numbers: Collection[int]) -> None:
    """Put on record which articles a message shows, so that they can be taken back."""
    known = select(outbox_articles.c.article).where(outbox_articles.c.message == message)
    new = set(numbers) - set((await c.execute(known)).scalars())
    rows = [{"message": message, "article": number} for number in sorted(new)]
    if rows:
        await c.execute(insert(outbox_articles), rows)


async def now_shows(
    c: AsyncConnection, chat: int, message_id: int, numbers: Collection[int]
) -> None:
    """The same for a message that was edited; `message_id`: Telegram's."""
    query = select(outbox.c.id).where(outbox.c.chat == chat, outbox.c.message_id == message_id)
    for message in (await c.execute(query)).scalars().all():
        await shows(c, message, numbers)


TAKING_BACK = "taking back"
"""The error of a message that is to be deleted in Telegram, until that is done."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of ours in Telegram that is to be deleted there."""

    row: int
    telegram_id: int
    message_id: int
    """Telegram's."""
    language: str
    """Of the chat's interface."""


async def blank(c: AsyncConnection, number: int, now: datetime, chat: int | None = None) -> None:
    """Take an article's text out of every message, or out of one chat's.

    What was not sent yet is dropped. What Telegram has or is being sent is put on record to be
    deleted there (`to_take_back`): all but digests, which hold other news too.
    """
    about = select(outbox_articles.c.message).where(outbox_articles.c.article == number)
    held = select(_digest_articles.c.digest).where(_digest_articles.c.article == number)
    of_digest = outbox.c.digest.in_(held)
    theirs: list[ColumnElement[bool]] = [outbox.c.id.in_(about) | of_digest]
    if chat is not None:
        theirs.append(outbox.c.chat == chat)
    await c.execute(
        update(outbox)
        .where(
            *theirs,
            outbox.c.digest.is_(None),
            outbox.c.state.in_((MessageState.SENT, MessageState.SENDING)),
        )
        .values(error=TAKING_BACK)
    )
    await c.execute(
        update(outbox)
        .where(*theirs, outbox.c.state == MessageState.WAITING)
        .values(state=MessageState.DROPPED, finished_at=now, error="taken back")
    )
    # The rows stay: their message ids tell messages that may have arrived apart.
    await c.execute(update(outbox).where(*theirs).values(payload={"text": ""}))


async def to_take_back(c: AsyncConnection) -> Sequence[Shown]:
    """The messages that Telegram has and that are to be deleted there."""
    query = (
        select(outbox.c.id, chats.c.telegram_id, outbox.c.message_id, chats.c.language)
        .join(chats, chats.c.id == outbox.c.chat)
        .where(
            outbox.c.error == TAKING_BACK,
            outbox.c.state == MessageState.SENT,
            outbox.c.message_id.is_not(None),
        )
        .order_by(outbox.c.id)
    )
    return [Shown(*row) for row in await c.execute(query)]


async def on_their_way_back(c: AsyncConnection) -> bool:
    """Whether a message that is to be deleted is still being sent."""
    query = select(outbox.c.id).where(
        outbox.c.error == TAKING_BACK, outbox.c.state == MessageState.SENDING
    )
    return (await c.execute(query)).first() is not None


async def taken_back(c: AsyncConnection, row: int) -> None:
    """Telegram shows it no more, or will not let it go."""
    await c.execute(update(outbox).where(outbox.c.id == row).values(error="taken back"))


async def add_to_all(
    c: AsyncConnection,
    to: Sequence[int],
    payload: Mapping[str, Any],
    priority: Priority,
    now: datetime,
) -> None:
    """One message to many chats."""
    await in_turn(c, to)
    rows = [
        {"chat": chat, "priority": priority, "payload": dict(payload), "created_at": now}
        for chat in to
    ]
    if rows:
        await c.execute(insert(outbox), rows)


async def in_turn(c: AsyncConnection, to: Sequence[int]) -> None:
    """Make writers to one chat wait for each other: ids must be handed out in the order of the
    commits, or a later row could leave before an earlier one is there. SQLite has one writer."""
    query = select(chats.c.id).where(chats.c.id.in_(to)).order_by(chats.c.id).with_for_update()
    if c.dialect.name == "postgresql":
        await c.execute(query)


async def of_chat(c: AsyncConnection, chat: int) -> Sequence[Message]:
    query = (
        select(*COLUMNS)
        .join(chats, chats.c.id == outbox.c.chat)
        .where(outbox.c.chat == chat)
        .order_by(outbox.c.id)
    )
    return [message_of(row) for row in await c.execute(query)]


async def count_of_chat(c: AsyncConnection, chat: int) -> int:
    """How many messages with words in them are kept."""
    rows = await c.execute(select(outbox.c.payload).where(outbox.c.chat == chat))
    return sum(bool(payload.get("text") or payload.get("file_name")) for (payload,) in rows)


async def of_digest(c: AsyncConnection, digest: int) -> Sequence[Message]:
    query = (
        select(*COLUMNS)
        .join(chats, chats.c.id == outbox.c.chat)
        .where(outbox.c.digest == digest)
        .order_by(outbox.c.id)
    )
    return [message_of(row) for row in await c.execute(query)]


async def count_unsent(c: AsyncConnection, chat: int | None = None) -> int:
    query = select(func.count()).select_from(outbox).where(is_unsent)
    if chat is not None:
        query = query.where(outbox.c.chat == chat)
    return int((await c.execute(query)).scalar_one())


async def prune(c: AsyncConnection, before: datetime) -> int:
    """Delete finished rows of that age; never an unsent one."""
    gone = await c.execute(outbox.delete().where(outbox.c.finished_at < before, ~is_unsent))
    return gone.rowcount
