"""Completes messages when they leave, with what must not stand in the outbox.

An invitation's code is made of the bot's token and a number drawn for it: it can be made again
for a second try, and nobody can read it from the database, a backup or an export. An export is
gathered when it leaves: the outbox would keep what /forget deletes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.sending.post import Payload
from bot.store.store import Store

CODE = "INVITE_CODE"
"""Stands in the text where the code is to be."""

Gather = Callable[[AsyncConnection, int], Awaitable[str]]
"""What is known of a chat, as a file."""


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


def with_export(caption: str, chat: int) -> Payload:
    """All that is kept about a chat, for its administrators. `chat`: `Chat.id`."""
    return Payload(caption, file_name="mujaz-chat.txt", fill=f"export {chat}")


def with_form(caption: str, telegram_id: int) -> Payload:
    """What the operator may know of a chat: settings and counts, no text."""
    return Payload(caption, file_name=f"chat-{telegram_id}.json", fill=f"form {telegram_id}")


class Filling:
    def __init__(self, store: Store, token: str, files: Mapping[str, Gather]) -> None:
        """`files`: what makes the file of "export" and of "form"."""
        self._store, self._token, self._files = store, token, files

    async def __call__(self, payload: Payload) -> Payload:
        """The payload ready to be sent. Raises ValueError where its `fill` names nothing known."""
        what, _, which = (payload.fill or "").partition(" ")
        if what == "invite":
            return replace(
                payload, text=payload.text.replace(CODE, invite_code(self._token, which))
            )
        if what not in self._files:
            raise ValueError(what)
        async with self._store.read_only() as c:
            return replace(payload, file_text=await self._files[what](c, int(which)))
