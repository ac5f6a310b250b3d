"""What becomes of an article that could not be worked: it is tried again, waits, or is given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from bot.errors import EngineUnavailable, ModelError, MujazError
from bot.pipeline.seams import Listener, Trouble
from bot.store import articles, incidents
from bot.store.articles import StoredArticle
from bot.store.incidents import Incident
from bot.store.store import Store

log = structlog.get_logger(__name__)

ATTEMPTS = 3
"""Tries of one article before it is given up."""
FIRST_PAUSE = timedelta(seconds=30)
"""Before the second try; doubles."""


@dataclass(frozen=True, slots=True)
class Later:
    """The article is to be taken up again then."""

    at: datetime


class Setbacks:
    def __init__(self, store: Store, listener: Listener, first_pause: timedelta) -> None:
        self._store = store
        self._listener = listener
        self._first_pause = first_pause
        self.trouble: Trouble | None = None
        """Why the engine could not be used when it was last asked; None where it could."""

    async def met(self, stored: StoredArticle, error: Exception) -> Later | None:
        """When to try again; None where it is given up."""
        if isinstance(error, EngineUnavailable) and (later := await self._postponed(stored, error)):
            return later
        return await self._failed(stored, error)

    async def _postponed(self, stored: StoredArticle, error: EngineUnavailable) -> Later | None:
        """Leave it for when the engine says, as for the next day's tokens; no try is counted.

        None where the engine does not say, or it is nothing that waiting mends.
        """
        now, until = datetime.now(UTC), error.again_at
        self.trouble = Trouble(now, error)
        if until is None or until <= now or stored.translation is not None:
            return None
        async with self._store.transaction() as c:
            await articles.postpone(c, stored.number, error.name, until)
        log.warning("article_postponed", article=stored.number, kind=error.name, until=str(until))
        await self._listener.postponed(stored.number, until)
        return Later(until)

    async def _failed(self, stored: StoredArticle, error: Exception) -> Later | None:
        """Only the error's kind is logged: its text may quote the article."""
        now = datetime.now(UTC)
        if isinstance(error, ModelError):
            self.trouble = Trouble(now, error)
        last = stored.attempts + 1 >= ATTEMPTS
        retry_at = None if last else now + self._first_pause * 2**stored.attempts
        kind = type(error).__name__
        log.warning("article_failed", article=stored.number, kind=kind, last=last)
        reason = str(error) if isinstance(error, MujazError) else None
        if await self.record(stored, kind, reason, retry_at) or retry_at is None:
            return None
        return Later(retry_at)

    async def record(
        self,
        stored: StoredArticle,
        kind: str,
        reason: str | None = None,
        retry_at: datetime | None = None,
    ) -> bool:
        """Whether whoever waits was told. `reason`: a sentence for them. `retry_at`: None gives
        the article up."""
        async with self._store.transaction() as c:
            if stored.brief is None:
                await articles.failed(c, stored.number, kind, retry_at=retry_at)
                if retry_at is not None:
                    return False
                await incidents.add(
                    c,
                    Incident.ARTICLE_FAILED,
                    datetime.now(UTC),
                    subject=str(stored.number),
                    detail=kind,
                )
            # Where there is a brief, it is there for others; only this telling of it failed.
            await self._listener.failed(c, stored.number, reason)
        return True
