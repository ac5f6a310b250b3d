"""What `mujaz check` says of the work: tables, who works, what waits, memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.commands import checking_work
from bot.commands.checking_work import free_megabytes, memory, tables, work
from bot.commands.finding import Finding
from bot.config import Settings, StoreSettings
from bot.delivery.sending.lease import SENDER
from bot.store import chats, lease, outbox, switches
from bot.store.outbox import Priority
from bot.store.store import Store, migrate_down, open_store
from tests.empty_database import new_database


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many looks at the lease take no time."""
    monkeypatch.setattr(checking_work, "LOOK", 0.001)
    monkeypatch.setattr(checking_work, "TTL", timedelta(seconds=0.004))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(new_database(tmp_path), migrated=False)
    yield opened
    await opened.close()


async def found(store: Store) -> dict[str, Finding]:
    settings = Settings(store=StoreSettings(url=f"sqlite:///{store.engine.url.database}"))
    return {each.what: each async for each in work(settings, store)}


async def promise(store: Store, minutes: float) -> None:
    now = datetime.now(UTC)
    async with store.transaction() as c:
        chat = await chats.ensure(c, 8, chats.ChatKind.PRIVATE, now)
        made = now - timedelta(minutes=minutes)
        await outbox.add(c, chat.id, [{"text": "x"}], Priority.ANSWER, made)


async def hold(store: Store) -> None:
    async with store.transaction() as c:
        await lease.take(c, SENDER, await lease.look(c, SENDER), "desk-1")


async def test_what_waits_is_wrong_only_where_somebody_works(store: Store) -> None:
    await promise(store, 45)
    before = await found(store)
    assert "running" not in before
    assert before["outbox"].ok
    assert before["outbox"].detail == "1 waiting, the oldest for 45 minutes"
    await hold(store)
    after = await found(store)
    assert not after["outbox"].ok
    assert after["outbox"].detail.endswith(": see the log")
    assert after["queue"].ok
    async with store.transaction() as c:
        await switches.on(c, switches.PAUSED, datetime.now(UTC))
    held = await found(store)
    assert held["outbox"].ok
    assert "held by /pause" in held["outbox"].detail


async def test_a_holder_that_renews_is_told_from_one_that_ended(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hold(store)
    assert "ended without a word" in (await found(store))["running"].detail

    async def beats(seconds: float) -> None:
        async with store.transaction() as c:
            await lease.beat(c, SENDER, "desk-1")

    monkeypatch.setattr(checking_work.asyncio, "sleep", beats)
    assert (await found(store))["running"].detail == "desk-1 sends for this database"


async def test_the_tables_of_every_version_are_told(store: Store) -> None:
    assert await tables(store) == (Finding("tables", True, "as this version makes them"), True)
    async with store.transaction() as c:
        await c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    newer, usable = await tables(store)
    assert newer.ok
    assert usable
    async with store.transaction() as c:
        await c.exec_driver_sql("ALTER TABLE lease RENAME TO gone")
    lacking, usable = await tables(store)
    assert not lacking.ok
    assert "lease is not there any more" in lacking.detail
    assert not usable


async def test_tables_of_an_earlier_version_are_brought_up_to_date(store: Store) -> None:
    await migrate_down(store, "0034")
    older, usable = await tables(store)
    assert (older.ok, usable) == (True, False)
    assert "brought up to date" in older.detail


@pytest.mark.parametrize(
    ("available", "limit", "used", "free"),
    [
        (2_000_000, None, None, 2048),
        (2_000_000, "max", "5", 2048),
        (2_000_000, "900000000", "300000000", 600),
        (2_000_000, "300000000", "900000000", 0),
        (None, "900000000", "1", None),
    ],
)
def test_free_memory_is_the_machines_or_the_containers(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    available: int | None,
    limit: str | None,
    used: str | None,
    free: int | None,
) -> None:
    files = {"_MEMORY": f"MemTotal: 9 kB\nMemAvailable:  {available} kB\n" if available else None}
    files |= {"_LIMIT": limit, "_USED": used}
    for name, text in files.items():
        monkeypatch.setattr(checking_work, name, tmp_path / name)
        if text is not None:
            (tmp_path / name).write_text(text)
    assert free_megabytes() == free


def test_little_memory_is_wrong_before_the_models_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking_work, "free_megabytes", lambda: 300)
    settings = Settings(cache_dir=tmp_path)
    short, enough = memory(settings, running=False), memory(settings, running=True)
    assert short is not None
    assert not short.ok
    assert "300 MB free" in short.detail
    assert enough is not None
    assert enough.ok
