"""Which messages may leave now: what a chat may not have, what waits for its quiet hours to end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import addressees, incidents, outgoing, switches
from bot.store.addressees import Addressee
from bot.store.incidents import Incident
from bot.store.outbox import Message, Priority

QUIET_LOOK = timedelta(seconds=30)
"""How often it is asked whether a chat's quiet hours still hold: it may have changed them."""


class RefusalOf(Protocol):
    def __call__(self, to: Addressee, *, asked: bool) -> str | None:
        """Why the chat must not get the message any more (bot.delivery.access.refusal)."""
        ...


def nobody_refused(to: Addressee, *, asked: bool) -> str | None:
    return None


class QuietUntil(Protocol):
    def __call__(self, to: Addressee, now: datetime) -> datetime | None:
        """When the quiet hours of the chat end that hold now (bot.delivery.scheduling)."""
        ...


def never_quiet(to: Addressee, now: datetime) -> None:
    return None


class Holding:
    """Asked in the very transaction in which messages are marked as leaving."""

    def __init__(
        self, refused: RefusalOf, quiet: QuietUntil, clock: Callable[[], datetime]
    ) -> None:
        self._refuses = refused
        self._quiet_until = quiet
        self._clock = clock
        self._quiet: dict[int, datetime] = {}

    def quiet(self, now: datetime) -> dict[int, datetime]:
        """Chats whose quiet hours hold, and until when nothing but answers is read for them."""
        self._quiet = {chat: until for chat, until in self._quiet.items() if until > now}
        return self._quiet

    async def may_go(
        self, c: AsyncConnection, batch: Sequence[Message]
    ) -> tuple[list[Message], bool]:
        """Those of `batch`, each of another chat, that nothing speaks against, and whether rows
        behind the others may go instead.

        /pause and quiet hours hold what nobody asked for; what waits for a chat that may not have
        it any more is dropped.
        """
        paused = await switches.since(c, switches.PAUSED) is not None
        to = await addressees.of_chats(c, [m.chat for m in batch])
        may, others = [], False
        for message in batch:
            asked = message.priority is Priority.ANSWER
            if message.chat not in to or (paused and not asked):
                continue
            now = self._clock()
            reason = self._refuses(to[message.chat], asked=asked)
            if reason is not None:
                await self._drop(c, message, to[message.chat], reason, now)
                others = True
                continue
            until = None if asked else self._quiet_until(to[message.chat], now)
            if until is None:
                may.append(message)
            else:
                self._quiet[message.chat] = min(until, now + QUIET_LOOK)
                others = True
        return may, others

    async def _drop(
        self, c: AsyncConnection, message: Message, to: Addressee, reason: str, now: datetime
    ) -> None:
        whole = self._refuses(to, asked=True) is not None
        count = await outgoing.drop_all(c, message.chat, now, reason, answers=whole)
        await incidents.add(
            c,
            Incident.MESSAGE_DROPPED,
            now,
            chat=message.chat,
            subject=f"message {message.id}",
            detail=f"{reason}; {count} messages dropped",
        )
