"""Chats: where digests go. A forum topic is a chat of its own, with its own settings.

A chat's key never changes; its Telegram id stands here alone, so that a group's migration to
a supergroup is one update. What the settings mean is not this file's matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    Row,
    Select,
    String,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema import Json, Key, Utc, metadata

NO_THREAD = 0


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class ChatState(StrEnum):
    ACTIVE = "active"
    DOUBTFUL = "doubtful"
    """Refused once; a second refusal makes it gone, anything else active."""
    GONE = "gone"
    """Settings are kept; nothing is sent until somebody writes there again."""


chats = Table(
    "chats",
    metadata,
    Column("id", Key, primary_key=True),
    Column("telegram_id", BigInteger, nullable=False),
    Column("thread", BigInteger, nullable=False, server_default="0"),
    Column("kind", String(16), nullable=False),
    Column("title", String(256), nullable=False, server_default=""),
    Column("language", String(8), nullable=False, server_default="en"),
    Column("settings", Json, nullable=False),
    Column("settings_version", Integer, nullable=False, server_default="1"),
    Column("state", String(16), nullable=False, server_default="active"),
    Column("state_reason", String(256), nullable=False, server_default=""),
    Column("state_since", Utc, nullable=False),
    Column("created_at", Utc, nullable=False),
    UniqueConstraint("telegram_id", "thread"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Chat:
    id: int
    """Ours; never changes."""
    telegram_id: int
    thread: int
    """`message_thread_id` of a forum topic; NO_THREAD elsewhere."""
    kind: ChatKind
    title: str
    language: str
    """Of the interface: "en" or "ar"."""
    settings: Mapping[str, Any]
    settings_version: int
    state: ChatState
    state_reason: str
    state_since: datetime
    created_at: datetime


def _chat(row: Row[Any]) -> Chat:
    fields = dict(row._mapping)
    fields["kind"], fields["state"] = ChatKind(fields["kind"]), ChatState(fields["state"])
    return Chat(**fields)


async def get(c: AsyncConnection, chat: int) -> Chat | None:
    row = (await c.execute(select(chats).where(chats.c.id == chat))).first()
    return _chat(row) if row else None


async def find(c: AsyncConnection, telegram_id: int, thread: int = NO_THREAD) -> Chat | None:
    query = select(chats).where(chats.c.telegram_id == telegram_id, chats.c.thread == thread)
    row = (await c.execute(query)).first()
    return _chat(row) if row else None


async def ensure(
    c: AsyncConnection,
    telegram_id: int,
    kind: ChatKind,
    now: datetime,
    *,
    thread: int = NO_THREAD,
    title: str = "",
    language: str = "en",
    settings: Mapping[str, Any] | None = None,
    settings_version: int = 1,
) -> Chat:
    """The chat, made with these values where it is new. Kind and title follow Telegram's."""
    known = await find(c, telegram_id, thread)
    if known is None:
        await c.execute(
            insert(chats).values(
                telegram_id=telegram_id,
                thread=thread,
                kind=kind,
                title=title[:256],
                language=language,
                settings=dict(settings or {}),
                settings_version=settings_version,
                state=ChatState.ACTIVE,
                state_since=now,
                created_at=now,
            )
        )
    elif known.kind is not kind or (title and known.title != title[:256]):
        await c.execute(
            update(chats)
            .where(chats.c.id == known.id)
            .values(kind=kind, title=title[:256] or known.title)
        )
    found = await find(c, telegram_id, thread)
    assert found is not None
    return found


async def save_settings(
    c: AsyncConnection, chat: int, settings: Mapping[str, Any], version: int
) -> None:
    await c.execute(
        update(chats)
        .where(chats.c.id == chat)
        .values(settings=dict(settings), settings_version=version)
    )


async def set_language(c: AsyncConnection, chat: int, language: str) -> None:
    await c.execute(update(chats).where(chats.c.id == chat).values(language=language))


async def set_state(
    c: AsyncConnection, chat: int, state: ChatState, now: datetime, reason: str = ""
) -> None:
    await c.execute(
        update(chats)
        .where(chats.c.id == chat)
        .values(state=state, state_reason=reason[:256], state_since=now)
    )


async def everywhere(c: AsyncConnection, state: ChatState = ChatState.ACTIVE) -> Sequence[Chat]:
    """Every chat in this state, in the order they came."""
    rows = await c.execute(select(chats).where(chats.c.state == state).order_by(chats.c.id))
    return [_chat(row) for row in rows]


async def of_telegram(c: AsyncConnection, telegram_id: int) -> Sequence[Chat]:
    """A Telegram chat and its topics."""
    query = select(chats).where(chats.c.telegram_id == telegram_id).order_by(chats.c.thread)
    return [_chat(row) for row in await c.execute(query)]


async def shared(c: AsyncConnection, limit: int, offset: int = 0) -> Sequence[Chat]:
    """Groups and channels, each once with whichever of its topics came first, in the order they
    came."""
    query = select(chats).where(chats.c.id.in_(_first_of_each())).order_by(chats.c.id)
    return [_chat(row) for row in await c.execute(query.limit(limit).offset(offset))]


async def count_shared(c: AsyncConnection) -> int:
    each = _first_of_each().subquery()
    return int((await c.execute(select(func.count()).select_from(each))).scalar_one())


def _first_of_each() -> Select[int]:
    return (
        select(func.min(chats.c.id))
        .where(chats.c.kind != ChatKind.PRIVATE)
        .group_by(chats.c.telegram_id)
    )


async def count_by_state(c: AsyncConnection) -> Mapping[ChatState, int]:
    rows = await c.execute(select(chats.c.state, func.count()).group_by(chats.c.state))
    return {ChatState(state): count for state, count in rows}


async def forget(c: AsyncConnection, chat: int) -> None:
    """Delete the chat with everything that hangs on it: schedules, digests, messages, menus."""
    await c.execute(delete(chats).where(chats.c.id == chat))
