"""What a chat's digests of some days held, counted: of articles that it may still see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.articles import articles
from bot.store.chats import Chat
from bot.store.digests import Occasion, digest_articles, digest_stories, digests, held_articles
from bot.store.rights import visible_to


@dataclass(frozen=True, slots=True)
class Report:
    """An article that stood in a digest."""

    outlet: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A digest that said something."""

    made_at: datetime
    stories: int
    """Those with a number."""
    at_once: bool
    """One story, between two digests."""


async def reports(c: AsyncConnection, chat: Chat, since: datetime) -> Sequence[Report]:
    """Each article once, in the order they came in."""
    held = (
        select(digest_articles.c.article)
        .join(digests, digests.c.id == digest_articles.c.digest)
        .where(digests.c.chat == chat.id, digests.c.made_at >= since)
    )
    query = (
        select(articles.c.outlet, articles.c.received_at)
        .where(articles.c.number.in_(held), visible_to(chat))
        .order_by(articles.c.number)
    )
    return [Report(outlet, at) for outlet, at in await c.execute(query)]


async def told(c: AsyncConnection, chat: Chat, since: datetime) -> Sequence[Told]:
    """Every digest in which articles stood, oldest first."""
    query = (
        select(digests.c.made_at, func.count(digest_stories.c.story), digests.c.occasion)
        .outerjoin(digest_stories, digest_stories.c.digest == digests.c.id)
        .where(digests.c.chat == chat.id, digests.c.made_at >= since, held_articles())
        .group_by(digests.c.id, digests.c.made_at, digests.c.occasion)
        .order_by(digests.c.id)
    )
    return [
        Told(at, int(count), occasion == Occasion.BREAKING)
        for at, count, occasion in await c.execute(query)
    ]
