"""The database: SQLite in a file by default, PostgreSQL by URL, and the same code for both.

store = await open_store("sqlite:///mujaz.db")
async with store.transaction() as c:
    await chats.ensure(c, ...)
"""

from __future__ import annotations

import asyncio
import sqlite3
import weakref
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, nullcontext
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import BadSettings
from bot.store.address import database_url, shown
from bot.store.jobs import QUEUED, is_there

BUSY_TIMEOUT = 30_000
"""Milliseconds a SQLite connection waits for another's write to end."""
COMING_SECONDS = 30.0
"""How long PostgreSQL is waited for while it starts or ends."""
COMING_AGAIN = 0.5
"""Seconds between two looks at it."""
JOURNAL_SECONDS = 5.0
"""How long readers are waited for before the journal is emptied."""
THREAD_SECONDS = 5.0
"""How long a closed connection's thread is waited for."""


class Store:
    """An open database. Make it with `open_store`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.threads: weakref.WeakSet[Thread] = weakref.WeakSet()
        """Of SQLite's connections: aiosqlite gives each one of its own."""
        # Writers of one process queue here instead of polling SQLite's lock against each other.
        self._writer: AbstractAsyncContextManager[Any] = (
            asyncio.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self.engine.dialect.name

    @property
    def queued(self) -> bool:
        """Whether its transactions put work on procrastinate's queue (bot/store/jobs.py)."""
        return bool(self.engine.get_execution_options().get(QUEUED))

    def use_queue(self) -> None:
        """The database has procrastinate's queue."""
        self.engine = self.engine.execution_options(**{QUEUED: True})

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """To read and write: committed at the end, undone by an exception."""
        async with self._writer, self.engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator[AsyncConnection]:
        """To read one state of the database while others write."""
        async with self.engine.connect() as connection:
            await connection.execution_options(mujaz_reading=True)
            yield connection

    async def scrub(self) -> None:
        """Leave no copy of deleted rows on the disk, as far as the database can say.

        SQLite overwrites what is deleted, and its journal is written back and emptied here. Where
        somebody reads for long meanwhile, the hourly tidying does it.
        """
        path = self.engine.url.database
        if self.dialect == "sqlite" and path:
            async with self._writer:
                await asyncio.to_thread(_empty_journal, path)

    async def locked(self, seconds: float) -> str:
        """Why nothing can be written now; empty where it can. Waits so long for another's write.

        PostgreSQL has no lock on the whole of it: there it is whether it answers.
        """
        path = self.engine.url.database
        try:
            if self.dialect == "sqlite" and path:
                await asyncio.to_thread(_begin_writing, path, seconds)
            else:
                async with asyncio.timeout(seconds), self.engine.connect():
                    pass
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            return str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        return ""

    async def close(self) -> None:
        """Every connection closed, and its thread ended."""
        await self.engine.dispose()
        # A connection whose task was cancelled is told to end and not waited for; its thread
        # would answer a loop that is closed by then.
        for thread in list(self.threads):
            await asyncio.to_thread(thread.join, THREAD_SECONDS)


async def open_store(url: str, *, migrated: bool = True) -> Store:
    """Open the database at `url`, its tables brought up to date unless told otherwise.

    `url`: "sqlite:///relative.db", "sqlite:////absolute.db" or "postgresql://user@host/name".
    One that is just being started or ended is waited for, up to COMING_SECONDS. Raises BadSettings
    where the URL is of another kind or the database cannot be opened.
    """
    until, coming = monotonic() + COMING_SECONDS, False
    while True:
        try:
            return await _opened(url, migrated)
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            said = str(getattr(error, "orig", None) or error).strip()
            reason = said.partition("\n")[0] or type(error).__name__
            coming = coming or _coming(error, reason)
            if not coming or monotonic() > until:
                raise BadSettings(
                    f"The database {shown(url)} cannot be opened: {reason}"
                ) from error
            await asyncio.sleep(COMING_AGAIN)


def _coming(error: Exception, reason: str) -> bool:
    """Whether the server was there and went, or says itself that it is about to serve or to go."""
    return getattr(error, "connection_invalidated", False) or "the database system is" in reason


async def _opened(url: str, migrated: bool) -> Store:
    engine = _engine(database_url(url))
    store = Store(engine)
    if store.dialect == "sqlite":
        _govern_sqlite(store)
    try:
        if store.dialect == "sqlite":
            await asyncio.to_thread(_probe, engine.url.database or "")
        if migrated:
            await migrate(store)
        async with store.engine.connect() as connection:
            if await is_there(connection):
                store.use_queue()
    except BaseException:
        await store.close()
        raise
    return store


# Alembic is imported where it is needed: most commands do without.


async def migrate(store: Store) -> None:
    """Bring the tables up to date, in one transaction. Raises BadSettings where a newer version
    took something away."""
    from bot.store import migrating

    async with store.transaction() as connection:
        await connection.run_sync(migrating.upgrade)


async def migrate_down(store: Store, to: str = "base") -> None:
    """Take the tables back to a revision; "base" leaves none. Their data goes with them."""
    from bot.store import migrating

    async with store.transaction() as connection:
        await connection.run_sync(migrating.downgrade, to)


async def revision(store: Store) -> str | None:
    """The revision the tables stand at; None before the first."""
    from bot.store import migrating

    async with store.read_only() as connection:
        return await connection.run_sync(migrating.current)


def _engine(url: URL) -> AsyncEngine:
    try:
        # An error of the database quotes its parameters, which are what people wrote, into logs.
        return create_async_engine(url, hide_parameters=True, **_pool(url))
    except ImportError as error:
        raise BadSettings(
            "PostgreSQL needs a package that is not installed: in Mujaz's folder, run "
            "pip install '.[postgres]'."
        ) from error


def _pool(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"pool_size": 4, "max_overflow": 4, "connect_args": {"factory": _Connection}}
    return {"pool_size": 5, "max_overflow": 10, "pool_pre_ping": True}


class _Connection(sqlite3.Connection):
    """Undoes what is open before it is closed.

    SQLite keeps a closed connection, with its lock, as long as anything refers to a statement of
    it. Where a task is cancelled in the midst of one, its traceback does, and nobody could write
    until Python clears that away.
    """

    def close(self) -> None:
        self.rollback()
        super().close()


def _write_ahead(cursor: Any) -> None:
    """SQLite does not wait for others when it changes the journal of a new file: two processes
    that start at once would refuse each other."""
    until = monotonic() + BUSY_TIMEOUT / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if monotonic() > until:
                raise
            sleep(0.01)


def _empty_journal(path: str) -> None:
    with closing(sqlite3.connect(path, timeout=JOURNAL_SECONDS)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _begin_writing(path: str, seconds: float) -> None:
    """Take the lock for writing and give it back. The file is not made where it is gone."""
    address = f"{Path(path).absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=seconds)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")


def _probe(path: str) -> None:
    """Raises sqlite3.Error where the file cannot be opened: aiosqlite's thread would outlive
    the refusal, and might outlive the loop."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT 1")


def _govern_sqlite(store: Store) -> None:
    engine = store.engine

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        driver = connection.driver_connection
        thread = getattr(driver, "_thread", driver)
        if isinstance(thread, Thread):
            store.threads.add(thread)
        # The driver would begin transactions by its own rules; we begin them below.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
        _write_ahead(cursor)
        cursor.execute("PRAGMA foreign_keys = ON")
        # What /forget deletes is overwritten, not only marked as free.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred transaction that writes after reading fails where another wrote meanwhile,
        # and no timeout helps it; so writers take the lock at once.
        reading = connection.get_execution_options().get("mujaz_reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
