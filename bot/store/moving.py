"""Moves a SQLite database to another folder, whole, and never under a program that has it open."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import BadSettings, CannotWrite


def move_database(old: Path, new: Path) -> None:
    """Raises BadSettings where another program has it open, CannotWrite where it stays."""
    try:
        with closing(sqlite3.connect(old, timeout=1)) as connection:
            # Out of its journal's files and into one; SQLite refuses that to all but the only user.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise BadSettings(
            f"The database is to be moved from {old} to {new}, and another program has it open "
            f"({error}). End that one first; or, if it is another bot's, set store.url here."
        ) from error
    half = new.with_name(f".{new.name}.moving")
    try:
        # A copy first: the folders may be on different disks.
        shutil.copy2(old, half)
        half.chmod(0o600)
        half.rename(new)
        old.unlink()
    except OSError as error:
        half.unlink(missing_ok=True)
        raise CannotWrite(
            f"The database cannot be moved from {old} to {new}: {error.strerror}. Make room "
            "there, or set store.url."
        ) from error
