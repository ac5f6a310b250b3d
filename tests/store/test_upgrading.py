"""Two versions over one database: an older one works with the tables of a newer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Float,
    Integer,
    MetaData,
    Table,
    insert,
    inspect,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import BadSettings
from bot.store import chats
from bot.store import store as store_module
from bot.store.chats import ChatKind
from bot.store.store import Store, migrate, migrate_down, open_store, revision
from bot.store.tables import metadata

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FIRST_ADDITIVE = "0035"
"""Migrations after this one only add (docs/upgrading.md)."""


def revisions() -> list[str]:
    """From the last before the rule on, oldest first."""
    folder = Path(store_module.__file__).parent / "migrations"
    walked = [each.revision for each in ScriptDirectory(str(folder)).walk_revisions()]
    return walked[: walked.index(FIRST_ADDITIVE) + 1][::-1]


def reflected(connection: Connection) -> MetaData:
    """The tables as they are there, which is all that a version of that time knows."""
    found = MetaData()
    names = [name for name in inspect(connection).get_table_names() if name in metadata.tables]
    found.reflect(connection, only=names)
    return found


def value(column: Column[Any], row: int) -> Any:
    if column.foreign_keys or column.primary_key:
        return row if isinstance(column.type, Integer) else f"{column.name[:5]}{row}"
    match column.type:
        case Boolean():
            return True
        case DateTime():
            return NOW + timedelta(days=row)
        case Float() | Integer():
            return row
        case JSONB():
            return {}
        case TSVECTOR():
            return None
    return "{}" if column.name in ("settings", "payload", "source") else f"x{row}"


async def write_as_then(c: AsyncConnection, tables: list[Table], row: int) -> None:
    """A row of every table, naming the columns of then and no other, and read back."""
    for table in tables:
        given = {each.name: value(each, row) for each in table.c}
        await c.execute(insert(table).values(given))
        key = [each == given[each.name] for each in table.primary_key]
        found = (await c.execute(select(table).where(*key))).one()
        assert found._mapping[table.primary_key.columns[0].name] is not None


async def test_a_version_works_with_the_tables_of_the_next_ones(store: Store) -> None:
    """What the version of each revision writes and reads is there with all later ones."""
    steps = revisions()
    await migrate_down(store, steps[0])
    for number, at in enumerate(steps):
        assert await revision(store) == at
        async with store.read_only() as c:
            then = await c.run_sync(reflected)
        await migrate(store)
        async with store.transaction() as c:
            await write_as_then(c, then.sorted_tables, number + 1)
        if number + 1 < len(steps):
            await migrate_down(store, steps[number + 1])
    await migrate(store)


async def test_what_is_written_outlives_a_step_back_and_forth(store: Store) -> None:
    async with store.transaction() as c:
        made = await chats.ensure(c, 7, ChatKind.PRIVATE, NOW)
    steps = revisions()
    if len(steps) > 1:
        await migrate_down(store, steps[-2])
    await migrate(store)
    async with store.read_only() as c:
        assert await chats.get(c, made.id) is not None


async def test_a_database_of_a_newer_version_is_used_where_it_has_all(url: str) -> None:
    newer = await open_store(url)
    async with newer.transaction() as c:
        before = await revision(newer)
        await c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        await c.exec_driver_sql("ALTER TABLE chats ADD COLUMN mood TEXT NOT NULL DEFAULT ''")
        await c.exec_driver_sql("CREATE TABLE moods (name TEXT PRIMARY KEY)")
    try:
        older = await open_store(url)
        async with older.transaction() as c:
            made = await chats.ensure(c, 8, ChatKind.PRIVATE, NOW)
            assert await chats.get(c, made.id) == made
        assert await revision(older) == "9999"
        await older.close()
        async with newer.transaction() as c:
            await c.exec_driver_sql("ALTER TABLE chats DROP COLUMN title")
        with pytest.raises(BadSettings, match=r"newer version of Mujaz and has no chats\.title"):
            await open_store(url)
    finally:
        async with newer.transaction() as c:
            await c.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{before}'")
            await c.exec_driver_sql("DROP TABLE moods")
        await migrate_down(newer)
        await migrate(newer)
        await newer.close()
