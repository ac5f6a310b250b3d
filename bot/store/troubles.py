"""What is wrong with the bot now and was told to the operator: told once, also over a restart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Column, String, Table, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.chats import ChatState, chats
from bot.store.outbox import is_unsent, outbox
from bot.store.schema import Utc, metadata
from bot.store.source import Health
from bot.store.sources import sources

troubles = Table(
    "troubles",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("since", Utc, nullable=False),
)


async def listing(c: AsyncConnection) -> Mapping[str, datetime]:
    """What is wrong, and since when."""
    rows = await c.execute(select(troubles.c.name, troubles.c.since))
    return {row.name: row.since for row in rows}


async def begin(c: AsyncConnection, name: str, now: datetime) -> None:
    await c.execute(insert(troubles).values(name=name, since=now))


async def end(c: AsyncConnection, name: str) -> None:
    await c.execute(delete(troubles).where(troubles.c.name == name))


# -------------------------------------------------------------------- what the looks are made of


async def chats_waiting(c: AsyncConnection, before: datetime) -> Sequence[int]:
    """Chats (`Chat.id`) with a message of a digest that was promised by then and has not gone."""
    query = (
        select(outbox.c.chat)
        .distinct()
        .join(chats, chats.c.id == outbox.c.chat)
        .where(
            outbox.c.digest.is_not(None),
            is_unsent,
            outbox.c.created_at <= before,
            chats.c.state == ChatState.ACTIVE,
        )
    )
    return list((await c.execute(query)).scalars())


async def health_of_sources(c: AsyncConnection) -> tuple[int, int]:
    """(how many fail or are gone, how many there are), without those that are paused."""
    query = (
        select(sources.c.health, func.count())
        .where(sources.c.health != Health.PAUSED)
        .group_by(sources.c.health)
    )
    counts = {Health(health): count for health, count in await c.execute(query)}
    return sum(counts.values()) - counts.get(Health.OK, 0), sum(counts.values())
