"""From SQLite to a real PostgreSQL: every table, stopped and gone on, and refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Integer,
    Row,
    String,
    insert,
    select,
    text,
    update,
)

from bot.cli import main
from bot.delivery.sending.lease import SENDER
from bot.errors import BadSettings, TransferFailed
from bot.store import lease, transfer
from bot.store.incidents import incidents
from bot.store.outbox import outbox
from bot.store.schema import Json, Utc
from bot.store.store import Store, open_store
from bot.store.switches import switches
from bot.store.tables import metadata
from tests.empty_database import new_database
from tests.store.conftest import database_of, postgres

__all__ = ["postgres"]

ROWS = 7
NOW = datetime(2026, 11, 30, 2, 3, 4, 567_891, UTC)


def quiet(what: str, done: int, total: int) -> None:
    """Nobody watches."""


def value(column: Column[Any], row: int) -> Any:
    """Of the column's type, another for each row, with what the two databases keep differently."""
    if column.foreign_keys:
        return (row + 1) * 3
    if column.nullable and row % 3 == 0:
        return None
    match column.type:
        case Boolean():
            return row % 2 == 0
        case Utc():
            return NOW + timedelta(days=row, microseconds=row)
        case Float():
            return row + 0.1 + 0.2
        case String(length=length):
            return f"{column.name[:3]}{row} «خبر» \n'\""[: length or 99]
        case BigInteger() | Integer():
            return (row + 1) * 3
        case _ if column.type is Json:
            return {"é": [1e2, 0.1, None, True, {"b": 1, "a": "\u2028"}], "row": row}
    raise AssertionError(f"{column} has a type that no row is made for")


async def fill(store: Store) -> None:
    async with store.transaction() as c:
        for table in metadata.sorted_tables:
            rows = [{each.name: value(each, row) for each in table.c} for row in range(ROWS)]
            await c.execute(insert(table), rows)
        await c.execute(text("UPDATE lease SET holder = ''"))
        # A row that was there once: its number is used up.
        await c.execute(text("UPDATE sqlite_sequence SET seq = 900 WHERE name = 'outbox'"))


@pytest.fixture
async def full(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(new_database(tmp_path), migrated=False)
    await fill(store)
    yield store
    await store.close()


@pytest.fixture
def fresh(postgres: str, request: pytest.FixtureRequest) -> str:
    """The URL of a database of its own."""
    return database_of(postgres, f"moved_{abs(hash(request.node.name))}")


@pytest.fixture
async def empty(fresh: str) -> AsyncIterator[Store]:
    store = await open_store(fresh)
    yield store
    await store.close()


async def everything(store: Store) -> dict[str, list[Any]]:
    async with store.read_only() as c:
        return {
            table.name: sorted(map(_said, await c.execute(select(table))))
            for table in metadata.sorted_tables
            if table is not lease.lease
        }


def _said(row: Row[Any]) -> str:
    return json.dumps(list(row), sort_keys=True, default=repr)


async def test_every_row_of_every_table_comes_over_as_it_was(full: Store, empty: Store) -> None:
    done = await transfer.transfer(full, empty, "here", quiet)
    assert {each.table: each.rows for each in done} == {
        table.name: ROWS for table in metadata.sorted_tables if table is not lease.lease
    }
    assert await everything(empty) == await everything(full)
    async with empty.transaction() as c:
        row = {each.name: value(each, 5) for each in outbox.c if each.name != "id"}
        made = await c.execute(insert(outbox).values(row | {"position": 99}).returning(outbox.c.id))
        assert made.scalar_one() == 901
        row = {each.name: value(each, 5) for each in incidents.c if each.name != "id"}
        made = await c.execute(insert(incidents).values(row).returning(incidents.c.id))
        assert made.scalar_one() == ROWS * 3 + 1


async def test_stopped_anywhere_it_goes_on_and_nothing_comes_twice(
    full: Store, empty: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "BATCH", 2)

    def stop_after(most: int) -> Any:
        count = 0

        def progress(what: str, done: int, total: int) -> None:
            nonlocal count
            count += 1
            if count > most:
                raise KeyboardInterrupt

        return progress

    for most in (1, 9, 40, 77):
        with pytest.raises(KeyboardInterrupt):
            await transfer.transfer(full, empty, "here", stop_after(most))
    with pytest.raises(BadSettings, match="transfer of here into this database has begun"):
        await transfer.transfer(full, empty, "elsewhere", quiet)
    done = await transfer.transfer(full, empty, "here", quiet)
    assert all(each.rows == ROWS for each in done)
    assert await everything(empty) == await everything(full)
    with pytest.raises(BadSettings, match="not empty"):
        await transfer.transfer(full, empty, "here", quiet)


async def test_a_change_on_either_side_is_found(full: Store, empty: Store) -> None:
    def stop_at_comparing(what: str, done: int, total: int) -> None:
        if what.startswith("comparing"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await transfer.transfer(full, empty, "here", stop_at_comparing)
    async with empty.transaction() as c:
        await c.execute(
            update(switches).where(switches.c.name == value(switches.c.name, 2)).values(since=NOW)
        )
    with pytest.raises(TransferFailed, match="switches differs: 7 rows here, 7 there"):
        await transfer.transfer(full, empty, "here", quiet)


async def test_a_row_that_postgresql_cannot_keep_is_named_without_its_words(
    full: Store, empty: Store
) -> None:
    async with full.transaction() as c:
        await c.execute(update(incidents).values(detail="purple\x00elephant"))
    with pytest.raises(
        TransferFailed, match=r"a row of incidents between \[3\] and \[21\]"
    ) as told:
        await transfer.transfer(full, empty, "here", quiet)
    assert "elephant" not in str(told.value)


def test_the_command_moves_a_database_and_says_what_is_next(tmp_path: Path, fresh: str) -> None:
    source = new_database(tmp_path)

    async def prepare() -> None:
        store = await open_store(source, migrated=False)
        await fill(store)
        await store.close()

    asyncio.run(prepare())
    given = ["migrate", "sqlite-to-postgres", "--quiet", "--from", source, fresh]
    result = CliRunner().invoke(main, given)
    assert result.exit_code == 0, result.output
    assert f"outbox\t{ROWS}\t" in result.stdout
    assert "Next: set store.url" in result.stderr
    again = CliRunner().invoke(main, given)
    assert again.exit_code == 1
    assert "not empty" in again.stderr


async def test_a_database_that_a_bot_works_with_is_left_alone(
    tmp_path: Path, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.commands import transferring

    source = new_database(tmp_path)
    store = await open_store(source, migrated=False)

    async def beats(seconds: float) -> None:
        async with store.transaction() as c:
            await lease.beat(c, SENDER, "desk-1")

    async with store.transaction() as c:
        await lease.take(c, SENDER, await lease.look(c, SENDER), "desk-1")
    monkeypatch.setattr(transferring.asyncio, "sleep", beats)
    with pytest.raises(BadSettings, match="desk-1 works with this database"):
        await transferring.sqlite_to_postgres(source, fresh, quiet)
    await store.close()


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("postgresql://a@b/c", "postgresql://a@b/d", "no SQLite database"),
        ("sqlite:////nowhere/at/all.db", "postgresql://a@b/d", "There is no database"),
        ("", "sqlite:////tmp/x.db", "no PostgreSQL database"),
    ],
)
async def test_what_cannot_be_moved_is_said(
    tmp_path: Path, source: str, target: str, said: str
) -> None:
    from bot.commands.transferring import sqlite_to_postgres
    from bot.errors import MujazError

    with pytest.raises(MujazError, match=said):
        await sqlite_to_postgres(source or new_database(tmp_path), target, quiet)
