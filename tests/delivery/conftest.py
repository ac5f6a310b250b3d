from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.store import Store, open_store
from bot.store.tables import metadata
from tests.delivery.faulty_server import FaultyServer
from tests.delivery.office import Office
from tests.empty_database import new_database
from tests.store.conftest import postgres

__all__ = ["postgres"]


@pytest.fixture(params=["sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """SQLite, unless a test asks for both with `indirect=True`."""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres")
    else:
        url = new_database(tmp_path)
    opened = await open_store(url, migrated=request.param == "postgresql")
    yield opened
    if opened.dialect == "postgresql":
        async with opened.transaction() as c:
            for table in reversed(metadata.sorted_tables):
                await c.execute(table.delete())
    await opened.close()


@pytest.fixture
async def server() -> AsyncIterator[FaultyServer]:
    async with FaultyServer() as running:
        yield running


@pytest.fixture
async def office(store: Store, server: FaultyServer) -> AsyncIterator[Office]:
    async with Office(store, server) as opened:
        yield opened
