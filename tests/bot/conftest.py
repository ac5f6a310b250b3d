from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.newsroom import Newsroom, Telegram


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as server:
        assert isinstance(server, Telegram)
        yield server


@pytest.fixture
async def newsroom(telegram: Telegram, tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with Newsroom(tmp_path, telegram) as running:
        yield running
