"""What becomes of a job, written only by the worker that still holds it.

A worker that was silent for long is taken for dead, and its jobs are given to others; where it
wakes up it must not end theirs. And what became of a job is written however long the database is
away: a job that nobody ends stays with a worker that lives, and keeps its lock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from procrastinate.connector import BaseConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

log = structlog.get_logger(__name__)

PATIENCE = 8.0
"""Seconds for the database to answer; less than those after which a worker counts as dead."""
AGAIN = 1.0
"""Seconds before it is written again, where the database is away."""


class HeldJobs(JobManager):
    """Procrastinate's, for jobs that a worker of ours was given."""

    def __init__(self, connector: BaseConnector) -> None:
        super().__init__(connector)
        self.ending = False
        """The process ends: what cannot be written now is given back, as of a worker that died."""
        self._untried: set[int | None] = set()

    def untried(self, job: Job) -> None:
        """It is to be worked again, and this was no try of it."""
        self._untried.add(job.id)

    async def update_heartbeat(self, worker_id: int) -> None:
        """Also of a worker that was taken for dead and forgotten: it lives, and is to be known
        before it takes the next job. Raises TimeoutError where the line is silent: the worker
        then ends and is begun again, for it would fall silent itself."""
        async with asyncio.timeout(PATIENCE):
            await self.connector.execute_query_async(_ALIVE, id=worker_id)

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Raises TimeoutError where the line is silent: what was given on it would never be
        begun, and never be given to another while this worker lives."""
        async with asyncio.timeout(PATIENCE):
            return await super().fetch_job(queues, worker_id)

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        await self._written(_FINISH, job, {"status": status.value, "delete": delete_job})

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """`queue` and `lock` stay as they are. The database's clock says when `retry_at` is: that
        of this process may be wrong, and others work the job."""
        tried = job.id not in self._untried
        self._untried.discard(job.id)
        pause = (retry_at - datetime.now(UTC)).total_seconds() if retry_at else 0.0
        values = {"pause": pause if pause > 0 else None, "priority": priority}
        await self._written(_RETRY, job, values | {"tried": int(tried)})

    async def _written(self, how: str, job: Job, values: Mapping[str, Any]) -> None:
        held = {"id": job.id, "by": job.worker_id}
        while True:
            try:
                async with asyncio.timeout(PATIENCE):
                    written = await self.connector.execute_query_all_async(how, **held, **values)
                if not written:
                    log.warning("job_was_taken", task=job.task_name)
                return
            except (ConnectorException, TimeoutError) as error:
                if self.ending:
                    raise
                log.warning("job_not_ended", task=job.task_name, kind=type(error).__name__)
                await asyncio.sleep(AGAIN)


_ALIVE = (
    "INSERT INTO procrastinate_workers (id) OVERRIDING SYSTEM VALUE VALUES (%(id)s) "
    "ON CONFLICT (id) DO UPDATE SET last_heartbeat = now()"
)
_FINISH = (
    "WITH held AS MATERIALIZED (SELECT id FROM procrastinate_jobs "
    "WHERE id = %(id)s AND worker_id = %(by)s AND status = 'doing' FOR UPDATE) "
    "SELECT procrastinate_finish_job_v1(id, %(status)s, %(delete)s) FROM held"
)
"""Locked before it is ended: in one SELECT, PostgreSQL would end it first, find nothing left to
lock, and give no row."""
_RETRY = (
    "UPDATE procrastinate_jobs SET status = 'todo', "
    "scheduled_at = now() + make_interval(secs => %(pause)s), "
    "attempts = attempts + %(tried)s, priority = coalesce(%(priority)s, priority) "
    "WHERE id = %(id)s AND worker_id = %(by)s AND status = 'doing' RETURNING id"
)
