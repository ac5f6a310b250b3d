"""After a new model: articles of the last days are translated again while there is nothing to do.

The stored translation and brief are replaced, and nothing else: the article keeps its stage, the
time it was ready, its versions and its place in digests, so nobody is sent it again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.pipeline import glossary
from bot.records import Brief, EngineIdentity, Translation
from bot.store import articles, figures, styled
from bot.store.articles import StoredArticle
from bot.store.figures import figures_of
from bot.store.store import Store
from bot.translation.names.learning import Learnt

REST = timedelta(hours=1)
"""After an engine that cannot be used."""


class GivesWay(Exception):
    """Something else is to be done: the article is translated again another time."""


class Renewal:
    """How far one process is: from the newest article backwards, each looked at once.

    What is translated while the process runs has its model already, so a process that has come to
    the end of the days has nothing more to do.
    """

    def __init__(self, store: Store, days: int) -> None:
        """`days`: how old an article may be; 0: none is translated again."""
        self._store = store
        self._days = days
        self._below: int | None = None
        self._done = not days
        self._not_before: datetime | None = None

    async def candidate(self, now: datetime) -> StoredArticle | None:
        """The newest article that was not looked at, whatever model translated it."""
        if self._done or (self._not_before is not None and now < self._not_before):
            return None
        since = now - timedelta(days=self._days)
        async with self._store.read_only() as c:
            while (number := await articles.newest_briefed(c, since, self._below)) is not None:
                if (stored := await articles.get(c, number)) is not None:
                    return stored
                self.passed(number)
        self._done = True
        return None

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
        self._below = number

    def rest(self, now: datetime) -> None:
        """The engine cannot be used: go on later."""
        self._not_before = now + REST

    async def replace(
        self,
        number: int,
        brief: Brief,
        lessons: Sequence[Learnt],
        seconds: float,
        now: datetime,
    ) -> bool:
        """Put the new brief in the old one's place; False where the article is gone."""
        async with self._store.transaction() as c:
            if not await articles.replace_brief(c, number, brief):
                return False
            await styled.forget(c, number)
            await glossary.remember(c, lessons, number, now)
            await figures.record(c, figures_of(brief.translation, seconds), now)
        return True


def _made_by(translation: Translation, engines: Collection[EngineIdentity]) -> bool:
    known = {(engine.name, engine.version) for engine in engines}
    made = [s.engine or translation.engine for s in translation.segments if not s.passed_through]
    return all((engine.name, engine.version) in known for engine in made)
