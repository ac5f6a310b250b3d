"""What readers think of a story: one voice of each reader of a chat, for the chat alone.

A voice counts while its article is kept, and only where the chat may see that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.articles import articles
from bot.store.chats import Chat
from bot.store.rights import visible_to
from bot.store.schema import Key, Utc, metadata

THE_CHAT = 0
"""As the user of a voice: the chat itself, as with anonymous administrators."""
COUNTED = 100
"""Articles of a chat whose voices count: those voted on last."""

votes = Table(
    "votes",
    metadata,
    Column("chat", Key, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "article",
        Key,
        ForeignKey("articles.number", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("user", BigInteger, primary_key=True, autoincrement=False),
    Column("value", Integer, nullable=False),
    Column("headline", Text, nullable=False),
    Column("at", Utc, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Taste:
    """Arabic headlines of what a chat called good, and not, in an order of their own."""

    liked: tuple[str, ...]
    disliked: tuple[str, ...]


async def cast(
    c: AsyncConnection,
    chat: int,
    article: int,
    headline: str,
    user: int,
    value: int,
    now: datetime,
) -> int:
    """Give a reader's voice, 1 or -1, in place of the one before; the same again takes it back.
    The voice as it is now: 1, -1 or 0."""
    mine = votes.c.chat == chat, votes.c.article == article, votes.c.user == user
    before = (await c.execute(select(votes.c.value).where(*mine))).scalar()
    await c.execute(delete(votes).where(*mine))
    if before == value:
        return 0
    row = {"chat": chat, "article": article, "user": user, "value": value}
    await c.execute(insert(votes).values(**row, headline=headline, at=now))
    return value


async def taste_of(c: AsyncConnection, chat: Chat) -> Taste:
    """By the sum of the voices on each article that the chat may see."""
    total = func.sum(votes.c.value)
    query = (
        select(func.max(votes.c.headline), total)
        .join(articles, articles.c.number == votes.c.article)
        .where(votes.c.chat == chat.id, visible_to(chat))
        .group_by(votes.c.article)
        .order_by(func.max(votes.c.at).desc(), votes.c.article.desc())
        .limit(COUNTED)
    )
    found = [(headline, int(voices)) for headline, voices in await c.execute(query)]
    return Taste(
        tuple(sorted(headline for headline, voices in found if voices > 0)),
        tuple(sorted(headline for headline, voices in found if voices < 0)),
    )


async def listing(c: AsyncConnection, chat: int) -> Sequence[tuple[datetime, int, str]]:
    """(when, voice, headline) of every voice given in a chat, oldest first."""
    query = (
        select(votes.c.at, votes.c.value, votes.c.headline)
        .where(votes.c.chat == chat)
        .order_by(votes.c.at, votes.c.article)
    )
    return [(at, value, headline) for at, value, headline in await c.execute(query)]


async def withdraw(c: AsyncConnection, article: int, chat: int) -> None:
    """A chat's voices on an article that it may not see any more."""
    await c.execute(delete(votes).where(votes.c.article == article, votes.c.chat == chat))
