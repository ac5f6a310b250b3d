"""The backup that the bot makes on its own each day (`backup.daily`)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.config import Settings
from bot.errors import MujazError
from bot.store.address import database_file
from bot.store.backup import back_up_daily

log = structlog.get_logger(__name__)

KEPT = 7
"""Backups, of as many days."""


def folder_of(settings: Settings) -> Path | None:
    """Where the backups go; None for a database that is no file. Raises BadSettings for a bad
    database URL."""
    file = database_file(settings.database_url)
    if file is None:
        return None
    if settings.backup.folder:
        return Path(settings.backup.folder).expanduser()
    return file.absolute().parent / "backups"


class DailyBackups:
    """`failure`: why the last one could not be made; empty where it could."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.failure = ""

    async def turn(self, now: datetime) -> None:
        """Make today's, where it is wanted and not there. The day is that of `bot.zone`."""
        folder = folder_of(self._settings) if self._settings.backup.daily else None
        if folder is None:
            return
        day = now.astimezone(ZoneInfo(self._settings.bot.zone)).date()
        try:
            made = await back_up_daily(self._settings.database_url, folder, day, KEPT)
        except MujazError as error:
            self.failure = str(error)
            log.error("backup_failed", kind=error.name)
            return
        self.failure = ""
        if made:
            log.info("backup_made", day=day.isoformat())
