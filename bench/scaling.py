"""Words per second by worker processes on one PostgreSQL, and what the queue itself costs.

    python bench/scaling.py                      # both parts, under five minutes
    python bench/scaling.py --engine table       # a table that takes 50 milliseconds an article
    python bench/scaling.py --engine embedded    # the real rooms, one thread a process

With the table nothing competes for the processor, so the ideal of N workers is N times one worker,
and what is missing from it is the queue's. With the embedded engine the ideal is one core each,
as many as there are. The clock runs once every worker has its models and has translated
something. A processor shared with other work shows in "cores": how many the workers had.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import psutil

from bench.cluster import WORDS, bring_in, made, made_ready, short_news
from bench.cluster_database import Clocks, Database, Disk
from bench.cluster_harm import asked
from bench.cluster_processes import Processes, Task
from bot.jobs.kinds import Kind
from bot.jobs.worker import JobWorker
from bot.records import Article
from bot.store import jobs
from bot.store import jobs as queue
from bot.store.jobs import Queue
from bot.store.store import Store

WORKERS = (1, 2, 4)
WARM = 4
"""Articles for each worker that are not counted, at a time."""


async def speed(articles: int, pause: float, workers: int) -> dict[str, float]:
    """Of so many articles from the first to the last brief. `pause`: seconds that the table takes;
    below 0 the embedded engine translates."""
    with tempfile.TemporaryDirectory() as folder:
        disk = Disk()
        log = Path(folder) / "log"
        try:
            with Database(disk, Clocks(Path(folder)), log.with_suffix(".postgres")) as database:
                store = await made_ready(database.url)
                task = Task(
                    database.url, database.url, "http://127.0.0.1:9", pause, None, log, threads=1
                )
                try:
                    return await _timed(store, Processes(task), articles, workers)
                finally:
                    await store.close()
        finally:
            disk.close()


async def _timed(
    store: Store, processes: Processes, articles: int, workers: int
) -> dict[str, float]:
    kind = short_news if processes.real else made
    for number in range(workers):
        processes.begin(f"worker{number}")
    try:
        given = await _warm(store, workers, kind)
        before, began = _spent(processes), time.monotonic()
        await bring_in(store, articles, 0, partial(_from, kind, given))
        while await _briefed(store) < given + articles:
            await asyncio.sleep(0.05)
        took, spent = time.monotonic() - began, _spent(processes) - before
    finally:
        await asyncio.to_thread(processes.end)
    words = sum(_words(kind(given + number)) for number in range(articles))
    return {
        "words_per_second": round(words / took, 1),
        "cores": round(spent / took, 2),
        "processor_milliseconds_an_article": round(spent / articles * 1000),
    }


async def _warm(store: Store, workers: int, kind: Callable[[int], Article]) -> int:
    """Until every worker has translated something and nothing waits; how many articles it took."""
    given = 0
    while await asked(store, "SELECT count(DISTINCT process) FROM translated") < workers:
        await bring_in(store, WARM * workers, 0, partial(_from, kind, given))
        given += WARM * workers
        while await _briefed(store) < given:
            await asyncio.sleep(0.1)
    return given


def _from(kind: Callable[[int], Article], first: int, number: int) -> Article:
    return kind(first + number)


async def _briefed(store: Store) -> int:
    return int(await asked(store, "SELECT count(*) FROM articles WHERE stage = 'briefed'"))


def _words(of: Article) -> int:
    return sum(len(each.split()) for each in of.texts if each) if of.texts else WORDS


def _spent(processes: Processes) -> float:
    """Seconds of processors."""
    times = [psutil.Process(each.pid).cpu_times() for each in processes.running.values()]
    return sum(each.user + each.system for each in times)


async def empty_jobs(count: int) -> dict[str, float]:
    """What jobs cost that do nothing, four at a time: by the clock, and of this process's
    processor."""
    with tempfile.TemporaryDirectory() as folder:
        disk = Disk()
        try:
            log = Path(folder) / "postgres"
            with Database(disk, Clocks(Path(folder)), log) as database:
                store = await made_ready(database.url)
                done, left = asyncio.Event(), count

                async def do(number: int, begun: int) -> None:
                    nonlocal left
                    left -= 1
                    if not left:
                        done.set()

                async with store.transaction() as c:
                    await jobs.add(c, *(jobs.entry(each, each, None) for each in range(count)))
                kinds = [Kind(queue.Task.ENTRY, Queue.POLLING, do)]
                running = JobWorker(database.url, kinds, {Queue.POLLING: 4}).run()
                worker = asyncio.create_task(running)
                began, before = time.monotonic(), time.process_time()
                await done.wait()
                wall, processor = time.monotonic() - began, time.process_time() - before
                worker.cancel()
                await asyncio.gather(worker, return_exceptions=True)
                await store.close()
        finally:
            disk.close()
    return {
        "milliseconds_a_job": round(wall / count * 1000, 1),
        "of_the_processor": round(processor / count * 1000, 1),
    }


async def scale(articles: int, pause: float, ideal: Callable[[int], int]) -> None:
    first = 0.0
    for workers in WORKERS:
        found = await speed(articles, pause, workers)
        first = first or found["words_per_second"]
        found["efficiency"] = round(found["words_per_second"] / first / ideal(workers), 2)
        print(json.dumps({"workers": workers, **found}), flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--engine", choices=("table", "embedded", "both"), default="both")
    parser.add_argument("--articles", type=int, default=400, help="for the table")
    parser.add_argument("--real", type=int, default=24, help="articles for the embedded engine")
    parser.add_argument("--pause", type=float, default=0.05, help="the table's seconds an article")
    given = parser.parse_args(arguments)
    print(json.dumps({"cores": os.cpu_count(), "load": os.getloadavg()[0]}), flush=True)
    if given.engine != "embedded":
        print("table", flush=True)
        asyncio.run(scale(given.articles, given.pause, lambda workers: workers))
        print(json.dumps({"queue": asyncio.run(empty_jobs(given.articles * 4))}), flush=True)
    if given.engine != "table":
        print("embedded", flush=True)
        asyncio.run(scale(given.real, -1, lambda workers: min(workers, os.cpu_count() or 1)))


if __name__ == "__main__":
    from bench.scaling import main as run_as_module

    # Under its own name, so that the processes find what they were preloaded with.
    run_as_module()
