"""What waited in SQLite is worked after the move to PostgreSQL."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.transferring import sqlite_to_postgres
from bot.config import Settings, StoreSettings
from bot.jobs import housekeeping
from bot.jobs.chosen import goes_over_queue, open_for_work
from bot.jobs.worker import JobWorker
from bot.pipeline.article_jobs import kinds
from bot.pipeline.article_work import ArticleWork
from bot.store import articles, jobs
from bot.store.articles import Stage
from bot.store.jobs import Queue, Task
from bot.store.store import open_store
from tests.empty_database import new_database
from tests.jobs.test_queue_of_jobs import NOW, everything
from tests.jobs.test_worker import at_work
from tests.pipeline.test_runner import Listener, Models, until_stage
from tests.store.conftest import database_of
from tests.store.made_records import article, brief


@pytest.fixture
def fresh(postgres: str) -> str:
    """The URL of a database of its own."""
    return database_of(postgres, "moved")


async def test_what_was_not_finished_is_put_on_the_queue_and_worked(
    tmp_path: Path, fresh: str
) -> None:
    source = new_database(tmp_path)
    before = await open_store(source, migrated=False)
    made = await everything(before)
    half = article("نصف", "نص المقال")
    async with before.transaction() as c:
        translated, _ = await articles.add(c, half, NOW)
        await articles.set_translation(c, translated, brief(half, "English").translation)
    await before.close()
    await sqlite_to_postgres(source, fresh, lambda what, done, total: None)

    settings = Settings(store=StoreSettings(url=fresh))
    assert goes_over_queue(settings)
    store = await open_for_work(settings)
    models = Models()
    work = ArticleWork(store, lambda progress: models, Listener())
    every = (*kinds(store, work), *housekeeping.kinds(store, timedelta(days=36500)))
    served = {Queue.INTERACTIVE: 1, Queue.ARTICLES: 1, Queue.HOUSEKEEPING: 2}
    async with at_work(JobWorker(fresh, every, served)):
        for number in (made["article"], translated):
            await until_stage(store, number, Stage.BRIEFED)
        async with store.read_only() as c:
            for task, name in (
                (Task.SOURCE, "source"),
                (Task.ENTRY, "entry"),
                (Task.SCHEDULE, "schedule"),
            ):
                assert await jobs.numbers(c, task) == {made[name]}
    # What was translated already is not translated again.
    assert models.translated == ["أ"]
    await work.close()
    await store.close()
