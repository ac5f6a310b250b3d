"""One digest to 5,000 chats, as fast as it goes and as fast as Telegram lets it.

    python bench/fanout.py                      # unpaced, then paced
    python bench/fanout.py --chats 500 --only paced

The Bot API on loopback is a process of its own. In the paced run it refuses with 429 what
goes over 30 a second, and a chat more than once a second. Memory is this process's peak.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import multiprocessing
import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import structlog

from bench import figures
from bot.delivery.scheduling.promising import Composed, enqueue_digest
from bot.delivery.scheduling.schedule import Slot
from bot.delivery.sending.pacing import UNLIMITED, SendingLimits
from bot.delivery.sending.post import Button, Payload
from bot.delivery.sending.sender import CONCURRENCY, Sender
from bot.delivery.sending.telegram_post import TelegramPost, telegram_bot
from bot.store import callbacks, chats, outbox
from bot.store.chats import ChatKind
from bot.store.store import Store, open_store

TEXT = "<b>1 · Ceasefire talks resume in Muscat</b>\n" + "• A point with who says so. " * 40
TELEGRAM = (30, 1, 20)


@dataclass(frozen=True)
class Report:
    run: str
    chats: int
    enqueued_a_second: float
    seconds: float
    messages_a_second: float
    of_thirty: float
    """The rate as a part of Telegram's 30 a second."""
    refused_by_limits: int
    missing: int
    twice: int
    peak_megabytes: float


def server(pipe: Connection, count: int, limits: tuple[int, int, int] | None) -> None:
    """The Bot API; answers how many messages each chat got, and the refusals, when asked."""
    from tests.delivery.faulty_server import FaultyServer

    async def serve() -> None:
        async with FaultyServer() as running:
            running.limits = limits
            for number in range(1, count + 1):
                running.add_chat(number)
            pipe.send(running.url)
            await asyncio.to_thread(pipe.recv)
            got = Counter(chat for _, chat in running.arrivals)
            counts = [got[number] for number in range(1, count + 1)]
            times = [at for at, _ in running.arrivals]
            pipe.send((counts, running.faults_met["limit"], times[-1] - times[0]))

    asyncio.run(serve())


async def enqueue(store: Store, count: int) -> float:
    """Chats a second."""
    began = time.monotonic()
    now = datetime.now(UTC)
    for first in range(1, count + 1, 100):
        async with store.transaction() as c:
            for number in range(first, min(first + 100, count + 1)):
                chat = (await chats.ensure(c, number, ChatKind.PRIVATE, now)).id
                button = await callbacks.make(c, chat, "why", now)
                payload = Payload(TEXT, keyboard=((Button("Why?", button),),))
                await enqueue_digest(c, chat, Slot("s", now), Composed((payload,)), now)
    return count / (time.monotonic() - began)


async def fan_out(name: str, count: int, database: str) -> Report:
    paced = name == "paced"
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=server, args=(there, count, TELEGRAM if paced else None), daemon=True
    )
    process.start()
    url = await asyncio.to_thread(here.recv)
    store = await open_store(database)
    rate = await enqueue(store, count)
    bot = telegram_bot("1:fanout", f"{url}/bot", connections=CONCURRENCY)
    await bot.initialize()
    sender = Sender(store, TelegramPost(bot), limits=SendingLimits() if paced else UNLIMITED)
    stop = asyncio.Event()
    running = asyncio.create_task(sender.run(stop))
    while True:
        await asyncio.sleep(0.5)
        async with store.read_only() as c:
            if not await outbox.count_unsent(c):
                break
    stop.set()
    await running
    here.send("done")
    counts, refused, seconds = await asyncio.to_thread(here.recv)
    process.join()
    await bot.shutdown()
    await store.close()
    speed = (count - 1) / seconds
    return Report(
        run=name,
        chats=count,
        enqueued_a_second=round(rate),
        seconds=round(seconds, 2),
        messages_a_second=round(speed, 2),
        of_thirty=round(speed / 30, 4),
        refused_by_limits=refused,
        missing=counts.count(0),
        twice=sum(n - 1 for n in counts if n > 1),
        peak_megabytes=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--chats", type=int, default=5000)
    parser.add_argument("--only", choices=("unpaced", "paced"))
    parser.add_argument("--database", help="an empty database's URL; by default SQLite")
    figures.add_option(parser)
    arguments = parser.parse_args()
    logging.disable(logging.INFO)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    for name in (arguments.only,) if arguments.only else ("unpaced", "paced"):
        with tempfile.TemporaryDirectory() as folder:
            database = arguments.database or f"sqlite:///{folder}/fanout.db"
            report = asyncio.run(fan_out(name, arguments.chats, database))
        print(json.dumps(asdict(report), indent=2), flush=True)
        if arguments.record and name == "paced":
            values = {
                "chats": report.chats,
                "messages": report.messages_a_second,
                "of_thirty": 100 * report.of_thirty,
            }
            figures.record({"fanout": values})


if __name__ == "__main__":
    main()
