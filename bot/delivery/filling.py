"""What is put into a message only when it leaves, since it must not stand in the outbox.

An invitation's code is made of the bot's token and a number drawn for it: it can be made again
for a second try, and nobody can read it from the database, a backup or an export. An export is
gathered when it leaves: the outbox would keep what /forget deletes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, is_dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.post import Payload
from bot.store import chats, digests, incidents, outbox, requests, schedules, sources, users
from bot.store.chats import Chat
from bot.store.store import Store

CODE = "INVITE_CODE"
"""Stands in the text where the code is to be."""


def new_invite() -> str:
    """The number of a new invitation."""
    return secrets.token_hex(16)


def invite_code(token: str, number: str) -> str:
    """128 bits as 22 characters, the same for the same bot and number."""
    made = hmac.digest(token.encode(), b"invite " + number.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made[:16]).decode().rstrip("=")


def with_invite(text: str, number: str) -> Payload:
    """`text` has CODE in it."""
    return Payload(text, fill=f"invite {number}")


def with_export(caption: str, telegram_id: int) -> Payload:
    return Payload(caption, file_name=f"chat-{telegram_id}.json", fill=f"export {telegram_id}")


class Filling:
    def __init__(self, store: Store, token: str) -> None:
        self._store, self._token = store, token

    async def __call__(self, payload: Payload) -> Payload:
        """Ready to be sent. Raises ValueError where it says nothing that can be filled in."""
        what, _, which = (payload.fill or "").partition(" ")
        if what == "invite":
            return replace(
                payload, text=payload.text.replace(CODE, invite_code(self._token, which))
            )
        if what == "export":
            return replace(payload, file_text=await self._exported(int(which)))
        raise ValueError(what)

    async def _exported(self, telegram_id: int) -> str:
        """Everything kept about a chat, as JSON."""
        async with self._store.reading() as c:
            found = await chats.of_telegram(c, telegram_id)
            listed = await sources.listing(c, owner=telegram_id, limit=10_000)
            kept = {
                "chats": [await _kept(c, chat) for chat in found],
                "user": await users.get(c, telegram_id),
                "sources": [source for source in listed if source.owner == telegram_id],
            }
        return json.dumps(kept, ensure_ascii=False, indent=2, default=_plain_value)


async def _kept(c: AsyncConnection, chat: Chat) -> dict[str, Any]:
    return {
        "chat": chat,
        "schedules": await schedules.of_chat(c, chat.id),
        "digests": await digests.of_chat(c, chat.id),
        "messages": await outbox.of_chat(c, chat.id),
        "requests": await requests.of_chat(c, chat.id),
        "incidents": await incidents.recent(c, 1000, chat=chat.id),
    }


def _plain_value(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return dict(value) if hasattr(value, "keys") else str(value)  # type: ignore[call-overload]
