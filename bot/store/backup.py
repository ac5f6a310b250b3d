"""Backup and restore of a SQLite database while others use it.

By SQLite's online backup (https://www.sqlite.org/backup.html). PostgreSQL has `pg_dump` and
`pg_restore`, which docs/delivery.md names; here it is refused.
"""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from bot.errors import BadSettings, CannotWrite, MissingFile
from bot.store.address import database_file
from bot.store.store import BUSY_TIMEOUT, open_store

_DATED = re.compile(r"mujaz-\d{4}-\d{2}-\d{2}\.db")


async def backup(url: str, file: Path) -> None:
    """A whole and consistent copy of the database in `file`, which appears at once or not.

    Raises BadSettings for another database than SQLite, MissingFile where there is none yet,
    CannotWrite where `file` cannot be written.
    """
    await asyncio.to_thread(_backup, _path(url), file)


def dated(day: date) -> str:
    """The name of the backup that is made on its own on that day."""
    return f"mujaz-{day.isoformat()}.db"


async def back_up_daily(url: str, folder: Path, day: date, keep: int) -> bool:
    """The day's backup in `folder`, where it is not there yet; whether one was made.

    The newest `keep` of them stay. Files of other names are left alone. Raises as `backup` does.
    """
    file = folder / dated(day)
    if file.exists():
        return False
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"The folder {folder} cannot be made: {error.strerror}.") from error
    await backup(url, file)
    made = sorted(each for each in folder.glob("mujaz-*.db") if _DATED.fullmatch(each.name))
    for old in made[:-keep]:
        old.unlink(missing_ok=True)
    return True


async def restore(url: str, file: Path) -> None:
    """Put the copy in the database's place, brought up to this version's tables.

    A sender at work on it loses its lease, so that it forgets what it had read. Raises
    BadSettings where `file` is no backup of Mujaz, and as `backup` does.
    """
    path = _path(url)
    if not file.is_file():
        raise MissingFile(f"{file} is not there. Name a file made by mujaz backup.")
    await asyncio.to_thread(_restore, path, file)
    store = await open_store(url)
    await store.close()


def _path(url: str) -> Path:
    path = database_file(url)
    if path is None:
        raise BadSettings(
            "Only a SQLite database is backed up by Mujaz itself: use pg_dump and pg_restore."
        )
    return path


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=BUSY_TIMEOUT / 1000, isolation_level=None)


def _backup(path: Path, file: Path) -> None:
    if not path.is_file():
        raise MissingFile(f"There is no database at {path} yet.")
    half = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        # Made private before anything is in it: it holds what people asked and chose.
        half.touch(mode=0o600)
        with closing(_open(path)) as source, closing(_open(half)) as copy:
            source.backup(copy, pages=1024, sleep=0.01)
            copy.execute("PRAGMA journal_mode = DELETE")
        half.replace(file)
    except (OSError, sqlite3.Error) as error:
        raise CannotWrite(f"The backup {file} cannot be written: {error}") from error
    finally:
        half.unlink(missing_ok=True)


def _restore(path: Path, file: Path) -> None:
    try:
        with closing(_open(file)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BadSettings(f"{file} is damaged. Nothing was restored.")
            copy.execute("SELECT version_num FROM alembic_version").fetchone()
            # In memory, so that what is put in place has no holder of the lease from the start.
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
                copy.backup(fresh)
                fresh.execute("UPDATE lease SET holder = '', beat = beat + 1")
                with closing(_open(path)) as target:
                    fresh.backup(target)
    except sqlite3.Error as error:
        raise BadSettings(
            f"{file} cannot be restored: {error}. Name a file made by mujaz backup."
        ) from error
