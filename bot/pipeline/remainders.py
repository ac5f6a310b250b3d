"""The rest of articles that were translated only as far as their briefs need, the newest first,
while there is nothing else to do.

The stored brief stays as it is, and so does each sentence that was translated before.
"""

from __future__ import annotations

from datetime import datetime

from bot.pipeline.ahead import Ahead
from bot.store import articles
from bot.store.articles import StoredArticle
from bot.store.store import Store


class Remainders(Ahead):
    """What one process has still to do; what it failed at it leaves alone."""

    def __init__(self, store: Store, on: bool) -> None:
        super().__init__()
        self._store = store
        self._on = on
        self._failed: set[int] = set()

    async def next(self, now: datetime) -> StoredArticle | None:
        """The newest article of which sentences are pending."""
        if not self._on or self.resting(now):
            return None
        async with self._store.read_only() as c:
            number = await articles.newest_in_part(c)
            while number is not None and number in self._failed:
                number = await articles.newest_in_part(c, number)
            return await articles.get(c, number) if number is not None else None

    def passed(self, number: int) -> None:
        """This article could not be done."""
        self._failed.add(number)
