from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import Settings
from bot.reading.article import read
from bot.records import Document
from bot.store.store import Store, open_store
from bot.store.tables import metadata
from tests.delivery.faulty_server import FaultyServer
from tests.delivery.newsroom import Newsroom, Telegram
from tests.delivery.office import Office
from tests.delivery.table_translator import LIBRARY, TableRooms
from tests.empty_database import empty_database, new_database
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


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Load the tables of names and the vectors before a test waits for an answer."""
    settings = Settings(cache_dir=tmp_path_factory.mktemp("cache"))
    rooms = TableRooms(settings, lambda stage, done, total: None)
    rooms.brief(rooms.translate([read(Document("warm", LIBRARY.encode()))]))


@pytest.fixture
async def telegram(warm: None) -> AsyncIterator[Telegram]:
    async with Telegram() as server:
        assert isinstance(server, Telegram)
        yield server


@pytest.fixture
async def newsroom(telegram: Telegram, tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with Newsroom(tmp_path, telegram) as running:
        yield running


@pytest.fixture(scope="session")
def empty() -> Path:
    """A database with its tables, to be copied."""
    return empty_database()
