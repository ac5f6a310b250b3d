"""Amendments: what readers say is wrong with a translated sentence, and how it should read.

One holds for the same Arabic sentence in the chat where it was made. One of a public article, or
that its reader sends, is in the operator's queue; taken there, it holds for all. ("Corrections"
are something else: an outlet changed its article.)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Row,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.language.search import words
from bot.store.schema import Key, Utc, metadata


class Wrong(StrEnum):
    """What a reader says is wrong."""

    NAME = "name"
    NUMBER = "number"
    MEANING = "meaning"


class AmendmentState(StrEnum):
    HELD = "held"
    """It holds in its chat, and nobody else knows of it."""
    SENT = "sent"
    """In the operator's queue."""
    TAKEN = "taken"
    """It holds for all."""
    DROPPED = "dropped"
    """Not taken; in its chat it holds as before."""


amendments = Table(
    "amendments",
    metadata,
    Column("id", Key, primary_key=True),
    Column("chat", Key, ForeignKey("chats.id", ondelete="SET NULL"), index=True),
    Column("user", BigInteger),
    Column("article", Key, ForeignKey("articles.number", ondelete="SET NULL"), index=True),
    Column("private", Boolean, nullable=False),
    Column("key", String(64), nullable=False, index=True),
    Column("arabic", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("wrong", String(16), nullable=False),
    Column("english", Text, nullable=False),
    Column("name_arabic", String(128), nullable=False),
    Column("name_english", String(128), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("created_at", Utc, nullable=False),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Amendment:
    id: int
    chat: int | None
    """None where the chat was forgotten; only one that was taken outlives its chat."""
    user: int | None
    article: int | None
    private: bool
    """Of an article that not everybody may see."""
    key: str
    arabic: str
    before: str
    """The English as it was."""
    wrong: Wrong
    english: str
    """As it should be; "" where the reader did not say."""
    name_arabic: str
    """A name in the sentence, and how it is spelled; "" where none was given."""
    name_english: str
    state: AmendmentState
    created_at: datetime


def key_of(arabic: str) -> str:
    """The same for the same sentence, however it is spaced, vowelled and pointed."""
    return hashlib.sha256(" ".join(words(arabic)).encode()).hexdigest()


def _amendment(row: Row[Any]) -> Amendment:
    fields = dict(row._mapping)
    fields["wrong"], fields["state"] = Wrong(fields["wrong"]), AmendmentState(fields["state"])
    return Amendment(**fields)


async def add(
    c: AsyncConnection,
    chat: int,
    user: int | None,
    article: int,
    arabic: str,
    before: str,
    wrong: Wrong,
    now: datetime,
    *,
    private: bool,
) -> int:
    """A new amendment, in the place of the chat's earlier one of that sentence; its number."""
    key = key_of(arabic)
    earlier = amendments.c.chat == chat, amendments.c.key == key
    open_ = amendments.c.state.in_((AmendmentState.HELD, AmendmentState.SENT))
    await c.execute(delete(amendments).where(*earlier, open_))
    made = await c.execute(
        insert(amendments)
        .values(
            chat=chat,
            user=user,
            article=article,
            private=private,
            key=key,
            arabic=arabic,
            before=before,
            wrong=wrong,
            english="",
            name_arabic="",
            name_english="",
            state=AmendmentState.HELD if private else AmendmentState.SENT,
            created_at=now,
        )
        .returning(amendments.c.id)
    )
    return int(made.scalar_one())


async def get(c: AsyncConnection, number: int) -> Amendment | None:
    row = (await c.execute(select(amendments).where(amendments.c.id == number))).first()
    return _amendment(row) if row else None


async def say(c: AsyncConnection, number: int, **given: str) -> None:
    """Keep how it should read: `english`, or `name_arabic` and `name_english`."""
    await c.execute(update(amendments).where(amendments.c.id == number).values(**given))


async def settle(c: AsyncConnection, number: int, state: AmendmentState) -> bool:
    """False where there is none, or it is in that state already."""
    where = amendments.c.id == number, amendments.c.state != state
    return (await c.execute(update(amendments).where(*where).values(state=state))).rowcount == 1


async def holding(c: AsyncConnection, chat: int) -> Mapping[str, Amendment]:
    """Sentence key -> what holds in a chat: its own, else what was taken for all."""
    taken = amendments.c.state == AmendmentState.TAKEN
    query = select(amendments).where(taken | (amendments.c.chat == chat)).order_by(amendments.c.id)
    found = [_amendment(row) for row in await c.execute(query)]
    # The last of a key counts, and the chat's own come last.
    return {each.key: each for each in sorted(found, key=lambda each: each.chat == chat)}


async def in_state(
    c: AsyncConnection, states: Iterable[AmendmentState], limit: int = 10_000, offset: int = 0
) -> Sequence[Amendment]:
    """Oldest first."""
    query = (
        select(amendments)
        .where(amendments.c.state.in_(tuple(states)))
        .order_by(amendments.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [_amendment(row) for row in await c.execute(query)]


async def of_chat(c: AsyncConnection, chat: int) -> Sequence[Amendment]:
    query = select(amendments).where(amendments.c.chat == chat).order_by(amendments.c.id)
    return [_amendment(row) for row in await c.execute(query)]


# ------------------------------------------------------------------------------ taking away


async def forget_articles(
    c: AsyncConnection, numbers: Iterable[int], chat: int | None = None
) -> None:
    """Of articles that are taken back; `chat`: from this chat alone."""
    where: list[ColumnElement[bool]] = [amendments.c.article.in_(list(numbers))]
    if chat is not None:
        where.append(amendments.c.chat == chat)
    await c.execute(delete(amendments).where(*where))


async def forget_chat(c: AsyncConnection, chat: int) -> None:
    """All of a chat's, but what it let hold for all of articles that everybody may see."""
    kept = (amendments.c.state == AmendmentState.TAKEN) & ~amendments.c.private
    await c.execute(delete(amendments).where(amendments.c.chat == chat, ~kept))


async def prune(c: AsyncConnection) -> int:
    """Delete what is left of private articles that were old; how many."""
    old = amendments.c.private, amendments.c.article.is_(None)
    return (await c.execute(delete(amendments).where(*old))).rowcount
