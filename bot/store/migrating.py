"""The tables brought to a version, and what can be said of their version.

A database of a newer version is used as it is, where it has all that this version knows: new
versions only add at first (docs/upgrading.md), so that an upgrade can be taken back by a step, and
both versions work side by side while it lasts.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from pathlib import Path

import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from bot.errors import BadSettings
from bot.store.tables import metadata

log = structlog.get_logger(__name__)


class Standing(Enum):
    """A database's tables beside those that this version makes."""

    NEW = "new"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    """Of a revision that this version does not know."""


def upgrade(connection: Connection) -> None:
    """To this version's tables. Raises BadSettings where a newer one took something away."""
    if connection.dialect.name == "postgresql":
        # Two processes that start at once must not both create the tables.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7243620431)")
    at = standing(connection)
    if at is Standing.CURRENT:
        return
    if at is not Standing.NEWER:
        command.upgrade(_config(connection), "head")
        return
    if lacking := missing(connection):
        raise BadSettings(
            f"The database is of a newer version of Mujaz and has no {lacking[0]} any more. "
            "Install that version again, or put a backup back (docs/upgrading.md)."
        )
    log.warning("database_newer", revision=current(connection), ours=newest())


def downgrade(connection: Connection, to: str) -> None:
    command.downgrade(_config(connection), to)


def current(connection: Connection) -> str | None:
    """The revision the tables stand at; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision that this version brings tables to."""
    return _scripts().get_current_head()


def standing(connection: Connection) -> Standing:
    at, ours = current(connection), _scripts()
    if at is None:
        return Standing.NEW
    if at not in {each.revision for each in ours.walk_revisions()}:
        return Standing.NEWER
    return Standing.CURRENT if at == ours.get_current_head() else Standing.OLDER


def missing(connection: Connection) -> list[str]:
    """Tables and columns that this version knows and the database has not."""
    there = inspect(connection)
    names = set(there.get_table_names())
    found = []
    for table in metadata.sorted_tables:
        if table.name not in names:
            found.append(table.name)
            continue
        columns = {column["name"] for column in there.get_columns(table.name)}
        found += [f"{table.name}.{each.name}" for each in table.c if each.name not in columns]
    return found


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
