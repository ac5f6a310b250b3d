"""Backup and restore of an SQLite database while the bot runs, by SQLite's online backup.

PostgreSQL has pg_dump and pg_restore; docs/running.md says how.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from bot.errors import BadSettings, CannotWrite

OURS = ("alembic_version", "chats", "outbox")
"""Tables by which a backup of ours is known."""
PATIENCE = 60.0


def database_file(url: str) -> Path:
    """The SQLite file of a URL. Raises BadSettings for another database."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise BadSettings(
            "Only an SQLite database is backed up by this command. For PostgreSQL use pg_dump "
            "and pg_restore: see docs/running.md."
        )
    return Path(parsed.database)


def backup(url: str, to: Path) -> None:
    """A whole and consistent copy of the database at `to`, which must not exist.

    Raises BadSettings or CannotWrite.
    """
    source = database_file(url)
    if not source.is_file():
        raise BadSettings(f"There is no database at {source} yet.")
    if to.exists():
        raise CannotWrite(f"{to} exists already. Name a new file.")
    beside = to.with_name(to.name + ".part")
    try:
        # A stop half way leaves no file under the name that promises a whole one.
        _copy(source, beside)
        beside.replace(to)
    except (sqlite3.Error, OSError) as error:
        beside.unlink(missing_ok=True)
        raise CannotWrite(f"The backup could not be written to {to}: {error}") from error


def restore(url: str, of: Path) -> None:
    """Put a backup in the database's place, also while a bot has it open.

    Raises BadSettings where the file is no whole backup, and leaves the database untouched then.
    """
    target = database_file(url)
    if not of.is_file():
        raise BadSettings(f"{of} does not exist. Name a file made by `mujaz backup`.")
    _check(of)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(of, target)
    except (sqlite3.Error, OSError) as error:
        raise CannotWrite(f"The database {target} could not be written: {error}") from error


def _copy(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as reading,
        closing(sqlite3.connect(target, timeout=PATIENCE)) as writing,
    ):
        # In one step: a copy in steps starts again whenever somebody writes in between.
        reading.backup(writing, pages=-1)
        writing.execute("PRAGMA journal_mode = WAL")


def _check(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            (whole,) = opened.execute("PRAGMA integrity_check(1)").fetchone()
            tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error as error:
        raise BadSettings(f"{file} is no SQLite database: {error}") from error
    if whole != "ok":
        raise BadSettings(f"{file} is damaged: {whole}")
    if not set(OURS) <= tables:
        raise BadSettings(f"{file} is no backup of Mujaz.")
