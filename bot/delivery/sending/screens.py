"""Messages with buttons, as handlers make them, and the ids that their buttons get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.sending.post import Button
from bot.store import callbacks

Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: an action with its data, kept in the database, or an address."""

    label: str
    action: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """A message with buttons."""

    text: str
    rows: Sequence[Sequence[Choice]] = ()
    articles: tuple[int, ...] = ()
    """Numbers of the articles it shows, so that they can be taken back."""


async def keyboard(
    c: AsyncConnection,
    chat: int,
    rows: Sequence[Sequence[Choice]],
    now: datetime,
    *,
    user: int | None = None,
) -> Keyboard:
    """Make the buttons, each with an id of its own.

    `chat`: `Chat.id`. `user`: the only user who may press them; None: anybody in the chat.
    """
    made = []
    for row in rows:
        buttons = []
        for choice in row:
            if choice.url:
                buttons.append(Button(choice.label, url=choice.url))
                continue
            name = await callbacks.make(c, chat, choice.action, now, user=user, data=choice.data)
            buttons.append(Button(choice.label, callback=name))
        made.append(tuple(buttons))
    return tuple(made)
