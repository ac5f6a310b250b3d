"""The database that commands work on, opened without what translates or polls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.config import Settings
from bot.errors import CannotWrite
from bot.store.address import database_file
from bot.store.store import Store, open_store


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """The store, closed at the end. Raises as `prepare_database` and `open_store` do."""
    prepare_database(settings.database_url)
    store = await open_store(settings.database_url)
    try:
        yield store
    finally:
        await store.close()


def prepare_database(url: str) -> None:
    """Make the folder of an SQLite file. Raises CannotWrite, and BadSettings for a bad URL."""
    file = database_file(url)
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"The folder of {file} cannot be made: {error.strerror}.") from error
