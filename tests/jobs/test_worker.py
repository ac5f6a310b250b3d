"""What the queue's worker does with what goes wrong; the runners' contract is in
tests/pipeline/test_runner.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from procrastinate import PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from psycopg import AsyncConnection
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.jobs import dead_letters, held, worker
from bot.jobs.kinds import Again, Kind
from bot.jobs.missing import put_in
from bot.jobs.worker import JobWorker
from bot.store import articles, jobs, sources
from bot.store import entries as entries_of_feeds
from bot.store.articles import Stage
from bot.store.entries import EntryState, NewEntry
from bot.store.jobs import Queue, Task
from bot.store.source import NewSource, SourceKind
from bot.store.store import Store
from tests.store.made_records import article

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@asynccontextmanager
async def working(store: Store, *kinds: Kind) -> AsyncIterator[None]:
    url = store.engine.url.render_as_string(hide_password=False)
    async with at_work(JobWorker(url, kinds, {Queue.POLLING: 2, Queue.HOUSEKEEPING: 2})):
        yield


@asynccontextmanager
async def at_work(job_worker: JobWorker) -> AsyncIterator[None]:
    task = asyncio.create_task(job_worker.run())
    try:
        async with asyncio.timeout(60):
            yield
            assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def entries(do: Callable[[int, int], Awaitable[None]], tries: int | None = None) -> Kind:
    return Kind(Task.ENTRY, Queue.POLLING, do, tries=tries)


async def put(store: Store, *numbers: int, source: int = 1) -> None:
    async with store.transaction() as c:
        await jobs.add(c, *(jobs.entry(number, source, None) for number in numbers))


async def until(store: Store, what: str) -> None:
    """Until a condition over the table of jobs holds."""
    while True:
        async with store.read_only() as c:
            if (await c.execute(text(f"SELECT {what} FROM procrastinate_jobs"))).scalar():
                return
        await asyncio.sleep(0.02)


async def test_jobs_of_one_lock_are_never_worked_at_once(queued_store: Store) -> None:
    at_work: set[int] = set()
    together: list[set[int]] = []

    async def do(number: int, begun: int) -> None:
        at_work.add(number)
        await asyncio.sleep(0)
        together.append(set(at_work))
        at_work.discard(number)

    await put(queued_store, *range(5))
    async with working(queued_store, entries(do)):
        await until(queued_store, "count(*) FILTER (WHERE task_name = 'entry') = 0")
    assert together == [{0}, {1}, {2}, {3}, {4}]


async def test_the_work_of_the_dead_comes_back(
    queued_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "GIVE_BACK", "* * * * * *")
    done = asyncio.Event()

    async def do(number: int, begun: int) -> None:
        assert begun == 1
        done.set()

    await put(queued_store, 1)
    async with queued_store.transaction() as c:
        await c.exec_driver_sql(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - interval '1 minute') RETURNING id) "
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead)"
        )
    async with working(queued_store, entries(do)):
        await done.wait()


@pytest.mark.parametrize("error", [None, OperationalError("SELECT 1", {}, OSError())])
async def test_only_what_failed_or_never_ended_counts_as_begun_before(
    queued_store: Store, monkeypatch: pytest.MonkeyPatch, error: Exception | None
) -> None:
    """Neither being put off nor a database that was away brings it nearer to being given up."""
    monkeypatch.setattr(worker, "AGAIN", 0.0)
    begun_before: list[int] = []

    async def do(number: int, begun: int) -> None:
        begun_before.append(begun)
        if len(begun_before) < 4:
            raise error or Again(datetime.now(UTC))
        if len(begun_before) == 4:
            raise ValueError

    await put(queued_store, 1)
    async with working(queued_store, entries(do, tries=1)):
        await until(queued_store, "bool_or(status = 'failed') FILTER (WHERE task_name = 'entry')")
    assert begun_before == [0] * 4


async def test_who_was_taken_for_dead_ends_no_job_of_others(queued_store: Store) -> None:
    async def do(number: int, begun: int) -> None:
        # It was given back meanwhile, and another took it.
        async with queued_store.transaction() as c:
            await c.exec_driver_sql(
                "WITH other AS (INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id) "
                "UPDATE procrastinate_jobs SET worker_id = (SELECT id FROM other) "
                f"WHERE task_name = 'entry' AND (args->>'number')::int = {number}"
            )
        if number == 2:
            raise Again(datetime.now(UTC))
        if number == 3:
            raise ValueError

    async with queued_store.transaction() as c:
        await jobs.add(c, *(jobs.entry(number, number, None) for number in range(1, 4)))
    with capture_logs() as told:
        async with working(queued_store, entries(do, tries=1)):
            while sum(each["event"] == "job_was_taken" for each in told) < 3:
                await asyncio.sleep(0.01)
    async with queued_store.read_only() as c:
        left = await c.exec_driver_sql(
            "SELECT status, attempts FROM procrastinate_jobs WHERE task_name = 'entry'"
        )
        assert [tuple(row) for row in left] == [("doing", 0)] * 3


async def test_a_job_that_ends_as_it_should_is_not_called_taken(queued_store: Store) -> None:
    async def do(number: int, begun: int) -> None:
        if number == 2:
            raise ValueError

    await put(queued_store, 1, 2)
    with capture_logs() as told:
        async with working(queued_store, entries(do, tries=1)):
            await until(
                queued_store,
                "count(*) FILTER (WHERE task_name = 'entry' AND status <> 'failed') = 0",
            )
    assert "job_was_taken" not in [each["event"] for each in told]


async def test_a_job_that_is_taken_while_its_end_is_written_stays_taken(
    queued_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = PsycopgConnector.execute_query_all_async

    async def waits_for_it() -> bool:
        async with queued_store.read_only() as c:
            waiting = await c.exec_driver_sql(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE wait_event_type = 'Lock' AND query LIKE '%%finish_job%%'"
            )
            return bool(waiting.scalar())

    async def overtaken(connector: Any, query: str, **values: Any) -> Any:
        if "finish_job" not in query:
            return await ask(connector, query, **values)
        async with queued_store.transaction() as c:
            await c.exec_driver_sql(
                "WITH other AS (INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id) "
                "UPDATE procrastinate_jobs SET worker_id = (SELECT id FROM other)"
            )
            ending = asyncio.create_task(ask(connector, query, **values))
            while not await waits_for_it():
                await asyncio.sleep(0.01)
        return await ending

    async def do(number: int, begun: int) -> None:
        monkeypatch.setattr(PsycopgConnector, "execute_query_all_async", overtaken)

    await put(queued_store, 1)
    with capture_logs() as told:
        async with working(queued_store, entries(do)):
            while "job_was_taken" not in [each["event"] for each in told]:
                await asyncio.sleep(0.01)
    async with queued_store.read_only() as c:
        left = await c.exec_driver_sql(
            "SELECT status FROM procrastinate_jobs WHERE task_name = 'entry'"
        )
        assert [tuple(row) for row in left] == [("doing",)]


class Away:
    """A database that takes no end of a job, until it is back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.back = asyncio.Event(), False
        ask = PsycopgConnector.execute_query_all_async

        async def away(connector: Any, query: str, **values: Any) -> Any:
            if "finish_job" in query and not self.back:
                self.asked.set()
                raise ConnectorException
            return await ask(connector, query, **values)

        monkeypatch.setattr(held, "AGAIN", 0.0)
        monkeypatch.setattr(PsycopgConnector, "execute_query_all_async", away)


async def test_who_was_forgotten_and_lives_is_known_again(
    queued_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "BEAT", 0.05)

    async def known() -> list[int]:
        async with queued_store.read_only() as c:
            found = await c.execute(text("SELECT id FROM procrastinate_workers ORDER BY id"))
            return list(found.scalars())

    async def forget() -> None:
        async with queued_store.transaction() as c:
            await c.execute(text("DELETE FROM procrastinate_workers"))

    await forget()
    url = queued_store.engine.url.render_as_string(hide_password=False)
    async with at_work(JobWorker(url, [entries(nothing)], {Queue.POLLING: 1})):
        while not (before := await known()):
            await asyncio.sleep(0.02)
        await forget()
        while await known() != before:
            await asyncio.sleep(0.02)


async def test_a_worker_that_hears_nothing_from_the_database_begins_anew(
    queued_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "PATIENCE", 1.0)
    monkeypatch.setattr(worker, "AGAIN", 0.01)
    answered, asked, done = JobManager.fetch_job, 0, asyncio.Event()

    async def fetch(self: JobManager, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        nonlocal asked
        asked += 1
        if asked == 1:
            await asyncio.Event().wait()
        return await answered(self, queues, worker_id)

    async def do(number: int, begun: int) -> None:
        done.set()

    monkeypatch.setattr(JobManager, "fetch_job", fetch)
    await put(queued_store, 1)
    url = queued_store.engine.url.render_as_string(hide_password=False)
    async with at_work(JobWorker(url, [entries(do)], {Queue.POLLING: 1})):
        await done.wait()


async def nothing(number: int, begun: int) -> None:
    pass


async def test_the_end_of_a_job_is_written_when_the_database_is_back(
    queued_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Away(monkeypatch)
    await put(queued_store, 1)
    async with working(queued_store, entries(nothing)):
        await away.asked.wait()
        away.back = True
        await until(queued_store, "count(*) FILTER (WHERE task_name = 'entry') = 0")


async def test_a_stop_does_not_wait_for_the_database(
    queued_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Away(monkeypatch)
    await put(queued_store, 1)
    async with asyncio.timeout(60):
        async with working(queued_store, entries(nothing)):
            await away.asked.wait()
        # It is of nobody who lives, and given back.
        await until(queued_store, "bool_and(worker_id IS NULL) FILTER (WHERE status = 'doing')")


async def test_a_job_is_given_back_once_and_never_to_the_living(queued_store: Store) -> None:
    async with queued_store.transaction() as c:
        # Of three sources, since jobs of one are under one lock.
        await jobs.add(c, *(jobs.entry(number, number, None) for number in (1, 2, 3)))
        await c.exec_driver_sql(
            "WITH workers AS (INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now()), (now() - interval '1 minute') RETURNING id, last_heartbeat) "
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM workers "
            "WHERE (last_heartbeat = now()) = ((args->>'number')::int = 1) "
            "AND (args->>'number')::int < 3)"
        )
    url = queued_store.engine.url.set(drivername="postgresql")
    async with await AsyncConnection.connect(url.render_as_string(hide_password=False)) as c:
        for given_back in (2, 0):
            rows = await c.execute(worker.GIVE_BACK_SILENT, {"silent": worker.SILENT})
            assert len(await rows.fetchall()) == given_back
    async with queued_store.read_only() as c:
        rows = await c.exec_driver_sql(
            "SELECT (args->>'number')::int, status, attempts FROM procrastinate_jobs ORDER BY 1"
        )
        assert [tuple(row) for row in rows] == [(1, "doing", 0), (2, "todo", 1), (3, "todo", 1)]


async def test_a_pause_is_of_the_databases_clock(
    queued_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ahead(datetime):
        """The clock of a process that is two hours ahead."""

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) + timedelta(hours=2)

    async def do(number: int, begun: int) -> None:
        raise Again(Ahead.now(UTC) + timedelta(minutes=5))

    for module in (held, worker):
        monkeypatch.setattr(module, "datetime", Ahead)
    await put(queued_store, 1)
    async with working(queued_store, entries(do)):
        await until(
            queued_store,
            "bool_or(scheduled_at BETWEEN now() + interval '4 minutes' "
            "AND now() + interval '5 minutes') FILTER (WHERE task_name = 'entry')",
        )


async def test_jobs_put_off_by_a_clock_that_was_ahead_come_at_once(queued_store: Store) -> None:
    async with queued_store.transaction() as c:
        await jobs.add(c, *(jobs.entry(number, number, None) for number in (1, 2, 3)))
        # The first two were put off for an hour, the second while the clock was two hours ahead.
        await c.exec_driver_sql(
            "UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour' * "
            "CASE (args->>'number')::int WHEN 1 THEN 1 WHEN 2 THEN 3 END"
        )
        await c.exec_driver_sql(
            "INSERT INTO procrastinate_events (job_id, type, at) "
            "SELECT id, 'deferred_for_retry', scheduled_at - interval '1 hour' "
            "FROM procrastinate_jobs WHERE scheduled_at IS NOT NULL"
        )
    url = queued_store.engine.url.set(drivername="postgresql")
    async with await AsyncConnection.connect(url.render_as_string(hide_password=False)) as c:
        rows = await c.execute(worker.MISTIMED)
        assert await rows.fetchall() == [("entry",)]
        left = await c.execute(
            "SELECT (args->>'number')::int, scheduled_at IS NULL FROM procrastinate_jobs ORDER BY 1"
        )
        assert await left.fetchall() == [(1, False), (2, True), (3, True)]


async def test_a_job_given_up_is_listed_taken_up_and_dropped(
    queued_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    broken = True

    async def do(number: int, begun: int) -> None:
        if broken:
            raise ValueError("نص سري")

    await put(queued_store, 5, 6)
    async with working(queued_store, entries(do, tries=1)):
        await until(queued_store, "count(*) FILTER (WHERE status = 'failed') = 2")
        async with queued_store.transaction() as c:
            assert [each.name for each in await dead_letters.listing(c)] == ["entry:5", "entry:6"]
            assert await dead_letters.drop(c, "entry:5")
            assert not await dead_letters.drop(c, "entry:7")
            broken = False
            assert await dead_letters.retry(c, "entry:6")
        await until(queued_store, "count(*) FILTER (WHERE task_name = 'entry') = 0")
    assert "نص سري" not in caplog.text


async def test_what_is_taken_up_again_has_all_its_tries(queued_store: Store) -> None:
    await put(queued_store, 5)
    async with queued_store.transaction() as c:
        await c.exec_driver_sql("UPDATE procrastinate_jobs SET status = 'failed', attempts = 8")
        assert await dead_letters.retry(c, "entry:5")
        rows = await c.exec_driver_sql("SELECT status, attempts FROM procrastinate_jobs")
        assert [tuple(row) for row in rows] == [("todo", 0)]


async def test_jobs_of_one_name_and_jobs_without_a_number_are_moved_together(
    queued_store: Store,
) -> None:
    async with queued_store.transaction() as c:
        await jobs.add(c, *(jobs.entry(each, 1, None) for each in (5, 5, 6)))
        await c.exec_driver_sql(
            "UPDATE procrastinate_jobs SET status = 'failed', "
            "args = CASE (args->>'number')::int WHEN 6 THEN '{}' ELSE args END"
        )
        names = [each.name for each in await dead_letters.listing(c)]
        assert names == ["entry:5", "entry:0"]
        assert all([await dead_letters.drop(c, name) for name in names])
        assert await dead_letters.listing(c) == []


async def test_an_entry_that_is_dropped_gets_no_new_job(queued_store: Store) -> None:
    async with queued_store.transaction() as c:
        source, _ = await sources.add(c, NewSource("https://a.example/f", SourceKind.FEED), NOW)
        new = [NewEntry(key, None, None, None, "payload") for key in "ab"]
        await entries_of_feeds.add(c, source, new, NOW)
        kept, dropped = await entries_of_feeds.recent(c, source)
        await c.exec_driver_sql("UPDATE procrastinate_jobs SET status = 'failed'")
        assert await dead_letters.drop(c, f"entry:{dropped.id}")
    await put_in(queued_store)
    async with queued_store.read_only() as c:
        assert await jobs.numbers(c, Task.ENTRY) == {kept.id}
        (refused,) = await entries_of_feeds.recent(c, source, state=EntryState.REFUSED)
    assert (refused.id, refused.error) == (dropped.id, "Dropped")


async def test_an_article_given_up_is_listed_taken_up_and_dropped(store: Store) -> None:
    async with store.transaction() as c:
        numbers = [(await articles.add(c, article(t, "نص"), NOW))[0] for t in ("أ", "ب", "ج")]
        for number in numbers[:2]:
            await articles.failed(c, number, "DamagedModel")
    one, other, going = (f"article:{number}" for number in numbers)
    async with store.transaction() as c:
        found = await dead_letters.listing(c)
        assert [(each.name, each.error) for each in found] == [
            (one, "DamagedModel"),
            (other, "DamagedModel"),
        ]
        # Nobody but its chat may see it.
        assert {each.about for each in found} == {""}
        assert await dead_letters.retry(c, one)
        assert await dead_letters.drop(c, other)
        assert not await dead_letters.retry(c, going)
        assert not await dead_letters.drop(c, going)
        assert await dead_letters.listing(c) == []
        assert await articles.count_by_stage(c) == {Stage.READ: 2}
