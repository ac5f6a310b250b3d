"""After a new model: articles of the last days are translated again while there is nothing to do.

The stored translation and brief are replaced, and nothing else: the article keeps its stage, the
time it was ready, its versions and its place in digests, so nobody is sent it again.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.pipeline.ahead import Ahead
from bot.records import EngineIdentity, Translation
from bot.store import articles
from bot.store.articles import StoredArticle
from bot.store.store import Store


class Renewal(Ahead):
    """How far one process is: from the newest article backwards, each looked at once.

    What is translated while the process runs has its model already, so a process that has come to
    the end of the days has nothing more to do.
    """

    def __init__(self, store: Store, days: int) -> None:
        """`days`: how old an article may be; 0: none is translated again."""
        super().__init__()
        self._store = store
        self._days = days
        self._below: int | None = None
        self._done = not days
        self._again: set[int] = set()

    async def candidate(self, now: datetime) -> StoredArticle | None:
        """The newest article that was not looked at, whatever model translated it."""
        if self.resting(now) or (self._done and not self._again):
            return None
        async with self._store.read_only() as c:
            while (number := await self._number(c, now)) is not None:
                if (stored := await articles.get(c, number)) is not None:
                    return stored
                self.passed(number)
        self._done = True
        return None

    async def _number(self, c: AsyncConnection, now: datetime) -> int | None:
        if self._again:
            return max(self._again)
        since = now - timedelta(days=self._days)
        return await articles.newest_briefed(c, since, self._below)

    async def next(
        self, engines: Collection[EngineIdentity], now: datetime
    ) -> StoredArticle | None:
        """The newest article left that others than `engines` had a part in translating."""
        while (stored := await self.candidate(now)) is not None:
            if stored.translation is not None and not _made_by(stored.translation, engines):
                return stored
            self.passed(stored.number)
        return None

    def passed(self, number: int) -> None:
        """This article is done, or could not be."""
        self._again.discard(number)
        # Those that are written beside end in any order.
        self._below = number if self._below is None else min(number, self._below)

    def again(self, number: int) -> None:
        """Somebody else changed this article meanwhile: it is looked at once more."""
        self._again.add(number)


def _made_by(translation: Translation, engines: Collection[EngineIdentity]) -> bool:
    known = {(engine.name, engine.version) for engine in engines}
    made = [s.engine or translation.engine for s in translation.segments if not s.passed_through]
    return all((engine.name, engine.version) in known for engine in made)
