"""Who stands behind a chat: what decides whether it may still be written to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.chats import ChatKind, chats
from bot.store.former_ids import former_ids
from bot.store.users import Access, users


@dataclass(frozen=True, slots=True)
class Addressee:
    telegram_id: int
    kind: ChatKind
    standing: Access
    """Of the chat's Telegram id: its user's, or the group's own."""
    admitted: bool
    """The chat, or a topic of it, was opened by somebody who may use the bot."""
    formerly: int | None
    """The id a supergroup had as a group."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What the chat has chosen, as `chats.settings` holds it."""


async def of_chats(c: AsyncConnection, keys: Sequence[int]) -> Mapping[int, Addressee]:
    """By `Chat.id`; those that are gone from the database are left out."""
    same = chats.alias()
    query = (
        select(
            same.c.id,
            chats.c.telegram_id,
            chats.c.kind,
            chats.c.settings,
            same.c.settings.label("own"),
            users.c.standing,
            former_ids.c.formerly,
        )
        # Each chat with every topic of its Telegram chat: one that is admitted opens them all.
        .join(chats, chats.c.telegram_id == same.c.telegram_id)
        .outerjoin(users, users.c.id == chats.c.telegram_id)
        .outerjoin(former_ids, former_ids.c.telegram_id == chats.c.telegram_id)
        .where(same.c.id.in_(keys))
    )
    found: dict[int, Addressee] = {}
    for key, telegram_id, kind, settings, own, standing, formerly in await c.execute(query):
        before = found.get(key)
        admitted = bool(settings.get("admitted")) or bool(before and before.admitted)
        found[key] = Addressee(
            telegram_id,
            ChatKind(kind),
            Access(standing or Access.UNKNOWN),
            admitted,
            formerly,
            own,
        )
    return found
