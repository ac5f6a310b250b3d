"""What people sent to be read, until they have their answer: a kill loses none of it.

A request is received (its source is here), then waits for its article's brief, then is
answered (the brief is in the outbox) and only its progress message is left to tidy up.
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
    ForeignKey,
    Row,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import jobs
from bot.store.schema import Json, Key, Utc, metadata


class RequestState(StrEnum):
    RECEIVED = "received"
    WAITING = "waiting"
    """Read; its article is on its way to a brief."""
    REST = "rest"
    """Its article has its brief, and is on its way to be translated whole."""
    ANSWERED = "answered"


_FOR_ARTICLES = (RequestState.WAITING, RequestState.REST)


requests = Table(
    "requests",
    metadata,
    Column("id", Key, primary_key=True),
    Column("chat", Key, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("user", BigInteger),
    Column("reply_to", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("source", Json, nullable=False),
    Column("article", Key, ForeignKey("articles.number", ondelete="CASCADE"), index=True),
    Column("state", String(16), nullable=False),
    Column("created_at", Utc, nullable=False),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class ReadRequest:
    id: int
    chat: int
    user: int | None
    reply_to: int
    """The message that asked."""
    message_id: int | None
    """Our message that shows the progress."""
    source: Mapping[str, Any]
    """Text, or a file's id; bot/delivery/requests/reader.py knows what it means. Empty once
    read. Of one for the rest of an article: what is to be shown of it (opened.py beside it)."""
    article: int | None
    state: RequestState
    created_at: datetime


def _request(row: Row[Any]) -> ReadRequest:
    fields = dict(row._mapping)
    fields["state"] = RequestState(fields["state"])
    return ReadRequest(**fields)


async def add(
    c: AsyncConnection,
    chat: int,
    source: Mapping[str, Any],
    reply_to: int,
    now: datetime,
    *,
    user: int | None = None,
) -> int:
    made = await c.execute(
        insert(requests)
        .values(
            chat=chat,
            user=user,
            reply_to=reply_to,
            source=dict(source),
            state=RequestState.RECEIVED,
            created_at=now,
        )
        .returning(requests.c.id)
    )
    return int(made.scalar_one())


async def add_rest(
    c: AsyncConnection,
    chat: int,
    article: int,
    source: Mapping[str, Any],
    reply_to: int,
    now: datetime,
    *,
    user: int | None,
) -> int:
    """A request to see the whole of an article that is translated in part."""
    request = await add(c, chat, source, reply_to, now, user=user)
    values = {"article": article, "state": RequestState.REST}
    await c.execute(update(requests).where(requests.c.id == request).values(**values))
    await jobs.add(c, jobs.awaited(article))
    return request


async def waits_for_rest(c: AsyncConnection, chat: int, article: int, view: str) -> bool:
    """Whether the chat has asked to see the whole of an article so, and waits for it."""
    waiting = await waiting_for(c, article)
    return any(
        r.chat == chat and r.state is RequestState.REST and r.source["view"] == view
        for r in waiting
    )


async def get(c: AsyncConnection, request: int) -> ReadRequest | None:
    row = (await c.execute(select(requests).where(requests.c.id == request))).first()
    return _request(row) if row else None


async def last_received(c: AsyncConnection, chat: int, user: int | None) -> ReadRequest | None:
    """The newest of this user in this chat that was not read yet."""
    query = (
        select(requests)
        .where(
            requests.c.chat == chat,
            requests.c.user.is_(None) if user is None else requests.c.user == user,
            requests.c.state == RequestState.RECEIVED,
        )
        .order_by(requests.c.id.desc())
        .limit(1)
    )
    row = (await c.execute(query)).first()
    return _request(row) if row else None


async def set_source(c: AsyncConnection, request: int, source: Mapping[str, Any]) -> None:
    await c.execute(update(requests).where(requests.c.id == request).values(source=dict(source)))


async def shown(c: AsyncConnection, request: int, message_id: int) -> None:
    """Record the message that shows its progress."""
    await c.execute(update(requests).where(requests.c.id == request).values(message_id=message_id))


async def read(c: AsyncConnection, request: int, article: int) -> None:
    await c.execute(
        update(requests)
        .where(requests.c.id == request)
        .values(article=article, state=RequestState.WAITING, source={})
    )
    await jobs.add(c, jobs.awaited(article))


async def answered(c: AsyncConnection, request: int) -> None:
    await c.execute(
        update(requests).where(requests.c.id == request).values(state=RequestState.ANSWERED)
    )


async def finish(c: AsyncConnection, request: int) -> None:
    await c.execute(delete(requests).where(requests.c.id == request))


async def in_state(c: AsyncConnection, state: RequestState) -> Sequence[ReadRequest]:
    """Oldest first."""
    query = select(requests).where(requests.c.state == state).order_by(requests.c.id)
    return [_request(row) for row in await c.execute(query)]


async def of_chat(c: AsyncConnection, chat: int) -> Sequence[ReadRequest]:
    query = select(requests).where(requests.c.chat == chat).order_by(requests.c.id)
    return [_request(row) for row in await c.execute(query)]


async def waiting_for(c: AsyncConnection, article: int) -> Sequence[ReadRequest]:
    """Those that wait for its brief (WAITING), and those that wait for the rest of it (REST)."""
    query = (
        select(requests)
        .where(requests.c.article == article, requests.c.state.in_(_FOR_ARTICLES))
        .order_by(requests.c.id)
    )
    return [_request(row) for row in await c.execute(query)]


async def articles_waited_for(c: AsyncConnection) -> Sequence[int]:
    """Article numbers, the longest awaited first."""
    query = (
        select(requests.c.article)
        .where(requests.c.state.in_(_FOR_ARTICLES), requests.c.article.is_not(None))
        .group_by(requests.c.article)
        .order_by(func.min(requests.c.id))
    )
    return list((await c.execute(query)).scalars())


async def count_open(c: AsyncConnection, chat: int | None = None) -> int:
    query = (
        select(func.count()).select_from(requests).where(requests.c.state != RequestState.ANSWERED)
    )
    if chat is not None:
        query = query.where(requests.c.chat == chat)
    return int((await c.execute(query)).scalar_one())
