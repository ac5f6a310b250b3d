"""How many articles a day, and what must grow for how many outlets and readers.

    python bench/capacity.py                       # the tables, from what is on record
    python bench/capacity.py --measure samples/*.txt --record

Measured: processor seconds and words of one article through the configured engine, as deep as a
brief of five points needs, over a cache folder of its own; memory; and bytes in the database.
Processor seconds, since other work on a machine disturbs them little. Everything else is computed
from these by the functions here and the assumptions in `Load`.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import figures
from bot.config import Settings
from bot.pipeline.rooms import Rooms
from bot.reading.article import read
from bot.records import Article, Brief, Document
from bot.store import articles
from bot.store.store import open_store

DAY = 86_400
TELEGRAM = 30.0
"""Messages a second of one bot (docs/telegram-limits.md)."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked of the whole."""

    outlets: int
    articles_of_outlet: float = 40.0
    """A day. An assumption."""
    chats: int = 100
    """All with their digest at the same time: the worst."""
    messages_of_digest: float = 2.0
    looks_of_outlet: float = 48.0
    """A day: every half hour."""
    keep_days: int = 90

    @property
    def articles(self) -> float:
        """A day."""
        return self.outlets * self.articles_of_outlet


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one article, on one core."""

    cpu_seconds: float
    words: float
    """Arabic, of the sentences that were translated."""
    stored_kb: float
    memory_mb: float


@dataclass(frozen=True, slots=True)
class Needs:
    articles_a_day: float
    cores: int
    """That translate all the time; one more where they must catch up after a burst."""
    looks_a_second: float
    database_gb: float
    delivery_minutes: float
    """From the first message of a digest to the last, with one bot."""
    bots: int
    """To be done within an hour."""


def articles_a_day(measured: Measured, cores: float, efficiency: float = 1.0) -> float:
    """Of so many cores. `efficiency`: what is left of each where several share a memory bus."""
    return DAY / measured.cpu_seconds * cores * efficiency


def needs(load: Load, measured: Measured) -> Needs:
    minutes = load.chats * load.messages_of_digest / TELEGRAM / 60
    return Needs(
        load.articles,
        ceil(load.articles / articles_a_day(measured, 1)),
        load.outlets * load.looks_of_outlet / DAY,
        load.articles * load.keep_days * measured.stored_kb / 1e6,
        minutes,
        max(1, ceil(minutes / 60)),
    )


# --------------------------------------------------------------------------------- measuring


def measure(paths: list[Path]) -> Measured:
    given = [read(Document(str(path), path.read_bytes())) for path in paths]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(cache_dir=Path(folder))
        rooms = Rooms(settings)
        # The model is built and loaded here, which is not the articles' cost.
        rooms.translate([read(Document("first", "افتتحت البلدية مكتبة في المدينة.".encode()))])
        before = time.process_time()
        briefs = rooms.brief(rooms.translate(given, points=settings.summary.points))
        spent = time.process_time() - before
        stored = asyncio.run(_stored(Path(folder) / "one.db", given, briefs))
    made = [s for brief in briefs for s in brief.translation.segments if not s.passed_through]
    words = sum(len(each.segment.source.split()) for each in made if not each.pending)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    count = len(paths)
    return Measured(spent / count, words / count, stored / count / 1000, memory)


async def _stored(file: Path, given: list[Article], briefs: list[Brief]) -> float:
    """Bytes that these take in a database, with their indices."""
    store = await open_store(f"sqlite:///{file}")
    now = datetime.now(UTC)

    async def size() -> int:
        async with store.read_only() as c:
            pages = (await c.exec_driver_sql("PRAGMA page_count")).scalar_one()
            return int(pages) * int((await c.exec_driver_sql("PRAGMA page_size")).scalar_one())

    before = await size()
    for article, brief in zip(given, briefs, strict=True):
        async with store.transaction() as c:
            number, _ = await articles.add(c, article, now)
            await articles.set_translation(c, number, brief.translation)
            await articles.set_brief(c, number, brief, now)
    after = await size()
    await store.close()
    return after - before


# ---------------------------------------------------------------------------------- printing


def on_record() -> Measured:
    (row,) = (each for each in figures.load() if each.id == "capacity")
    return Measured(**{name: row.values[name] for name in Measured.__slots__})


def report(measured: Measured) -> list[str]:
    lines = [
        f"one article: {measured.cpu_seconds:.1f} s of a core, {measured.words:.0f} words"
        f" translated, {measured.stored_kb:.0f} kB stored; {measured.memory_mb:,.0f} MB a process",
        "",
        "| a worker | articles a day | |",
        "|---|---|---|",
        f"| one core | {articles_a_day(measured, 1):,.0f} | measured |",
    ]
    lines += [
        f"| {cores} cores, at {share:.0%} each | {articles_a_day(measured, cores, share):,.0f} |"
        " computed |"
        for cores, share in ((4, 0.9), (16, 0.7))
    ]
    lines += [
        "",
        "| outlets | chats | articles a day | cores | looks a second | database, 90 days |"
        " a digest to all, one bot | bots for an hour |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for outlets, chats in ((1, 10), (100, 1_000), (10_000, 10_000), (10_000, 1_000_000)):
        n = needs(Load(outlets, chats=chats), measured)
        lines.append(
            f"| {outlets:,} | {chats:,} | {n.articles_a_day:,.0f} | {n.cores:,} |"
            f" {n.looks_a_second:.2f} | {n.database_gb:,.2f} GB | {n.delivery_minutes:,.1f} min |"
            f" {n.bots:,} |"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", nargs="+", type=Path, metavar="FILE")
    figures.add_option(parser)
    arguments = parser.parse_args()
    if arguments.measure:
        found = measure(arguments.measure)
        if arguments.record:
            figures.record({"capacity": {n: getattr(found, n) for n in Measured.__slots__}})
    else:
        found = on_record()
    print("\n".join(report(found)))


if __name__ == "__main__":
    main()
