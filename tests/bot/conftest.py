from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import Settings
from bot.reading.article import read
from bot.records import Document
from tests.bot.memo import SECOND
from tests.bot.newsroom import GROUP, READER, Newsroom, Telegram
from tests.bot.table_translator import LIBRARY, TableRooms
from tests.empty_database import empty_database


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


@pytest.fixture
async def people(telegram: Telegram, tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A newsroom of two readers, with a group that READER administers."""
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins.add((GROUP, READER))
    async with Newsroom(tmp_path, telegram, allowed_users=(READER, SECOND)) as running:
        yield running


@pytest.fixture(scope="session")
def empty() -> Path:
    """A database with its tables, to be copied."""
    return empty_database()
