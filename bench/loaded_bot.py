"""A whole bot in a process of its own, fed with made articles, and readers who ask it things.

`bench/soak.py` and `bench/overload.py` stand on it. A table translates; the rest of the work is
real: reading, names, checks, the model that reads what was translated, briefs, grouping, the store
(SQLite) and the sender. The readers and the Bot API on loopback are in the process that measures.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bench.made_news import NumberedTable, made
from bench.readers import READERS, Answer, Listening, read_on
from bot.commands.log import set_up_logging
from bot.config import BotSettings, Settings, StoreSettings
from bot.delivery.app import serve
from bot.delivery.parts import BotParts
from bot.delivery.scheduling import composing
from bot.delivery.sending.pacing import UNLIMITED
from bot.heap import share_one_heap
from bot.intake.submissions import Intake
from bot.pipeline import rooms
from bot.store import articles, vitals
from bot.store.articles import Stage
from bot.store.schema import metadata
from bot.translation.engines.cascade.members import Members

TOKEN = "123456:AAbenchbenchbenchbenchbenchbenchbench"
EVERY = 5.0
"""Seconds between two samples."""
FULL = 40
"""Articles that wait while capacity is measured, so that the model never rests."""


# ---------------------------------------------------------------------------- the bot's process


@dataclass(frozen=True, slots=True)
class Sample:
    """Of the bot's process."""

    at: float
    """By `time.monotonic`."""
    articles: int
    """Briefed since the start."""
    waiting: int
    """Articles to be translated or briefed."""
    unsent: int
    """Messages promised and not sent."""
    megabytes: float
    processor: float
    """Seconds since the process began."""
    files: int
    """Open ones, and sockets."""
    threads: int
    connections: int
    """To the database, in use or kept."""
    on_disk: float
    """Megabytes of the database, its log, the memory and the rest of the folder."""
    rows: dict[str, int] = field(default_factory=dict)
    """Of each table; in the last sample only."""


@dataclass(frozen=True, slots=True)
class Load:
    rate: float
    """Articles a second; with `times_capacity` of no account."""
    seconds: float
    times_capacity: float = 0.0
    """Where it is set, a quarter of the time goes into measuring how many articles a second are
    briefed at most, and then so many times as many come in."""
    long_wait: float = composing.LONG_WAIT.total_seconds()
    """Seconds after which a digest says that articles wait for their translation."""


def settings_for(folder: Path, api: str) -> Settings:
    return Settings(
        cache_dir=folder,
        store=StoreSettings(url=f"sqlite:///{folder / 'mujaz.db'}"),
        bot=BotSettings(
            token=TOKEN,
            api_base=api,
            owner=READERS[0],
            allowed_users=tuple(READERS),
            commands_per_minute=10_000,
        ),
    )


def run_child(given: str) -> None:
    """The bot, until its time is over; samples go to standard output, a line of JSON each."""
    share_one_heap()  # as `bot/cli.py` does
    told = json.loads(given)
    asyncio.run(_child(Path(told["folder"]), told["api"], Load(**told["load"])))


async def _child(folder: Path, api: str, load: Load) -> None:
    # To standard error: the samples go to standard output.
    set_up_logging("json", "error")
    stop = asyncio.Event()
    settings = settings_for(folder, api)

    composing.LONG_WAIT = timedelta(seconds=load.long_wait)
    # In the engine's place, so that the memory stands before it as it would.
    rooms.load_engines = lambda settings, progress: Members.only(NumberedTable())  # type: ignore

    async def started(parts: BotParts) -> None:
        tasks.append(asyncio.create_task(_lived(parts, folder, load, stop)))

    tasks: list[asyncio.Task[None]] = []
    await serve(settings, stop, limits=UNLIMITED, started=started)
    await asyncio.gather(*tasks)


async def _lived(parts: BotParts, folder: Path, load: Load, stop: asyncio.Event) -> None:
    try:
        await _fed(parts, folder, load)
    finally:
        stop.set()


async def _fed(parts: BotParts, folder: Path, load: Load) -> None:
    intake = Intake(parts.context.store, parts.web, parts.runner.nudge)
    number, rate = 1, load.rate
    await intake.submit(made(number))
    # The models are loaded with the first; the time runs from then on.
    while not (await _seen(parts, folder)).articles:
        await asyncio.sleep(0.1)
    began = time.monotonic()
    ends = began + load.seconds
    if load.times_capacity:
        number, capacity = await _capacity(parts, intake, folder, load.seconds / 4)
        rate = capacity * load.times_capacity
        print(json.dumps({"capacity": capacity}), flush=True)
    sampling = asyncio.create_task(_sampled(parts, folder))
    due = time.monotonic()
    while due < ends:
        number += 1
        await intake.submit(made(number))
        due += 1 / rate
        await asyncio.sleep(max(0.0, due - time.monotonic()))
    sampling.cancel()
    print(json.dumps(asdict(await _seen(parts, folder, rows=True))), flush=True)


async def _capacity(
    parts: BotParts, intake: Intake, folder: Path, seconds: float
) -> tuple[int, float]:
    """(articles given, briefed a second) while some always wait."""
    first = await _seen(parts, folder)
    number, ends = 1, first.at + seconds
    while time.monotonic() < ends:
        seen = await _seen(parts, folder)
        for _ in range(FULL - seen.waiting):
            number += 1
            await intake.submit(made(number))
        await asyncio.sleep(0.2)
    last = await _seen(parts, folder)
    return number, (last.articles - first.articles) / (last.at - first.at)


async def _sampled(parts: BotParts, folder: Path) -> None:
    while True:
        print(json.dumps(asdict(await _seen(parts, folder))), flush=True)
        await asyncio.sleep(EVERY)


async def _seen(parts: BotParts, folder: Path, *, rows: bool = False) -> Sample:
    store, counted = parts.context.store, {}
    async with store.read_only() as c:
        stages = await articles.count_by_stage(c)
        found = await vitals.look(c, parts.context.now())
        for table in metadata.sorted_tables if rows else ():
            query = select(func.count()).select_from(table)
            counted[table.name] = int((await c.execute(query)).scalar_one())
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return Sample(
        at=time.monotonic(),
        articles=stages.get(Stage.BRIEFED, 0),
        waiting=found.articles,
        unsent=found.messages,
        megabytes=pages * os.sysconf("SC_PAGE_SIZE") / 1e6,
        processor=time.process_time(),
        files=_held("fd"),
        threads=_held("task"),
        connections=len(store.threads),
        on_disk=sum(each.stat().st_size for each in folder.rglob("*") if each.is_file()) / 1e6,
        rows=counted,
    )


def _held(what: str) -> int:
    return sum(1 for _ in Path("/proc/self", what).iterdir())


# ---------------------------------------------------------------------------------- together


@dataclass(slots=True)
class Lived:
    """What was seen of a bot that lived its time."""

    samples: list[Sample] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    capacity: float = 0.0
    """Articles a second; 0 where it was not measured."""
    said: Counter[str] = field(default_factory=Counter)


async def live(
    load: Load,
    questions: float,
    tell: Callable[[Sample], None],
    *,
    script: Path,
    notes: tuple[str, ...] = (),
) -> Lived:
    """`questions`: a second, of all readers together. `script`: what to start with --child."""
    lived = Lived()
    async with _child_of(script, load, notes) as (server, lines):
        reading: list[asyncio.Task[None]] = []
        async for line in lines:
            told = json.loads(line)
            if "capacity" in told:
                lived.capacity = told["capacity"]
                continue
            lived.samples.append(Sample(**told))
            tell(lived.samples[-1])
            if not reading:
                reading = [
                    asyncio.create_task(
                        read_on(server, each, len(READERS) / questions, lived.answers)
                    )
                    for each in READERS
                ]
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
        lived.said = server.said
    return lived


@asynccontextmanager
async def _child_of(
    script: Path, load: Load, notes: tuple[str, ...]
) -> AsyncIterator[tuple[Listening, asyncio.StreamReader]]:
    with tempfile.TemporaryDirectory(prefix="mujaz-bench-") as folder:
        async with Listening() as server:
            server.notes = notes
            given = {"folder": folder, "api": server.url, "load": asdict(load)}
            process = await asyncio.create_subprocess_exec(
                sys.executable, str(script), "--child", json.dumps(given),
                stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            assert process.stdout is not None
            try:
                yield server, process.stdout
            except BaseException:
                process.kill()
                raise
            finally:
                await process.wait()
            if process.returncode:
                sys.exit(f"The bot ended with {process.returncode}.")
