"""What stands on the pages of a chat: its digests, and of their articles those it may see now."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import amendments
from bot.store.article_lists import ID_LENGTH, shown_to
from bot.store.articles import Stage, articles
from bot.store.chats import Chat
from bot.store.digests import digest_articles, digests
from bot.store.outbox import outbox, outbox_articles
from bot.store.rights import visible_to
from bot.store.versions import article_versions, replaced


@dataclass(frozen=True, slots=True)
class Paged:
    """A digest that has a page."""

    digest: int
    page: str
    made_at: datetime
    kept: bool
    """What it said is known; else it is put together again."""
    articles: tuple[tuple[int, int], ...]
    """(number, revision) of those that the chat may see, by number."""
    quoted: tuple[int, ...] = ()
    """Numbers of those that it says something of besides, and that the chat may see."""


async def chats_with_pages(c: AsyncConnection, since: datetime) -> Sequence[int]:
    """Chats that had a digest with a page since then."""
    query = (
        select(digests.c.chat)
        .where(digests.c.page.is_not(None), digests.c.made_at >= since)
        .distinct()
        .order_by(digests.c.chat)
    )
    return list((await c.execute(query)).scalars())


async def of_chat(c: AsyncConnection, chat: Chat, since: datetime) -> Sequence[Paged]:
    """The chat's digests since then, oldest first; those of which it may see nothing are left
    out."""
    query = (
        select(digests.c.id, digests.c.page, digests.c.made_at, digests.c.content.is_not(None))
        .where(digests.c.chat == chat.id, digests.c.page.is_not(None), digests.c.made_at >= since)
        .order_by(digests.c.id)
    )
    rows = (await c.execute(query)).all()
    seen: dict[int, list[tuple[int, int]]] = {row.id: [] for row in rows}
    held = (
        select(digest_articles.c.digest, articles.c.number, articles.c.revision)
        .join(articles, articles.c.number == digest_articles.c.article)
        .where(
            digest_articles.c.digest.in_(list(seen)),
            articles.c.stage == Stage.BRIEFED,
            visible_to(chat),
        )
        .order_by(articles.c.number)
    )
    for digest, number, revision in await c.execute(held):
        seen[digest].append((number, revision))
    quoted: dict[int, set[int]] = {row.id: set() for row in rows}
    told = (
        select(outbox.c.digest, outbox_articles.c.article)
        .join(outbox_articles, outbox_articles.c.message == outbox.c.id)
        .join(articles, articles.c.number == outbox_articles.c.article)
        .where(outbox.c.digest.in_(list(seen)), visible_to(chat))
    )
    for digest, number in await c.execute(told):
        quoted[digest].add(number)
    paged = [
        Paged(id_, page, made_at, kept, tuple(seen[id_]), tuple(sorted(quoted[id_])))
        for id_, page, made_at, kept in rows
    ]
    return [each for each in paged if each.articles or each.kept]


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in the feed of articles."""

    number: int
    revision: int
    key: str
    """The `Article.id` of its first version that is kept: a feed reader puts what its outlet says
    now in the place of that."""


async def latest(
    c: AsyncConnection, chat: Chat, among: ColumnElement[bool], since: datetime, limit: int
) -> Sequence[Listed]:
    """The newest briefed articles that the chat may see, each as its outlet has it now. `among`: a
    further condition, as bot/store/following.py makes them."""
    first = articles.alias("first")
    query = (
        select(articles.c.number, articles.c.revision, articles.c.id, first.c.id.label("first"))
        .outerjoin(article_versions, article_versions.c.article == articles.c.number)
        .outerjoin(
            first,
            and_(
                first.c.number == article_versions.c.series,
                visible_to(chat, first.c.number, first.c.public),
            ),
        )
        .where(
            articles.c.stage == Stage.BRIEFED,
            articles.c.ready_at >= since,
            shown_to(chat),
            ~replaced(articles.c.number, partial(visible_to, chat)),
            among,
        )
        .order_by(articles.c.number.desc())
        .limit(limit)
    )
    return [
        Listed(row.number, row.revision, (row.first or row.id)[:ID_LENGTH])
        for row in await c.execute(query)
    ]


async def amended(c: AsyncConnection, chat: int) -> str:
    """Changes with every amendment that holds in the chat; "" where none does."""
    holding = await amendments.holding(c, chat)
    if not holding:
        return ""
    told = sorted((e.key, e.id, e.english, e.wrong, e.name_english) for e in holding.values())
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
