"""What stands behind a button: an opaque id in Telegram, everything else here."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.outbox import unsent_chats
from bot.store.schema import Json, Key, Utc, metadata

callbacks = Table(
    "callbacks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("chat", Key, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("user", BigInteger),
    Column("action", String(32), nullable=False),
    Column("data", Json, nullable=False),
    Column("article", Key, ForeignKey("articles.number", ondelete="CASCADE"), index=True),
    Column("created_at", Utc, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Callback:
    id: str
    chat: int
    user: int | None
    """Who alone may press it; None: whoever may act in that chat."""
    action: str
    data: Mapping[str, Any]
    """`article` in it: the number of the one article that the button is about."""
    created_at: datetime


async def make(
    c: AsyncConnection,
    chat: int,
    action: str,
    now: datetime,
    *,
    user: int | None = None,
    data: Mapping[str, Any] | None = None,
) -> str:
    """A new button's id, 22 characters nobody can guess (Telegram takes 64 bytes)."""
    name = secrets.token_urlsafe(16)
    held = dict(data or {})
    await c.execute(
        insert(callbacks).values(
            id=name,
            chat=chat,
            user=user,
            action=action,
            data=held,
            article=held.get("article"),
            created_at=now,
        )
    )
    return name


async def get(c: AsyncConnection, name: str, chat: int, user: int) -> Callback | None:
    """What the button does; None where it is unknown, or not this chat's or this user's."""
    row = (
        await c.execute(
            select(callbacks).where(
                callbacks.c.id == name,
                callbacks.c.chat == chat,
                callbacks.c.user.is_(None) | (callbacks.c.user == user),
            )
        )
    ).first()
    if row is None:
        return None
    fields = dict(row._mapping)
    fields.pop("article")
    return Callback(**fields)


async def forget_article(c: AsyncConnection, article: int, chat: int) -> None:
    """Delete a chat's buttons of an article that it may not see any more."""
    theirs = callbacks.c.chat == chat, callbacks.c.article == article
    await c.execute(delete(callbacks).where(*theirs))


async def use_up(
    c: AsyncConnection, name: str, chat: int | None = None, others: Sequence[str] = ()
) -> bool:
    """Delete a button that works once; False where it was pressed already.

    `others`: the chat's other buttons beneath the same message, which go with it.
    """
    used = await c.execute(delete(callbacks).where(callbacks.c.id == name))
    if others:
        theirs = callbacks.c.chat == chat, callbacks.c.id.in_(others)
        await c.execute(delete(callbacks).where(*theirs))
    return used.rowcount == 1


async def prune(c: AsyncConnection, before: datetime) -> int:
    """Delete buttons made before then, but those of chats with a message still to go."""
    old = callbacks.c.created_at < before, callbacks.c.chat.not_in(unsent_chats())
    return (await c.execute(delete(callbacks).where(*old))).rowcount
