"""What went wrong or was left out, with its reason: nothing is lost in silence.

`detail` is written for the operator and never holds message text, tokens or invite codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Row, String, Table, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema import Key, Utc, metadata


class Incident(StrEnum):
    SLOT_DROPPED = "slot_dropped"
    """Missed for longer than the grace."""
    MESSAGE_DROPPED = "message_dropped"
    PLAIN_TEXT = "plain_text"
    """Telegram could not read the message's markup; it went out without."""
    CHAT_DOUBTFUL = "chat_doubtful"
    CHAT_GONE = "chat_gone"
    CHAT_MIGRATED = "chat_migrated"
    SENT_AGAIN = "sent_again"
    """Whether it had arrived could not be known: a reader may have it twice."""
    DOCUMENT_FAILED = "document_failed"
    ARTICLE_FAILED = "article_failed"
    DIGEST_FAILED = "digest_failed"
    UPDATE_FAILED = "update_failed"
    """What somebody sent was tried again and again in vain; they were told."""
    RUN = "run"
    """A run of the bot began or ended."""


incidents = Table(
    "incidents",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Utc, nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("chat", Key, ForeignKey("chats.id", ondelete="SET NULL"), index=True),
    Column("subject", String(256), nullable=False, server_default=""),
    Column("detail", String(512), nullable=False, server_default=""),
)


@dataclass(frozen=True, slots=True)
class IncidentRow:
    id: int
    at: datetime
    kind: Incident
    chat: int | None
    subject: str
    """What it befell: a slot, a document's origin, an outbox row."""
    detail: str


def _incident(row: Row[Any]) -> IncidentRow:
    fields = dict(row._mapping)
    fields["kind"] = Incident(fields["kind"])
    return IncidentRow(**fields)


async def add(
    c: AsyncConnection,
    kind: Incident,
    now: datetime,
    *,
    chat: int | None = None,
    subject: str = "",
    detail: str = "",
) -> None:
    await c.execute(
        insert(incidents).values(
            at=now, kind=kind, chat=chat, subject=subject[:256], detail=detail[:512]
        )
    )


async def recent(
    c: AsyncConnection, limit: int = 20, *, kind: Incident | None = None, chat: int | None = None
) -> Sequence[IncidentRow]:
    """Newest first."""
    query = select(incidents).order_by(incidents.c.id.desc()).limit(limit)
    if kind is not None:
        query = query.where(incidents.c.kind == kind)
    if chat is not None:
        query = query.where(incidents.c.chat == chat)
    return [_incident(row) for row in await c.execute(query)]


async def count_since(c: AsyncConnection, since: datetime) -> Mapping[Incident, int]:
    query = (
        select(incidents.c.kind, func.count())
        .where(incidents.c.at >= since)
        .group_by(incidents.c.kind)
    )
    return {Incident(kind): count for kind, count in await c.execute(query)}


async def prune(c: AsyncConnection, before: datetime) -> int:
    return (await c.execute(delete(incidents).where(incidents.c.at < before))).rowcount
