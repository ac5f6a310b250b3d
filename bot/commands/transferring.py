"""`mujaz migrate sqlite-to-postgres`: the way from one machine's database to a shared one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.commands.signals import told_to_stop
from bot.delivery.sending.lease import Leaseholder
from bot.errors import BadSettings, MissingFile, TransferInterrupted
from bot.records import Progress
from bot.store.address import database_file, database_url, shown
from bot.store.store import Store, open_store
from bot.store.transfer import Transferred, transfer

LOOK = 0.5
"""Seconds between two looks whether a process works with the database."""


async def until_told(source: str, target: str, progress: Progress) -> Sequence[Transferred]:
    """`sqlite_to_postgres`, which SIGINT and SIGTERM stop between two batches: a statement that is
    cancelled half way leaves the driver in disorder. Raises TransferInterrupted."""
    stop = told_to_stop()

    def told(stage: str, done: int, total: int) -> None:
        if stop.is_set():
            raise TransferInterrupted(
                "Stopped. What was copied stays; give the same command again to go on."
            )
        progress(stage, done, total)

    return await sqlite_to_postgres(source, target, told)


async def sqlite_to_postgres(source: str, target: str, progress: Progress) -> Sequence[Transferred]:
    """Copy the database at the URL `source` to that at `target`.

    Raises BadSettings where either is of the wrong kind or in use, MissingFile, TransferFailed.
    """
    file = _check(source, target)
    ours = await open_store(source)
    try:
        holder = await _hold(ours, progress)
        try:
            theirs = await open_store(target)
            try:
                return await transfer(ours, theirs, str(file), progress)
            finally:
                await theirs.close()
        finally:
            await holder.release()
    finally:
        await ours.close()


def _check(source: str, target: str) -> Path:
    file = database_file(source)
    if file is None:
        raise BadSettings(
            f"{shown(source)} is no SQLite database. Name the file to move with --from, as "
            "sqlite:///mujaz.db."
        )
    if not file.is_file():
        raise MissingFile(f"There is no database at {file}. Name it with --from.")
    if database_url(target).get_backend_name() != "postgresql":
        raise BadSettings(
            f"{shown(target)} is no PostgreSQL database. Write it as postgresql://user@host/name."
        )
    return file.resolve()


async def _hold(store: Store, progress: Progress) -> Leaseholder:
    """The sender's lease. A process that ended without a word is waited out."""
    holder = Leaseholder(store)
    tries = int(holder.ttl.total_seconds() / LOOK) + 2
    for number in range(tries):
        if await holder.try_take():
            return holder
        progress("waiting for whoever works with the database", number, tries)
        await asyncio.sleep(LOOK)
    raise BadSettings(f"{holder.other} works with this database. Stop it first: the bot must rest.")
