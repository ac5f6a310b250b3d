"""Updates on their way from Telegram to their handlers: kept before they are confirmed.

The updater confirms with its next question, which it asks once all it got is put here. So what
is put is in the database by then, whatever becomes of its handler.
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
        """Kept, and on their way to their handler in this process."""

    def keep_in(self, store: Store, concerns: Callable[[Update], bool]) -> None:
        """To be called before anything is put. Updates of no concern are not kept."""
        self._store, self._concerns = store, concerns

    async def put(self, item: object) -> None:
        """Returns once it is kept; of what is kept or answered already nothing is done."""
        if isinstance(item, Update) and self._concerns(item) and not await self._is_new(item):
            return
        await super().put(item)

    async def resume(self, bot: Bot) -> None:
        """Go on with what a process that ended left: in the order it came, before what is new."""
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
        """Raises SQLAlchemyError where the database is away and the bot is ending: the update is
        not confirmed then, and Telegram tells it again."""
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
