"""A day of a busy bot: articles in, briefs, and two digests for each of many chats.

    python bench/day.py                             # 1,000 articles, 500 chats; a table translates
    python bench/day.py --articles 200 --chats 100  # a smaller day
    python bench/day.py --articles 50 --embedded    # translated by the embedded model

The articles are put together at random from the sentences of tests/briefs/articles, of feeds of
five topics; the chats differ in zone, topics, points and stories. The day has two halves, each with
half of the articles and a digest for every chat, so that growth is seen. Memory is this process's,
the engine included; nothing is sent. CPU seconds are all threads' together.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import structlog

from bench.brief_set import load
from bot.config import Settings, TranslationSettings
from bot.delivery.context import BotContext
from bot.delivery.scheduling.composing import compose_for
from bot.delivery.scheduling.editions import Editions
from bot.delivery.scheduling.preferences import Preferences, to_json
from bot.delivery.scheduling.promising import enqueue_digest
from bot.delivery.scheduling.schedule import Slot
from bot.intake.identity import Keys
from bot.intake.ingest import take
from bot.pipeline.article_work import ArticleWork
from bot.pipeline.in_process import InProcess
from bot.pipeline.rooms import Rooms
from bot.reading.article import read
from bot.records import Document, Hypothesis, Progress
from bot.store import articles, chats, sources
from bot.store.articles import Stage
from bot.store.audience import PUBLIC
from bot.store.chats import ChatKind
from bot.store.source import NewSource, SourceKind
from bot.store.store import Store, open_store
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.translator import GREEDY, Decoding
from tests.delivery.table_translator import TableTranslator

TOPICS = ("Politics", "Conflict", "Economy", "Society", "Sport")
ZONES = ("Asia/Amman", "Africa/Cairo", "Europe/London", "America/New_York", "UTC")
SENTENCES = 6
SEED = 16


class Table(TableTranslator):
    """Says what the set has, and keeps nothing of what it was asked."""

    copies_english = False

    def __init__(self, english: Mapping[str, str]) -> None:
        super().__init__()
        self._english = english

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        return [(Hypothesis(self._english.get(s.strip(), s), -0.2),) for s in sources]


class TableRooms(Rooms):
    def __init__(self, settings: Settings, progress: Progress, english: Mapping[str, str]) -> None:
        super().__init__(settings, progress)
        self._engines = Members.only(Table(english))


class Waits:
    """The runner's listener: nobody waits."""

    def progress(self, article: int, stage: str, done: int, total: int) -> None: ...
    async def briefed(self, c: Any, article: int, brief: Any) -> None: ...
    async def whole(self, c: Any, article: int) -> None: ...
    async def failed(self, c: Any, article: int, reason: str | None) -> None: ...
    async def settled(self, article: int) -> None: ...
    async def postponed(self, article: int, until: datetime) -> None: ...


@dataclass
class Half:
    articles: int
    briefing_seconds: float
    briefing_cpu: float
    digests: int
    digest_seconds: float
    digest_cpu: float
    longest_digest_seconds: float
    rss_mb: float
    database_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--chats", type=int, default=500)
    parser.add_argument("--embedded", action="store_true", help="the embedded model translates")
    given = parser.parse_args()
    logging.disable(logging.INFO)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        halves = asyncio.run(day(Path(folder), given.articles, given.chats, given.embedded))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    first, second = halves
    print(f"peak memory {peak:.0f} MB; from the morning to the evening memory grew by "
          f"{second.rss_mb - first.rss_mb:+.0f} MB and the database by "
          f"{second.database_mb - first.database_mb:+.1f} MB")  # fmt: skip


def show(name: str, half: Half) -> None:
    print(f"{name}: {half.articles} articles briefed in {half.briefing_seconds:.1f} s "
          f"({half.briefing_cpu:.1f} s of CPU)")  # fmt: skip
    print(f"  {half.digests} digests made in {half.digest_seconds:.1f} s "
          f"({half.digest_cpu:.1f} s of CPU; the longest took "
          f"{half.longest_digest_seconds:.2f} s)")  # fmt: skip
    print(f"  memory {half.rss_mb:.0f} MB, database {half.database_mb:.1f} MB", flush=True)


async def day(folder: Path, count: int, readers: int, embedded: bool) -> list[Half]:
    settings = Settings(cache_dir=folder, translation=TranslationSettings(trust=embedded))
    written = load()
    english = dict(pair for article in written for pair in article.pairs)

    def models(progress: Progress) -> Rooms:
        return Rooms(settings, progress) if embedded else TableRooms(settings, progress, english)

    store = await open_store(f"sqlite:///{folder / 'day.db'}")
    draw = random.Random(SEED)
    feeds = await _world(store, draw, readers)
    work = ArticleWork(store, models, cast(Any, Waits()))
    runner = InProcess(store, work)
    running = asyncio.create_task(runner.run())
    context = BotContext(settings, store, cast(Any, None), lambda: None)
    editions = Editions(work.composer)
    halves = []
    try:
        for part, name in enumerate(("morning", "evening")):
            texts = [_text(draw, written) for _ in range(count // 2)]
            began, cpu = time.monotonic(), time.process_time()
            for number, text in enumerate(texts):
                article = read(Document(f"{part}-{number}", text.encode()))
                feed = draw.choice(feeds)
                await take(
                    store, article, Keys(entry=article.id), audience=PUBLIC,
                    source=feed, now=datetime.now(UTC),
                )  # fmt: skip
            runner.nudge()
            await _briefed(store, (part + 1) * (count // 2))
            briefing, worked = time.monotonic() - began, time.process_time() - cpu
            cpu = time.process_time()
            took = [await _digest(store, context, editions, n) for n in range(1, readers + 1)]
            size = sum(path.stat().st_size for path in folder.glob("day.db*")) / 1e6
            halves.append(
                Half(
                    articles=len(texts),
                    briefing_seconds=briefing,
                    briefing_cpu=worked,
                    digests=len(took),
                    digest_seconds=sum(took),
                    digest_cpu=time.process_time() - cpu,
                    longest_digest_seconds=max(took),
                    rss_mb=_rss(),
                    database_mb=size,
                )
            )
            show(name, halves[-1])
    finally:
        work.stop()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await work.close()
        await store.close()
    return halves


async def _world(store: Store, draw: random.Random, readers: int) -> list[int]:
    now = datetime.now(UTC)
    feeds = []
    async with store.transaction() as c:
        for number in range(20):
            new = NewSource(
                f"https://feed{number}.example/rss", SourceKind.FEED, topic=TOPICS[number % 5]
            )
            feeds.append((await sources.add(c, new, now))[0])
        for number in range(1, readers + 1):
            chat = await chats.ensure(c, number, ChatKind.PRIVATE, now)
            chosen = Preferences(
                subscribed=True,
                zone=draw.choice(ZONES),
                points=draw.choice((1, 2, 3, 3, 3)),
                stories=draw.choice((5, 10, 10, 20)),
                source_topics=tuple(draw.sample(TOPICS, draw.choice((0, 0, 1, 2)))),
            )
            await chats.save_settings(c, chat.id, to_json(chosen), 1)
    return feeds


def _text(draw: random.Random, written: Sequence[Any]) -> str:
    """A title and sentences of its article, and some of others, so that no two are the same."""
    one = draw.choice(written)
    title, *own = (arabic for arabic, _ in one.pairs)
    others = [draw.choice(draw.choice(written).pairs[1:])[0] for _ in range(SENTENCES)]
    body = [*draw.sample(own, min(3, len(own))), *others]
    return "\n\n".join([title, *body])


async def _briefed(store: Store, count: int) -> None:
    while True:
        async with store.read_only() as c:
            stages = await articles.count_by_stage(c)
        done = stages.get(Stage.BRIEFED, 0) + stages.get(Stage.FAILED, 0)
        # A text that was drawn twice is one article.
        if done >= count or not (stages.get(Stage.READ, 0) or stages.get(Stage.TRANSLATED, 0)):
            return
        await asyncio.sleep(0.05)


async def _digest(store: Store, context: BotContext, editions: Editions, number: int) -> float:
    began = time.monotonic()
    async with store.read_only() as c:
        chat = await chats.find(c, number)
    assert chat is not None
    composed = await compose_for(context, editions, chat)
    now = datetime.now(UTC)
    async with store.transaction() as c:
        await enqueue_digest(c, chat.id, Slot(now.isoformat(), now), composed, now)
    return time.monotonic() - began


def _rss() -> float:
    """Megabytes now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    main()
