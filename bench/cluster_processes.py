"""The processes of a cluster: workers and bots that count in the database what they translate."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import psycopg

from bench.cluster_database import Clocks
from bot.commands.log import set_up_logging
from bot.config import BotSettings, Settings, StoreSettings, TranslationSettings
from bot.delivery.app import serve
from bot.delivery.sending.pacing import UNLIMITED
from bot.delivery.worker import work_until
from bot.pipeline import vectors
from bot.pipeline.rooms import Rooms
from bot.pipeline.seams import Models
from bot.pipeline.spelling import NamesSpeller
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Article, Brief, EngineIdentity, Progress, Translation
from bot.store.jobs import Queue
from bot.translation.engines.cascade.members import Members
from bot.translation.names import Names
from bot.translation.names.learning import Learnt
from bot.translation.names.terms import Term
from tests.store.made_records import brief

TOKEN = "123456:AAbenchbenchbenchbenchbenchbenchbench"
CHATS = 10
SERVED = frozenset(Queue) - {Queue.POLLING}
"""By each worker process; a worker of procrastinate's serves each queue."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a process is told when it begins."""

    url: str
    """Of the database, over the line that is cut."""
    count_at: str
    """Of the database, for counting: what is measured with is not harmed."""
    api: str
    pause: float
    """Seconds that the table takes for an article; below 0 the embedded engine translates."""
    clocks: Clocks | None
    log: Path
    threads: int = 0
    """Of the embedded engine; 0: as the settings have it."""


def count(url: str, made: Sequence[Article]) -> None:
    """Write down that these were translated, however often the database goes away meanwhile."""
    token = uuid.uuid4().hex
    while True:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                for each in made:
                    connection.execute(
                        "INSERT INTO translated (token, title, process) VALUES (%s, %s, %s) "
                        "ON CONFLICT DO NOTHING",
                        (f"{token}-{each.id}", each.title, os.getpid()),
                    )
            return
        except psycopg.Error:
            time.sleep(0.2)


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
        count(self._url, made)
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


def spelled(rng: random.Random, letters: str, words: int) -> str:
    return " ".join(
        "".join(rng.choice(letters) for _ in range(rng.randint(3, 8))) for _ in range(words)
    )


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


class CountedRooms(Rooms):
    """The real rooms, which count in the database what they translated."""

    def __init__(self, settings: Settings, progress: Progress, url: str) -> None:
        super().__init__(settings, progress)
        self._url = url

    def _translated(
        self,
        given: Sequence[Article | Translation],
        engines: Members,
        shared: Collection[str],
        points: int | None,
    ) -> list[Translation]:
        made = super()._translated(given, engines, shared, points)
        # What is translated further later was counted before.
        count(self._url, [each for each in given if isinstance(each, Article)])
        return made


def settings_for(task: Task) -> Settings:
    return Settings(
        cache_dir=Path(tempfile.gettempdir()) / "mujaz-bench",
        store=StoreSettings(url=task.url),
        translation=TranslationSettings(memory=False, threads=task.threads),
        bot=BotSettings(token=TOKEN, api_base=task.api, allowed_users=tuple(range(1, CHATS + 1))),
    )


async def _child(kind: str, task: Task) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    settings = settings_for(task)

    def load(progress: Progress) -> Models:
        if task.pause < 0:
            return CountedRooms(settings, progress, task.count_at)
        return CountingTable(task.count_at, task.pause)

    if kind == "worker":
        await work_until(settings, stop, SERVED - {Queue.HOUSEKEEPING}, load)
    else:
        await serve(settings, stop, load=load, limits=UNLIMITED, queues=frozenset())


def begun(name: str, task: Task) -> None:
    """A process of its own."""
    with task.log.open("ab") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
    if task.clocks is not None:
        task.clocks.of_this_process(name)
    set_up_logging("console", "info")
    if task.pause >= 0:
        vectors.load_weights = Scattered
    asyncio.run(_child(kind_of(name), task))


def kind_of(name: str) -> str:
    """ "worker" of "worker2"."""
    return name.rstrip("0123456789")


class Processes:
    """Those that are killed and begun again."""

    def __init__(self, task: Task) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["bench.cluster"])
        self._task = task
        self.real = task.pause < 0
        """The embedded engine translates."""
        self.running: dict[str, BaseProcess] = {}
        if task.clocks is not None:
            # The server of forks has them, and so does what it forks.
            os.environ.update(task.clocks.variables("machine"))

    def begin(self, name: str) -> None:
        process = self._context.Process(target=begun, args=(name, self._task), daemon=True)
        process.start()
        self.running[name] = process

    def kill(self, name: str) -> None:
        self.running[name].kill()
        self.running[name].join()
        self.begin(name)

    def revive(self) -> None:
        """Begin again what has ended, as systemd would: a process that is begun while the
        database is away says so and ends."""
        for name, process in [*self.running.items()]:
            if not process.is_alive():
                self.begin(name)

    def end(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.join(40)
            process.kill()
