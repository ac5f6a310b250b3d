"""Everything in a SQLite database into a PostgreSQL one: copied, counted and compared.

Rows keep their keys. Each batch is one transaction of the target's, so that a stop loses at most
the batch under way, and the next run goes on after the rows that are there. Nobody writes to the
source meanwhile: its lock for writing is held from the first row to the last comparison.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    MetaData,
    Row,
    String,
    Table,
    func,
    insert,
    inspect,
    literal_column,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import BadSettings, TransferFailed
from bot.records import Progress
from bot.store.lease import lease
from bot.store.store import Store
from bot.store.tables import metadata

BATCH = 500
"""Rows of one transaction."""
_TABLES = tuple(table for table in metadata.sorted_tables if table is not lease)
"""Those that others point at come first. Who holds the lease is of this moment only."""
_begun = Table("transfer_begun", MetaData(), Column("source", String, nullable=False))
"""In the target from the first row until all was compared; names the source."""


@dataclass(frozen=True, slots=True)
class Transferred:
    table: str
    rows: int
    checksum: str
    """Of every value of every row, in any order; the same in both databases."""


async def transfer(
    source: Store, target: Store, name: str, progress: Progress
) -> Sequence[Transferred]:
    """Copy all of `source` (SQLite) to `target` (PostgreSQL), both with this version's tables.

    `name`: of the source, by which an interrupted transfer knows its own target. Raises
    BadSettings where the target holds anything else, and TransferFailed where a row cannot be
    kept there or the two differ at the end; the source is never changed.
    """
    async with source.transaction() as c:
        await _begin(target, name)
        for table in _TABLES:
            await _copy(c, target, table, progress)
        await _set_sequences(c, target)
        compared = [await _compare(c, target, table, progress) for table in _TABLES]
        async with target.transaction() as t:
            await t.run_sync(_begun.drop)
    return compared


async def _begin(target: Store, name: str) -> None:
    async with target.transaction() as t:
        if await t.run_sync(lambda connection: inspect(connection).has_table(_begun.name)):
            begun = (await t.execute(select(_begun.c.source))).scalar()
            if begun != name:
                raise BadSettings(
                    f"A transfer of {begun} into this database has begun. Finish that one, or name "
                    "an empty database."
                )
            return
        for table in _TABLES:
            if (await t.execute(select(literal_column("1")).select_from(table).limit(1))).first():
                raise BadSettings(
                    f"The PostgreSQL database is not empty: {table.name} has rows. Name an empty "
                    "one, as `createdb` makes."
                )
        await t.run_sync(_begun.create)
        await t.execute(insert(_begun).values(source=name))


async def _copy(c: AsyncConnection, target: Store, table: Table, progress: Progress) -> None:
    total = await _count(c, table)
    async with target.read_only() as t:
        done = await _count(t, table)
    progress(table.name, done, total)
    # Nobody writes to the source, so its order is the same in every run.
    rows = await c.stream(select(table).order_by(*table.primary_key).offset(done))
    async for batch in rows.partitions(BATCH):
        await _put(target, table, [dict(row._mapping) for row in batch])
        done += len(batch)
        progress(table.name, done, total)


async def _put(target: Store, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    try:
        async with target.transaction() as t:
            await t.execute(insert(table), rows)
    except (DBAPIError, StatementError) as error:
        if getattr(error, "connection_invalidated", False):
            raise
        keys = [column.name for column in table.primary_key]
        first, last = ([row[key] for key in keys] for row in (rows[0], rows[-1]))
        # The error's own text quotes what stands in the row.
        raise TransferFailed(
            f"PostgreSQL refuses a row of {table.name} between {first} and {last} "
            f"({type(error).__name__}). Nothing is lost: SQLite has it all. Report this with the "
            "table's name."
        ) from None


async def _set_sequences(c: AsyncConnection, target: Store) -> None:
    """Numbers go on where SQLite was, also over rows that are deleted by now: a button in an old
    message must not come to mean something new."""
    used = await c.execute(text("SELECT name, seq FROM sqlite_sequence"))
    reached = {str(row.name): int(row.seq) for row in used}
    async with target.transaction() as t:
        for table in _TABLES:
            (key, *others) = table.primary_key
            sequence = func.pg_get_serial_sequence(table.name, key.name)
            if others or (await t.execute(select(sequence))).scalar() is None:
                continue
            highest = (await t.execute(select(func.max(key)))).scalar() or 0
            last = max(int(highest), reached.get(table.name, 0))
            if last:
                await t.execute(select(func.setval(sequence, last)))


async def _compare(
    c: AsyncConnection, target: Store, table: Table, progress: Progress
) -> Transferred:
    rows, ours = await _summed(c, table, progress)
    async with target.read_only() as t:
        there, theirs = await _summed(t, table, progress)
    if (rows, ours) != (there, theirs):
        raise TransferFailed(
            f"{table.name} differs: {rows} rows here, {there} there, checksums {ours} and "
            f"{theirs}. One of the two was changed since the transfer began. Begin again with an "
            "empty PostgreSQL database."
        )
    return Transferred(table.name, rows, ours)


async def _count(c: AsyncConnection, table: Table) -> int:
    return int((await c.execute(select(func.count()).select_from(table))).scalar_one())


async def _summed(c: AsyncConnection, table: Table, progress: Progress) -> tuple[int, str]:
    """(rows, checksum). A sum, since the two databases sort words differently."""
    total, count = 0, 0
    async for batch in _batches(c, table):
        for row in batch:
            total = (total + _digest(row)) % 2**128
        count += len(batch)
        progress(f"comparing {table.name}", count, count)
    return count, f"{total:032x}"


async def _batches(c: AsyncConnection, table: Table) -> AsyncIterator[Sequence[Row[Any]]]:
    rows = await c.stream(select(table))
    async for batch in rows.partitions(BATCH):
        yield batch


def _digest(row: Iterable[Any]) -> int:
    said = json.dumps([_plain(value) for value in row], sort_keys=True, ensure_ascii=False)
    return int.from_bytes(hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()[:16])


def _plain(value: Any) -> Any:
    """A value as both databases give it back: JSONB makes 100 of 1e2."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
