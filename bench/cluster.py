"""Workers and bots on one real PostgreSQL, harmed at random instants; count what came of it.

    python bench/cluster.py                               # 5,000 articles
    python bench/cluster.py --articles 300 --seed 3
    python bench/cluster.py --engine embedded             # 200 articles through the real rooms

Three workers and two bots are processes of their own, ended by SIGKILL and begun again. The
database is restarted, one of its processes is killed, its disk is full for a while (a small tmpfs,
where this user may mount one), the line to it breaks or goes silent, and its clock and those of the
processes are wrong for a while by up to two hours (libfaketime). Articles come in all the while; a
table translates them, and counts in the database. Ten chats have digests that come due every few
seconds, of one article in ten: a digest of a thousand, begun again at each kill, would leave little
time for the rest. At the end every article must be translated once, but for those in hand when their worker
or its database went away, every digest be there in order, no message twice but for a kill of the
sender, and nothing wait.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from bench.cluster_database import Clocks, Database, Disk, Line
from bench.cluster_harm import HARMS, Harm, asked, told
from bench.cluster_processes import CHATS, Processes, Task, spelled
from bench.made_news import known_sentences, numbered
from bot.config import WorkSettings
from bot.jobs.tables import prepare
from bot.records import Article
from bot.store import articles, chats, digests, outbox, schedules
from bot.store.articles import Stage
from bot.store.chats import ChatKind
from bot.store.schedules import NewSchedule
from bot.store.store import Store, open_store
from tests.delivery.faulty_server import FaultyServer
from tests.store.made_records import article, publish

WORDS = 100
"""Of one made article."""
IN_DIGESTS = 10
"""One article of so many is public, and stands in digests; the others are worked on like it."""
IN_HAND = WorkSettings().concurrency
LEFT = (
    "SELECT count(*) FROM procrastinate_jobs WHERE task_name IN ('article', 'schedule') "
    "AND (status IN ('doing', 'failed') OR coalesce(scheduled_at, now()) <= now())"
)
"""Jobs that are not done and not for later."""
OF_ALL = frozenset(HARMS) - {"worker", "bot", "clock"}
"""Harms by which every worker loses what it has in hand, or seems to: a database whose clock goes
forward takes all of them for dead."""
SLOTS = 8
"""Digests of each chat."""
STILL = 300.0
"""Seconds in which nothing got on after the last harm; what is left then is stuck."""
DONE = (
    "SELECT (SELECT count(*) FROM articles WHERE stage IN ('briefed', 'failed')) "
    "+ (SELECT count(*) FROM outbox WHERE state = 'sent')"
)


@dataclass(frozen=True)
class Report:
    articles: int
    briefed: int
    given_up: int
    never_translated: int
    translated_again: int
    in_hand: int
    """At most so many articles were in hand when their worker or its database went away."""
    harms: dict[str, int]
    kills_of_the_sender: int
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
            and not self.never_translated
            and self.translated_again <= self.in_hand
            and not self.digests_missing
            and not self.digests_out_of_order
            and not self.messages_missing
            and self.messages_twice <= self.kills_of_the_sender
            and not self.jobs_left
        )


@dataclass(frozen=True, slots=True)
class Run:
    articles: int
    harms: int
    seed: int
    workers: int
    bots: int
    pause: float
    """Seconds that the table takes for an article; below 0 the embedded engine translates."""
    spread: float
    """Seconds for each harm, in which the articles come in."""
    log: Path
    only: frozenset[str]
    """Kinds of harm."""


async def made_ready(url: str) -> Store:
    store = await open_store(url)
    await prepare(store)
    async with store.transaction() as c:
        await c.execute(
            text("CREATE TABLE translated (token text PRIMARY KEY, title text, process int)")
        )
    return store


# ------------------------------------------------------------------------------- the run


def short_news(number: int) -> Article:
    """Short news for a real engine; every sentence has its number, so that none is like another."""
    some = random.Random(number).sample(sorted(known_sentences()), 3)
    first, *others = (numbered(each, number) for each in some)
    return article(first.removesuffix("."), f"{first} {' '.join(others)}")


def made(number: int) -> Article:
    """Each of words of its own, so that no two are reports of one story."""
    return article(f"خبر {number}", spelled(random.Random(number), "ابتجحدرسشصطعفقكلمنهوي", WORDS))


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


async def bring_in(
    store: Store, count: int, seconds: float, made: Callable[[int], Article] = made
) -> None:
    """Articles, evenly over so much time."""
    for number in range(count):
        while True:
            try:
                async with store.transaction() as c:
                    stored, _ = await articles.add(c, made(number), datetime.now(UTC))
                    if number % IN_DIGESTS == 0:
                        await publish(c, stored)
                break
            except SQLAlchemyError:
                await asyncio.sleep(0.2)
        await asyncio.sleep(seconds / count)


async def finished(store: Store, count: int) -> bool:
    """Whether every article is briefed or given up, and every message has gone."""
    settled = await asked(
        store, "SELECT count(*) FROM articles WHERE stage IN ('briefed', 'failed')"
    )
    unsent = await asked(store, "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending')")
    due = await asked(store, "SELECT count(*) FROM schedules WHERE next_run <= now()")
    return settled == count and not unsent and not due and not await asked(store, LEFT)


async def run(given: Run) -> Report:
    seconds = given.spread * given.harms
    began = time.monotonic()
    disk = Disk(400 + given.articles // 8)
    try:
        with tempfile.TemporaryDirectory(prefix="mujaz-clocks-") as folder:
            Path(folder).chmod(0o755)
            clocks = Clocks(Path(folder))
            with Database(disk, clocks, given.log.with_suffix(".postgres")) as database:
                store = await made_ready(database.url)
                async with FaultyServer(seed=given.seed) as server, Line(database.socket) as line:
                    await set_up(store, server, timedelta(seconds=seconds / (SLOTS + 1)))
                    task = Task(
                        line.url,
                        database.url,
                        server.url,
                        given.pause,
                        clocks if clocks.usable else None,
                        given.log,
                    )
                    processes = Processes(task)
                    harm = Harm(given.seed, processes, database, disk, line, clocks, store)
                    await _harmed(given, store, processes, harm, seconds)
                    took = time.monotonic() - began
                    report = await judged(store, server, given, harm.done, took)
                await store.close()
    finally:
        disk.close()
    return report


async def _harmed(
    given: Run, store: Store, processes: Processes, harm: Harm, seconds: float
) -> None:
    for kind, most in (("worker", given.workers), ("bot", given.bots)):
        for number in range(most):
            processes.begin(f"{kind}{number}")
    kind_of_article = short_news if given.pause < 0 else made
    try:
        await asyncio.gather(
            harm.run(harm.chosen(given.harms, given.only)),
            bring_in(store, given.articles, seconds, kind_of_article),
        )
        told("no more harm")
        done, since = 0, time.monotonic()
        while not await finished(store, given.articles) and time.monotonic() - since < STILL:
            if (now := await asked(store, DONE)) != done:
                done, since = now, time.monotonic()
            processes.revive()
            await asyncio.sleep(0.2)
    finally:
        await asyncio.to_thread(processes.end)


async def judged(
    store: Store, server: FaultyServer, given: Run, harmed: Counter[str], seconds: float
) -> Report:
    async with store.read_only() as c:
        stages = await articles.count_by_stage(c)
        counted = text("SELECT count(*), count(DISTINCT title) FROM translated")
        translated, titles = (await c.execute(counted)).one()
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
    away = sum(harmed[each] for each in OF_ALL)
    return Report(
        articles=given.articles,
        briefed=stages.get(Stage.BRIEFED, 0),
        given_up=stages.get(Stage.FAILED, 0),
        never_translated=given.articles - titles,
        translated_again=translated - titles,
        in_hand=IN_HAND * (harmed["worker"] + given.workers * away),
        harms={each: harmed[each] for each in HARMS},
        kills_of_the_sender=harmed["sender"],
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


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, help="default: 5,000; 200 with a real engine")
    parser.add_argument("--harms", type=int, help="default: one for 25 articles, each kind once")
    parser.add_argument("--spread", type=float, default=6.0, help="seconds of articles for a harm")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--bots", type=int, default=2)
    parser.add_argument("--pause", type=float, default=0.05, help="seconds to translate an article")
    parser.add_argument("--engine", choices=("table", "embedded"), default="table")
    parser.add_argument("--only", nargs="+", choices=HARMS, default=[*HARMS], metavar="HARM")
    parser.add_argument("--log", type=Path, help="what the processes say; default: a temporary one")
    given = parser.parse_args()
    count = given.articles or (200 if given.engine == "embedded" else 5000)
    log = given.log or Path(tempfile.mkstemp(prefix="mujaz-cluster-", suffix=".log")[1])
    told(f"what the processes say: {log}")
    report = asyncio.run(
        run(
            Run(
                articles=count,
                harms=len(HARMS) + count // 25 if given.harms is None else given.harms,
                seed=given.seed,
                workers=given.workers,
                bots=given.bots,
                pause=given.pause if given.engine == "table" else -1,
                spread=given.spread,
                log=log,
                only=frozenset(given.only),
            )
        )
    )
    print(json.dumps(asdict(report), indent=2))
    print("kept" if report.kept_its_promise else "BROKEN")
    sys.exit(not report.kept_its_promise)


if __name__ == "__main__":
    from bench.cluster import main as run_as_module

    # Under its own name, so that the processes find what they were preloaded with.
    run_as_module()
