"""The receipt of an update: its number goes on record together with what it caused.

Telegram sends an update again when a kill came before it was confirmed. A number on record was
answered and is left alone; a number that is not on record was not answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import updates


class DuplicateUpdate(Exception):
    """Another process answered the update meanwhile; what this one was about to do is undone."""


@dataclass(slots=True)
class UpdateReceipt:
    """One update, while it is answered."""

    update: int | None = None
    recorded: bool = False

    async def record(self, c: AsyncConnection, now: datetime) -> None:
        """In the transaction of what the update causes. Raises DuplicateUpdate, which undoes the
        transaction, where the number was on record before."""
        if self.update is None or self.recorded:
            return
        if not await updates.record(c, self.update, now):
            raise DuplicateUpdate
        self.recorded = True
