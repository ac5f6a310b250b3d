"""Jobs on procrastinate's queue, added in the transaction that makes them needed.

Where the database has no such queue nothing is added: then the runner of the one process that
works finds what is to be done in the stages. The queue's tables and functions are procrastinate's
own (bot/jobs/tables.py puts them there); what is called here is its function for adding jobs.

A job names a thing and holds no text. It may come twice or too late: whoever works it looks at the
thing first. Jobs of one `lock` are never worked at the same time; of those that wait under one lock
the higher priority goes first, whatever its time. So a priority is made of the time at which the
thing is wanted, and what is wanted sooner is never kept waiting by what is for later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

QUEUED = "mujaz_queued"
"""The execution option of connections to a database with procrastinate's queue."""

_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_STEPS = 64
"""Of priorities within a minute: a source's own goes from -10 to 10."""
_LAST = 2**30
"""Of what no digest waits for; procrastinate's priorities have 32 bits."""
_STEPS_OF_MISSED = 32
"""Half as many: so until the year 2041 all of it is less than what is in time."""


class Queue(StrEnum):
    """By urgency. Each is served by its own number of workers, so none waits for another."""

    INTERACTIVE = "interactive"
    """Articles somebody waits for."""
    DIGESTS = "digests"
    ARTICLES = "articles"
    POLLING = "polling"
    HOUSEKEEPING = "housekeeping"


class Task(StrEnum):
    ARTICLE = "article"
    SCHEDULE = "schedule"
    SOURCE = "source"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Job:
    task: Task
    number: int
    """Of the article, the schedule, the source or the entry."""
    queue: Queue
    lock: str
    priority: int = 0
    """Higher first. What somebody waits for has 0, all else less."""
    at: datetime | None = None
    """Not before; None: at once."""


def urgency(wanted: datetime | None, own: int = 0) -> int:
    """The priority of what is wanted at that time; None: at no known time. `own`: what the source
    is given, from -10 to 10."""
    if wanted is None:
        return own - _LAST
    minutes = int((wanted - _BEGINNING).total_seconds() // 60)
    return own - min(max(minutes, 1) * _STEPS, _LAST - _STEPS)


async def put_behind(c: AsyncConnection, missed: datetime) -> None:
    """Articles whose digest was due before that go behind those that are in time, the newest digest
    first, and before what no digest waits for."""
    if queued(c):
        await c.execute(
            _BEHIND,
            {
                "queue": Queue.ARTICLES,
                "missed": urgency(missed) + _STEPS // 2,
                "lowest": _STEPS - _LAST,
                "steps": _STEPS,
                "both": _STEPS + _STEPS_OF_MISSED,
            },
        )


_BEHIND = text(
    "UPDATE procrastinate_jobs "
    "SET priority = priority + :lowest + :both * round(-priority / CAST(:steps AS numeric)) "
    "WHERE queue_name = :queue AND status = 'todo' AND priority > :missed"
)
"""What `urgency` made is taken apart again: minutes, and a source's own priority. What was put
behind before is less than any time's, and stays as it is."""


def article(number: int, slot: datetime | None, own: int = 0) -> Job:
    """`slot`: the digest that waits for it; `own`: its source's priority."""
    lock = f"article:{number}"
    return Job(Task.ARTICLE, number, Queue.ARTICLES, lock, urgency(slot, own))


def awaited(number: int) -> Job:
    """An article somebody waits for."""
    return Job(Task.ARTICLE, number, Queue.INTERACTIVE, f"article:{number}")


def schedule(number: int, chat: int, next_run: datetime) -> Job:
    """One chat's digests are made one after another, so that they stand in order."""
    lock = f"digests:{chat}"
    return Job(Task.SCHEDULE, number, Queue.DIGESTS, lock, urgency(next_run), next_run)


def source(number: int, next_check: datetime) -> Job:
    lock = f"source:{number}"
    return Job(Task.SOURCE, number, Queue.POLLING, lock, urgency(next_check), next_check)


def entry(number: int, of: int, slot: datetime | None, at: datetime | None = None) -> Job:
    """`of`: its source, of which one page is fetched at a time. `at`: when it is tried again."""
    # What is tried again lets all others of its source pass, or they would wait for its time.
    priority = urgency(slot) if at is None else urgency(at) - _LAST
    return Job(Task.ENTRY, number, Queue.POLLING, f"pages:{of}", priority, at)


def queued(c: AsyncConnection) -> bool:
    """Whether `add` adds anything here."""
    assert c.sync_connection is not None
    return bool(c.sync_connection.get_execution_options().get(QUEUED))


async def add(c: AsyncConnection, *jobs: Job) -> None:
    """Put jobs on the queue with what else the transaction does."""
    if jobs and queued(c):
        await c.execute(_ADD, {"jobs": [_row(job) for job in jobs]})


def _row(job: Job) -> dict[str, Any]:
    return {
        "queue_name": job.queue,
        "task_name": job.task,
        "priority": job.priority,
        "lock": job.lock,
        "args": {"number": job.number},
        "scheduled_at": job.at.isoformat() if job.at else None,
    }


_ADD = text(
    "SELECT procrastinate_defer_jobs_v1(array_agg(job)) FROM "
    "jsonb_populate_recordset(NULL::procrastinate_job_to_defer_v1, :jobs) AS job"
).bindparams(bindparam("jobs", type_=JSONB))


async def is_there(c: AsyncConnection) -> bool:
    """Whether the database has procrastinate's queue."""
    if c.dialect.name != "postgresql":
        return False
    found = await c.execute(text("SELECT to_regclass('procrastinate_jobs')"))
    return found.scalar() is not None


# -------------------------------------------------------------------------- what stands there


async def numbers(c: AsyncConnection, task: Task) -> set[int]:
    """Of what a job waits for, is at work on, or was given up on."""
    return set((await c.execute(_KNOWN, {"task": task})).scalars())


_KNOWN = text(
    "SELECT DISTINCT (args->>'number')::bigint FROM procrastinate_jobs "
    "WHERE task_name = :task AND status IN ('todo', 'doing', 'failed')"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What stands on one queue."""

    queue: str
    todo: int
    """Of these, so many are due."""
    due: int
    doing: int


async def waiting(c: AsyncConnection, task: str | None = None) -> Sequence[Waiting]:
    """By queue. `task`: of this one alone."""
    rows = await c.execute(_WAITING, {"task": task})
    return [Waiting(**row._mapping) for row in rows]


_WAITING = text(
    "SELECT queue_name AS queue, count(*) FILTER (WHERE status = 'todo') AS todo, "
    "count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()) AS due, "
    "count(*) FILTER (WHERE status = 'doing') AS doing "
    "FROM procrastinate_jobs WHERE status IN ('todo', 'doing') "
    "AND (CAST(:task AS text) IS NULL OR task_name = :task) GROUP BY 1 ORDER BY 1"
)
