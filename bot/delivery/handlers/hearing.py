"""Hearing an update once: its number goes on record with what it caused.

After a kill Telegram tells again what was not confirmed; what is on record is not answered a
second time, and what is not was not answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import updates


class ToldAgain(Exception):
    """Another process answered the update meanwhile; what this one was about to do is undone."""


@dataclass(slots=True)
class Hearing:
    """One update, while it is answered."""

    update: int | None = None
    recorded: bool = False

    async def record(self, c: AsyncConnection, now: datetime) -> None:
        """In the transaction of what the update causes. Raises ToldAgain, so that the
        transaction comes to nothing, where it was on record before."""
        if self.update is None or self.recorded:
            return
        if not await updates.record(c, self.update, now):
            raise ToldAgain
        self.recorded = True
