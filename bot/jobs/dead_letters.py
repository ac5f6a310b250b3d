"""What was given up: articles, whichever runner worked them, and other jobs of the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import articles, entry_work, jobs
from bot.store.jobs import Task


@dataclass(frozen=True, slots=True)
class Letter:
    name: str
    """Its task and number: "article:12", "entry:7"."""
    tries: int
    error: str
    """The error's name; "" where the log alone has it."""
    about: str
    """An article's title, where everybody may see it."""


async def listing(c: AsyncConnection) -> Sequence[Letter]:
    """Articles first, each kind in the order of arrival."""
    letters = [
        Letter(f"{Task.ARTICLE}:{each.number}", each.attempts, each.error, each.title)
        for each in await articles.given_up(c)
    ]
    if await jobs.is_there(c):
        letters += [Letter(f"{row.task}:{row.number}", row.tries, "", "") for row in await _jobs(c)]
    return letters


async def retry(c: AsyncConnection, name: str) -> bool:
    """Take it up again; False where nothing of this name was given up."""
    task, number = _parted(name)
    if task == Task.ARTICLE:
        if number not in {each.number for each in await articles.given_up(c)}:
            return False
        await articles.retry(c, number)
        return True
    return await _moved(c, _RETRY, task, number)


async def drop(c: AsyncConnection, name: str) -> bool:
    """Throw it away: the article, or the job, and an entry with it, which would get a new one;
    False where nothing of this name was given up."""
    task, number = _parted(name)
    if task == Task.ARTICLE:
        return await articles.remove_given_up(c, number)
    dropped = await _moved(c, _DROP, task, number)
    if dropped and task == Task.ENTRY:
        await entry_work.dropped(c, number)
    return dropped


def _parted(name: str) -> tuple[str, int]:
    task, _, number = name.rpartition(":")
    return task, int(number) if number.isascii() and number.isdigit() else 0


async def _jobs(c: AsyncConnection) -> Sequence[_Row]:
    return [_Row(**row._mapping) for row in await c.execute(_FAILED)]


@dataclass(frozen=True, slots=True)
class _Row:
    task: str
    number: int
    tries: int


async def _moved(c: AsyncConnection, how: str, task: str, number: int) -> bool:
    if not await jobs.is_there(c):
        return False
    moved = await c.execute(text(how), {"task": task, "number": number})
    return moved.first() is not None


_FAILED = text(
    "SELECT task_name AS task, coalesce((args->>'number')::bigint, 0) AS number, "
    "max(attempts) AS tries FROM procrastinate_jobs WHERE status = 'failed' "
    "GROUP BY 1, 2 ORDER BY min(id)"
)
"""Of one thing several jobs may have been given up: they are one letter, and moved together."""
_RETRY = (
    "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL "
    "WHERE status = 'failed' AND task_name = :task "
    "AND coalesce((args->>'number')::bigint, 0) = :number RETURNING id"
)
"""With all its tries again."""
_DROP = (
    "DELETE FROM procrastinate_jobs WHERE status = 'failed' AND task_name = :task "
    "AND coalesce((args->>'number')::bigint, 0) = :number RETURNING id"
)
