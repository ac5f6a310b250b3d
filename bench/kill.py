"""Kill the sender at random instants while digests go out under faults; count what came.

    python bench/kill.py                 # 200 kills, SQLite
    python bench/kill.py --kills 20 --seed 3

Twenty chats receive digests of several messages from a Bot API on loopback that floods,
fails, hangs and loses answers. The sender is a process of its own, ended by SIGKILL. At the
end every message of every digest must be there, in order, and no more may have come twice
than are on record as sent again: one kill may hit several chats at once.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import structlog
from sqlalchemy import select

from bench import figures
from bot.delivery.scheduling.promising import Composed, enqueue_digest
from bot.delivery.scheduling.schedule import Slot
from bot.delivery.sending.lease import Leaseholder
from bot.delivery.sending.pacing import UNLIMITED
from bot.delivery.sending.post import Button, Payload
from bot.delivery.sending.retry import Patience
from bot.delivery.sending.sender import Sender
from bot.delivery.sending.telegram_post import TelegramPost, telegram_bot
from bot.store import callbacks, chats, digests, incidents, outbox
from bot.store.chats import ChatKind
from bot.store.incidents import Incident
from bot.store.store import Store, open_store
from tests.delivery.faulty_server import Chances, FaultyServer

CHATS = 20
KINDS = (ChatKind.PRIVATE, ChatKind.GROUP, ChatKind.SUPERGROUP)
CHANCES = Chances(flood=0.02, error=0.04, unheard=0.02, lost=0.04)
TTL = timedelta(seconds=0.6)
PATIENCE = Patience(timedelta(seconds=0.02), timedelta(seconds=0.5), timedelta(seconds=0.2))
ENOUGH_WAITING = 60


@dataclass(frozen=True)
class Report:
    kills: int
    kills_with_messages_in_flight: int
    digests: int
    messages: int
    missing: int
    out_of_order: int
    twice: int
    sent_again_on_record: int
    faults: dict[str, int]
    seconds: float

    @property
    def kept_its_promise(self) -> bool:
        recorded = self.twice <= self.sent_again_on_record
        return not self.missing and not self.out_of_order and recorded


def chat_ids() -> dict[int, ChatKind]:
    return {
        (n + 1 if kind is ChatKind.PRIVATE else -(n + 1)): kind
        for n in range(CHATS)
        for kind in [KINDS[n % len(KINDS)]]
    }


def parts(telegram_id: int, slot: int) -> list[str]:
    count = 2 + (abs(telegram_id) + slot) % 4
    return [f"{telegram_id} {slot} {part}" for part in range(count)]


def now() -> datetime:
    return datetime.now(UTC)


# ----------------------------------------------------------------- the process that is killed


def child(database: str, api: str, seed: int, finish: str) -> None:
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(_work(database, api, seed, Path(finish)))


async def _work(database: str, api: str, seed: int, finish: Path) -> None:
    store = await open_store(database)
    bot = telegram_bot("1:kill", f"{api}/bot", timeout=0.4)
    await bot.initialize()
    sender = Sender(
        store,
        TelegramPost(bot),
        lease=Leaseholder(store, ttl=TTL),
        limits=UNLIMITED,
        patience=PATIENCE,
        poll=timedelta(seconds=0.05),
        rng=random.Random(seed),
    )
    stop = asyncio.Event()
    running = asyncio.create_task(sender.run(stop))
    _ready(finish).touch()
    await _promise(store, sender, finish)
    while await _unsent(store):
        await asyncio.sleep(0.05)
    stop.set()
    await running
    await bot.shutdown()
    await store.close()


async def _unsent(store: Store) -> int:
    async with store.read_only() as c:
        return await outbox.count_unsent(c)


async def _promise(store: Store, sender: Sender, finish: Path) -> None:
    """Digests for every chat, slot after slot, each at most once whoever is killed when."""
    async with store.read_only() as c:
        last = (await c.execute(select(digests.digests.c.slot))).scalars().all()
    slot = max(map(int, last), default=0)
    while not finish.exists():
        if await _unsent(store) > ENOUGH_WAITING:
            await asyncio.sleep(0.02)
            continue
        for telegram_id in chat_ids():
            await _promise_one(store, telegram_id, slot)
            sender.wake()
        slot += 1


async def _promise_one(store: Store, telegram_id: int, slot: int) -> None:
    async with store.transaction() as c:
        chat = await chats.find(c, telegram_id)
        assert chat is not None
        messages = []
        for text in parts(telegram_id, slot):
            button = await callbacks.make(c, chat.id, "why", now())
            messages.append(Payload(text, keyboard=((Button("Why?", button),),)))
        await enqueue_digest(c, chat.id, Slot(str(slot), now()), Composed(tuple(messages)), now())


# --------------------------------------------------------------------------------- the killer


async def run(kills: int, seed: int, database: str, finish: Path) -> Report:
    rng = random.Random(seed)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bench.kill"])
    started = time.monotonic()
    store = await open_store(database)
    async with FaultyServer(CHANCES, seed) as server:
        server.latency, server.silence = 0.02, 0.6
        async with store.transaction() as c:
            for telegram_id, kind in chat_ids().items():
                server.add_chat(telegram_id, kind)
                await chats.ensure(c, telegram_id, kind, now())
        for telegram_id in chat_ids():
            await _promise_one(store, telegram_id, 0)

        def start() -> multiprocessing.process.BaseProcess:
            _ready(finish).unlink(missing_ok=True)
            arguments = (database, server.url, rng.randrange(2**31), str(finish))
            process = context.Process(target=child, args=arguments, daemon=True)
            process.start()
            return process

        in_flight = 0
        for _ in range(kills):
            process = await asyncio.to_thread(start)
            await _at_work(process, _ready(finish))
            await asyncio.sleep(rng.uniform(0.0, 1.5))
            if process.exitcode is not None:
                raise RuntimeError(f"the sender ended by itself: {process.exitcode}")
            process.kill()
            await asyncio.to_thread(process.join)
            async with store.read_only() as c:
                query = select(outbox.outbox.c.id).where(outbox.outbox.c.state == "sending")
                in_flight += bool((await c.execute(query)).first())
        finish.touch()
        process = await asyncio.to_thread(start)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(120):
                await asyncio.to_thread(process.join, 120)
        if process.exitcode != 0:
            process.kill()
            raise RuntimeError(f"the last sender did not finish: {process.exitcode}")
        report = await _judge(store, server, kills, in_flight, time.monotonic() - started)
    await store.close()
    return report


def _ready(finish: Path) -> Path:
    return finish.with_name("at-work")


async def _at_work(process: multiprocessing.process.BaseProcess, ready: Path) -> None:
    """A slow machine takes seconds to load the sender; a kill then would prove nothing."""
    async with asyncio.timeout(120):
        while not ready.exists() and process.exitcode is None:
            await asyncio.sleep(0.02)


async def _judge(
    store: Store, server: FaultyServer, kills: int, in_flight: int, seconds: float
) -> Report:
    missing = disordered = twice = messages = count = 0
    async with store.read_only() as c:
        for telegram_id in chat_ids():
            chat = await chats.find(c, telegram_id)
            assert chat is not None
            query = select(digests.digests.c.slot).where(digests.digests.c.chat == chat.id)
            slots = sorted(map(int, (await c.execute(query)).scalars()))
            assert slots == list(range(len(slots)))
            promised = [text for slot in slots for text in parts(telegram_id, slot)]
            told = server.texts(telegram_id)
            first = list(dict.fromkeys(told))
            missing += len(set(promised) - set(told))
            disordered += sum(a != b for a, b in zip(first, promised, strict=False))
            # What came twice must have come at once, not after a later one.
            again = [t for n, t in enumerate(told) if t in told[:n] and t != told[n - 1]]
            disordered += len(again)
            twice += sum(n - 1 for n in Counter(told).values())
            messages += len(promised)
            count += len(slots)
        recorded = (await incidents.count_since(c, datetime(2020, 1, 1, tzinfo=UTC))).get(
            Incident.SENT_AGAIN, 0
        )
    return Report(
        kills=kills,
        kills_with_messages_in_flight=in_flight,
        digests=count,
        messages=messages,
        missing=missing,
        out_of_order=disordered,
        twice=twice,
        sent_again_on_record=recorded,
        faults=dict(server.faults_met),
        seconds=round(seconds, 1),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", help="URL; by default SQLite in a temporary folder")
    figures.add_option(parser)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = arguments.database or f"sqlite:///{folder}/kill.db"
        report = asyncio.run(
            run(arguments.kills, arguments.seed, database, Path(folder) / "finish")
        )
    print(json.dumps(asdict(report), indent=2))
    if arguments.record and report.kept_its_promise:
        names = ("kills", "missing", "out_of_order", "twice", "messages")
        figures.record({"kill": {name: getattr(report, name) for name in names}})
    print("kept" if report.kept_its_promise else "BROKEN")
    sys.exit(not report.kept_its_promise)


if __name__ == "__main__":
    from bench.kill import main as run_as_module

    # Under its own name, so that the killed processes find `child` where they were preloaded.
    run_as_module()
