from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.store import Store, open_store
from tests.delivery.faulty_server import FaultyServer
from tests.delivery.office import Office


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path / 'mujaz.db'}")
    yield opened
    await opened.close()


@pytest.fixture
async def server() -> AsyncIterator[FaultyServer]:
    async with FaultyServer() as running:
        yield running


@pytest.fixture
async def office(store: Store, server: FaultyServer) -> AsyncIterator[Office]:
    async with Office(store, server) as opened:
        yield opened
