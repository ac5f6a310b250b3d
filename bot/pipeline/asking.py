"""What the models are told of a stored article besides its text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.pipeline import glossary
from bot.pipeline.worker import Asked
from bot.records import Article, Translation
from bot.store import articles, requests, rights, versions
from bot.store.articles import StoredArticle
from bot.store.chats import Chat
from bot.store.store import Store
from bot.translation.names.terms import Term

Points = Callable[[AsyncConnection], Awaitable[int | None]]
Styles = Callable[[AsyncConnection, StoredArticle], Awaitable[Sequence[str]]]


class Asking:
    def __init__(
        self,
        store: Store,
        lets_leave: Callable[[Chat], bool] | None,
        points: Points | None,
        styles: Styles | None,
    ) -> None:
        """As `ArticleWork` takes them."""
        self._store = store
        self._lets_leave = lets_leave
        self._points = points
        self._styles = styles
        self._glossary = glossary.Current()

    async def asked(
        self, stored: StoredArticle, given: Article | Translation, *, in_part: bool = False
    ) -> Asked:
        """`in_part`: only as far as a brief needs, where that is the way."""
        number = stored.number
        async with self._store.read_only() as c:
            waiting = {request.chat for request in await requests.waiting_for(c, number)}
            return Asked(
                number,
                await self._glossary.terms(c),
                given,
                # Nobody can take it back, so it may be remembered.
                public=stored.public and await rights.public_for_good(c, number),
                # So that a better engine is worth its price.
                shared=len(waiting) > 1,
                awaited=bool(waiting),
                may_leave=stored.public or await self._may_leave(c, number),
                points=await self._points_of(c, number) if in_part else None,
            )

    async def terms(self) -> Sequence[Term]:
        async with self._store.read_only() as c:
            return await self._glossary.terms(c)

    async def styles(self, stored: StoredArticle) -> Sequence[str]:
        """Those besides the default that it is written in."""
        if self._styles is None:
            return ()
        async with self._store.read_only() as c:
            return await self._styles(c, stored)

    async def older_in_part(self, number: int) -> list[int]:
        """Earlier versions of an article of which sentences are pending."""
        async with self._store.read_only() as c:
            series = [each.article for each in await versions.series_of(c, number)]
            return await articles.in_part(c, [each for each in series if each != number])

    async def _points_of(self, c: AsyncConnection, number: int) -> int | None:
        """Versions of one article are compared sentence by sentence, and what changed is quoted
        in English: they are translated whole."""
        if self._points is None or await versions.series_of(c, number):
            return None
        return await self._points(c)

    async def _may_leave(self, c: AsyncConnection, number: int) -> bool:
        """Whether every chat whose own it is lets a remote engine have it."""
        if not self._lets_leave:
            return False
        keepers = await rights.keepers(c, number)
        return bool(keepers) and all(self._lets_leave(chat) for chat in keepers)
