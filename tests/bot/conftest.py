from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import Settings
from bot.reading.article import read
from bot.records import Document
from bot.store.store import open_store
from tests.bot.newsroom import Newsroom, Telegram
from tests.bot.table_translator import LIBRARY, TableRooms


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
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "mujaz.db"

    async def make() -> None:
        await (await open_store(f"sqlite:///{file}")).close()

    asyncio.run(make())
    return file
