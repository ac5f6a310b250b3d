"""The ids that supergroups had as groups, which the operator's list may still hold.

Kept apart from the chats: a chat that is forgotten is still the one the operator listed.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Table, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema import metadata

former_ids = Table(
    "former_ids",
    metadata,
    Column("telegram_id", BigInteger, primary_key=True, autoincrement=False),
    Column("formerly", BigInteger, nullable=False),
)


async def find(c: AsyncConnection, telegram_id: int) -> int | None:
    """The id this supergroup had as a group, where it is known."""
    query = select(former_ids.c.formerly).where(former_ids.c.telegram_id == telegram_id)
    found: int | None = (await c.execute(query)).scalar()
    return found


async def put(c: AsyncConnection, telegram_id: int, formerly: int) -> None:
    await c.execute(delete(former_ids).where(former_ids.c.telegram_id == telegram_id))
    await c.execute(insert(former_ids).values(telegram_id=telegram_id, formerly=formerly))
