"""Works the jobs on procrastinate's queue, until it is told to stop.

Each queue is served by a worker of procrastinate's with its own number of jobs at a time, so that
what is urgent never stands behind what is not. A worker says every few seconds that it lives; what
those have at hand that fell silent is given back by whoever keeps house.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.worker import Worker
from psycopg import OperationalError as Away
from psycopg_pool import PoolTimeout
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.jobs.held import HeldJobs
from bot.jobs.kinds import Again, Kind
from bot.store.address import database_url
from bot.store.jobs import Queue, urgency

log = structlog.get_logger(__name__)

LOOK = 1.0
"""Seconds between two looks for jobs; the database tells of new ones at once, and not of those
whose time has come."""
BEAT = 2.0
"""Seconds between two signs of life of a worker."""
SILENT = 10.0
"""Seconds after which a worker that gave none is taken for dead."""
LAST_WORDS = 3.0
"""Seconds that jobs are given to end when the process is told to; then they are cancelled, and
worked again by others. Where only the database was away they have until they are given back."""
STOP_AGAIN = 0.1
"""Seconds before a worker that was just beginning is told to end once more."""
AGAIN = 1.0
"""Seconds before what the database was away from is begun again."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=30)
"""Between two tries of a job that failed for a reason nobody foresaw; doubles."""
PLACE_KEPT = timedelta(minutes=1)
"""What is to be worked again within this time goes before what waits under the same lock."""
GIVE_BACK = "* * * * * */5"
"""When jobs of silent workers are looked for."""
PUT_RIGHT = "* * * * * 17"
CLEAR_AWAY = "43 * * * * 29"


class JobWorker:
    """A `bot.pipeline.seams.Runner` for every kind of work."""

    def __init__(self, url: str, kinds: Sequence[Kind], at_once: Mapping[Queue, int]) -> None:
        """`at_once`: the queues that are served, and of each how many jobs at a time."""
        self._at_once = {queue: count for queue, count in at_once.items() if count}
        self._app = App(connector=connector(url, len(self._at_once) + 4))
        self._app.job_manager = self._held = HeldJobs(self._app.connector)
        house = (
            Kind("give back", Queue.HOUSEKEEPING, self._give_back, every=GIVE_BACK, alone=False),
            Kind("put right", Queue.HOUSEKEEPING, self._put_right, every=PUT_RIGHT, alone=False),
            Kind("clear away", Queue.HOUSEKEEPING, self._clear_away, every=CLEAR_AWAY),
        )
        for kind in (*kinds, *house):
            if {kind.queue, kind.also} & self._at_once.keys():
                self._register(kind)

    def _register(self, kind: Kind) -> None:
        async def task(context: JobContext, number: int = 0, timestamp: int = 0) -> None:
            try:
                await kind.do(number, context.job.attempts)
            except (Again, asyncio.CancelledError):
                self._held.untried(context.job)
                raise
            except Exception as error:
                log.warning("job_failed", task=kind.name, number=number, kind=type(error).__name__)
                if kind.every:
                    return
                if isinstance(error, OperationalError | InterfaceError | ConnectorException):
                    # The database is away; nothing is wrong with the job.
                    self._held.untried(context.job)
                    raise Again(datetime.now(UTC) + timedelta(seconds=AGAIN)) from None
                # What an error says may quote an article, and procrastinate logs it.
                raise _Failed(type(error).__name__) from None

        made = self._app.task(
            name=kind.name,
            queue=kind.queue,
            pass_context=True,
            retry=False if kind.every else _Retry(kind.tries),
            priority=urgency(None),
            lock=kind.name if kind.every and kind.alone else None,
            queueing_lock=kind.name if kind.every else None,
        )(task)
        if kind.every:
            self._app.periodic(cron=kind.every)(made)

    def nudge(self) -> None:
        """Nothing: the database tells of new jobs."""

    async def run(self) -> None:
        if not self._at_once:
            # Others do it all.
            await asyncio.Event().wait()
        while True:
            try:
                async with self._app.open_async(), asyncio.TaskGroup() as serving:
                    for queue in self._at_once:
                        serving.create_task(self._serve(queue))
            except (ConnectorException, PoolTimeout, Away) as error:
                log.warning("queue_away", kind=type(error).__name__)
                await asyncio.sleep(AGAIN)

    async def _serve(self, queue: Queue) -> None:
        """For ever: procrastinate's worker ends where the database was away."""
        while True:
            worker = Worker(
                self._app,
                queues=[queue],
                name=queue,
                concurrency=self._at_once[queue],
                fetch_job_polling_interval=LOOK,
                update_heartbeat_interval=BEAT,
                stalled_worker_timeout=SILENT,
                shutdown_graceful_timeout=SILENT,
                delete_jobs="successful",
                install_signal_handlers=False,
            )
            working = asyncio.create_task(worker.run())  # type: ignore[no-untyped-call]
            try:
                await asyncio.shield(working)
            except asyncio.CancelledError:
                self._held.ending = True
                worker.shutdown_graceful_timeout = LAST_WORDS
                # Not cancelled: what it waits for as it begins swallows that now and then.
                while not working.done():
                    worker.stop()  # type: ignore[no-untyped-call]
                    await asyncio.wait({working}, timeout=STOP_AGAIN)
                raise
            except Exception as error:
                log.warning("worker_ended", queue=queue, kind=type(error).__name__)
            await asyncio.sleep(AGAIN)

    async def _give_back(self, number: int, begun: int) -> None:
        connector = self._app.connector
        for row in await connector.execute_query_all_async(GIVE_BACK_SILENT, silent=SILENT):
            log.warning("job_given_back", task=row["task_name"])

    async def _put_right(self, number: int, begun: int) -> None:
        for row in await self._app.connector.execute_query_all_async(MISTIMED):
            log.warning("job_was_mistimed", task=row["task_name"])

    async def _clear_away(self, number: int, begun: int) -> None:
        """What was broken off when its process ended, and comes again on its own."""
        await self._app.job_manager.delete_old_jobs(nb_hours=1, include_aborted=True)


GIVE_BACK_SILENT = """
WITH silent AS (
    SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND (
        worker_id IS NULL OR worker_id = ANY(ARRAY(
            SELECT id FROM procrastinate_workers
            WHERE last_heartbeat < now() - make_interval(secs => %(silent)s)
        ))
    )
    FOR UPDATE
), gone AS (
    DELETE FROM procrastinate_jobs job USING silent
    WHERE job.id = silent.id AND job.queueing_lock IS NOT NULL RETURNING job.task_name
), back AS (
    UPDATE procrastinate_jobs job SET status = 'todo', scheduled_at = NULL, attempts = attempts + 1
    FROM silent WHERE job.id = silent.id AND job.queueing_lock IS NULL RETURNING job.task_name
)
SELECT task_name FROM gone UNION ALL SELECT task_name FROM back
"""
"""In one statement, so that a job that another process gave back, and a third has begun, is not
given back again. What has a queueing lock comes again on its own, and may be waiting already. At
once is no time at all: that of a clock that is put back later would be in the future."""

MISTIMED = """
UPDATE procrastinate_jobs job SET scheduled_at = NULL
WHERE status = 'todo' AND scheduled_at > now() AND now() + interval '1 minute' < (
    SELECT at FROM procrastinate_events event
    WHERE event.job_id = job.id AND event.type = 'deferred_for_retry' ORDER BY event.id DESC LIMIT 1
)
RETURNING task_name
"""
"""Jobs that were put off while the database's clock was ahead: they would wait until it is as late
again, and so would all that waits under their locks. Whoever works a job too early puts it off."""


class _Failed(Exception):
    """Names the kind of an error, and nothing of what it said."""


class _Retry(BaseRetryStrategy):
    def __init__(self, tries: int | None) -> None:
        self._tries = tries

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, Again):
            return _at(exception.at, job)
        if isinstance(exception, asyncio.CancelledError):
            # The process is told to end.
            return _at(datetime.now(UTC), job)
        if self._tries is not None and job.attempts + 1 >= self._tries:
            return None
        pause = min(FIRST_PAUSE * 2 ** min(job.attempts, 10), LONGEST_PAUSE)
        return _at(datetime.now(UTC) + pause, job)


def _at(at: datetime, job: Job) -> RetryDecision:
    soon = at - datetime.now(UTC) <= PLACE_KEPT
    if soon or job.queue in (Queue.INTERACTIVE, Queue.ARTICLES):
        # A chat's digests stay in order.
        return RetryDecision(retry_at=at)
    # What waits under a lock for a later time must not hold up what comes meanwhile.
    return RetryDecision(retry_at=at, priority=urgency(at))


def connector(url: str, connections: int = 2) -> PsycopgConnector:
    address = database_url(url).set(drivername="postgresql")
    return PsycopgConnector(
        conninfo=address.render_as_string(hide_password=False),
        min_size=1,
        max_size=connections,
        timeout=10.0,
    )
