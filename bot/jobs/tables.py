"""Procrastinate's own tables in our database, made and kept up by its own SQL."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import MissingExtra
from bot.store import jobs
from bot.store.store import Store

_LOCK = "SELECT pg_advisory_xact_lock(7243620432)"
"""Two processes that start at once must not both make the tables."""


def installed() -> bool:
    return find_spec("procrastinate") is not None and find_spec("psycopg") is not None


def require() -> None:
    """Raises MissingExtra where procrastinate is not installed."""
    if not installed():
        raise MissingExtra(
            "Work on several machines needs packages that are not installed: in Mujaz's folder, "
            "run pip install '.[cluster]'."
        )


async def prepare(store: Store) -> None:
    """Make procrastinate's tables, or bring them up to the installed version, in one transaction;
    nothing where they are. From then on this store adds jobs.

    The name of the newest migration that they stand at is kept as the table's comment.
    Raises MissingExtra.
    """
    require()
    async with store.transaction() as c:
        await c.execute(text(_LOCK))
        migrations = _migrations()
        newest = migrations[-1].stem
        stands_at = ""
        if not await jobs.is_there(c):
            await _run(c, _folder() / "schema.sql")
        else:
            stands_at = await _comment(c)
            for migration in migrations:
                if migration.stem > stands_at:
                    await _run(c, migration)
        # An older version beside a newer one leaves the mark where it is.
        if newest > stands_at:
            await c.exec_driver_sql(f"COMMENT ON TABLE procrastinate_jobs IS 'mujaz {newest}'")
    store.use_queue()


async def _comment(c: AsyncConnection) -> str:
    found = await c.execute(text("SELECT obj_description('procrastinate_jobs'::regclass)"))
    return str(found.scalar() or "").removeprefix("mujaz ")


def _folder() -> Path:
    spec = find_spec("procrastinate")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "sql"


def _migrations() -> list[Path]:
    return sorted((_folder() / "migrations").glob("*.sql"))


async def _run(c: AsyncConnection, file: Path) -> None:
    # Several statements at once go through the driver, unprepared and without parameters.
    raw = await c.get_raw_connection()
    assert raw.driver_connection is not None
    await raw.driver_connection.execute(file.read_text(encoding="utf-8"))
