"""The database's address as the operator writes it, read once and refused in words."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import BadSettings

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


def database_url(url: str) -> URL:
    """The address with our driver in it.

    `url`: "sqlite:///relative.db", "sqlite:////absolute.db" or "postgresql://user@host/name".
    Raises BadSettings, without the password, where it is of another kind or cannot be read.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise BadSettings(
            "The database URL cannot be read. Write it as sqlite:///mujaz.db or "
            "postgresql://user@host/name."
        ) from error
    name = parsed.drivername.partition("+")[0].lower()
    if name not in _DRIVERS:
        raise BadSettings(f"{name} is no database Mujaz knows: use sqlite or postgresql.")
    if name == "sqlite":
        _check_file(parsed)
    elif "@" in (parsed.host or ""):
        # Part of the password would be taken for the host, and shown.
        raise BadSettings("The database URL has two @. Write one in a password as %40.")
    return parsed.set(drivername=_DRIVERS[name])


def database_file(url: str) -> Path | None:
    """The file of a SQLite database; None of another. Raises BadSettings as `database_url`."""
    parsed = database_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


def shown(url: str) -> str:
    """For people: without the password. Raises BadSettings as `database_url`."""
    database_url(url)
    return make_url(url).render_as_string(hide_password=True)


def _check_file(parsed: URL) -> None:
    path = parsed.database or ""
    if parsed.host or parsed.username or parsed.port:
        raise BadSettings(
            f"The database URL sqlite://{parsed.host or ''}… has a slash too few: write "
            "sqlite:///mujaz.db, or sqlite:////var/lib/mujaz.db for a whole path."
        )
    if not path or path == ":memory:" or path.startswith("file:") or "\x00" in path:
        raise BadSettings(
            "The database URL names no file: Mujaz's database must outlive its process. Write it "
            "as sqlite:///mujaz.db."
        )
    if parsed.query:
        raise BadSettings(
            "The database URL has options after its “?”, which Mujaz does not read. Write it as "
            "sqlite:///mujaz.db."
        )
