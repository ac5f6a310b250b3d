"""Whether work goes over procrastinate's queue, as the settings say."""

from __future__ import annotations

from bot.config import Settings
from bot.errors import BadSettings
from bot.jobs.tables import installed, prepare, require
from bot.store.address import database_url
from bot.store.store import Store, open_store


def goes_over_queue(settings: Settings) -> bool:
    """Raises BadSettings, and MissingExtra, where it is to and cannot."""
    chosen = settings.work.runner
    if chosen == "in_process":
        return False
    on_postgres = database_url(settings.database_url).get_backend_name() == "postgresql"
    if chosen == "auto":
        return on_postgres and installed()
    if not on_postgres:
        raise BadSettings(
            'work.runner = "procrastinate" needs PostgreSQL: set store.url to '
            "postgresql://user@host/name."
        )
    require()
    return True


def check_for_several(settings: Settings, command: str) -> None:
    """Raises BadSettings, and MissingExtra, where several processes cannot share the work."""
    if database_url(settings.database_url).get_backend_name() != "postgresql":
        raise BadSettings(
            f"`mujaz {command}` shares its work with other processes, which needs PostgreSQL: set "
            "store.url to postgresql://user@host/name. With SQLite, `mujaz run` does everything."
        )
    require()
    if settings.work.runner == "in_process":
        raise BadSettings(
            f"`mujaz {command}` shares its work with other processes: take work.runner = "
            '"in_process" out of the settings, or use `mujaz run`.'
        )


async def open_for_work(settings: Settings) -> Store:
    """The database, with its queue where work goes over one. Raises as `open_store` and
    `goes_over_queue` do."""
    over_queue = goes_over_queue(settings)
    store = await open_store(settings.database_url)
    try:
        if over_queue:
            await prepare(store)
        elif store.queued and settings.work.runner == "auto":
            # Another machine put it there; this one would work beside it.
            require()
    except BaseException:
        await store.close()
        raise
    return store
