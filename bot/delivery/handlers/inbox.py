"""The queue of updates from Telegram: each is stored before it is confirmed.

The updater confirms updates with its next request, which it makes when it has put them all here.
By then they are in the database, so that none is lost if the process ends before its handler does.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Update

from bot.store import inbox, updates
from bot.store.store import Store

log = structlog.get_logger(__name__)

PAUSE = 1.0
"""Seconds between two tries to keep an update while the database is away."""


class Inbox(asyncio.Queue[object]):
    """The application's queue of updates."""

    def __init__(self, stop: asyncio.Event) -> None:
        super().__init__()
        self._stop = stop
        self._store: Store | None = None
        self._concerns: Callable[[Update], bool] = lambda update: True
        self._here: set[int] = set()
        """Stored updates that this process has queued and not handled yet."""

    def keep_in(self, store: Store, concerns: Callable[[Update], bool]) -> None:
        """Call this before anything is put. Updates that `concerns` denies are not stored."""
        self._store, self._concerns = store, concerns

    async def put(self, item: object) -> None:
        """Return once the update is stored. One that is known already is not queued again."""
        if isinstance(item, Update) and self._concerns(item) and not await self._is_new(item):
            return
        await super().put(item)

    async def resume(self, bot: Bot) -> None:
        """Queue what an ended process left, in the order it came and before any new update."""
        assert self._store is not None
        async with self._store.transaction() as c:
            await inbox.prune(c, datetime.now(UTC) - inbox.KEPT)
            left = await inbox.left(c)
        for waiting in left:
            if waiting.id in self._here:
                continue
            update = Update.de_json(json.loads(waiting.told), bot)
            self._here.add(waiting.id)
            await super().put(update)

    def handled(self, number: int) -> None:
        self._here.discard(number)

    async def _is_new(self, update: Update) -> bool:
        """Store the update; False where it is known already.

        Raises SQLAlchemyError where the database is away and the bot is ending. The update is not
        confirmed then, and Telegram sends it again.
        """
        assert self._store is not None
        number, told = update.update_id, json.dumps(update.to_dict())
        while True:
            try:
                async with self._store.transaction() as c:
                    known = await updates.known(c, number)
                    new = not known and await inbox.keep(c, number, told, datetime.now(UTC))
            except SQLAlchemyError as error:
                log.warning("database_away", kind=type(error).__name__)
                if self._stop.is_set():
                    raise
                await asyncio.sleep(PAUSE)
            else:
                if new:
                    self._here.add(number)
                return new
