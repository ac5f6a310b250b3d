"""No connection's thread outlives its store: it would answer a loop that is closed."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from bot.errors import BadSettings
from bot.store.store import open_store


def workers() -> set[threading.Thread]:
    return {t for t in threading.enumerate() if "_connection_worker_thread" in t.name}


async def test_a_database_that_cannot_be_opened_leaves_no_thread() -> None:
    before = workers()
    with pytest.raises(BadSettings):
        await open_store("sqlite:////nowhere/at/all.db")
    assert workers() == before


async def test_a_task_cancelled_in_the_midst_of_a_query_leaves_no_thread(tmp_path: Path) -> None:
    before = workers()
    store = await open_store(f"sqlite:///{tmp_path / 'mujaz.db'}")
    begun = asyncio.Event()

    async def query() -> None:
        async with store.read_only() as c:
            begun.set()
            await c.exec_driver_sql(
                "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000) "
                "SELECT count(*) FROM n"
            )

    task = asyncio.create_task(query())
    await begun.wait()
    assert workers() > before
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await store.close()
    assert workers() == before


async def test_a_connection_that_is_given_up_in_the_midst_of_a_write_frees_the_lock(
    tmp_path: Path,
) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'mujaz.db'}")
    async with store.engine.connect() as c:
        await c.exec_driver_sql("CREATE TABLE made (x)")
        driver = (await c.get_raw_connection()).driver_connection
        assert driver is not None
        # The traceback of a cancelled task refers to a statement so.
        statement = await driver.execute("SELECT 1 UNION SELECT 2")
        # SQLAlchemy does it where a task is cancelled while the database works for it.
        await c.invalidate()
        assert await store.locked(0.0) == ""
    del statement
    await store.close()
