"""SQLite databases with their tables, copied from one that was migrated once a process.

Migrating costs a tenth of a second, and hundreds of tests want a database of their own; that
migrations work is proved in tests/store/test_migrations.py.
"""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from threading import Thread

from bot.store.store import open_store


def new_database(folder: Path) -> str:
    """The URL of `folder`/mujaz.db, with its tables; one that is there stays as it is."""
    file = folder / "mujaz.db"
    if not file.exists():
        shutil.copy(empty_database(), file)
    return f"sqlite:///{file}"


@cache
def empty_database() -> Path:
    """A database with its tables and nothing else, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="mujaz-empty-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "mujaz.db"

    async def make() -> None:
        await (await open_store(f"sqlite:///{file}")).close()

    # In a thread, since who asks may have a loop running in its own.
    making = Thread(target=asyncio.run, args=(make(),))
    making.start()
    making.join()
    return file
