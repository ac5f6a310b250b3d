"""Rounds over thousands of feeds on loopback: feeds a second and memory, on one core.

    python bench/crawl.py                       # all but the press, about three minutes
    python bench/crawl.py press                 # 200 feeds with 3,000 pages, hostile ones beside,
                                                # and the same unchanged two days later
    python bench/crawl.py --feeds 500 first again

Every part runs in a process of its own on one core; the web is a process on another. `first` and
`again` are rounds of the real poller over the same store; `plain` is a loop of httpx and
feedparser over a fifth of the feeds, one after the other, which stores nothing and would do the
same again in every round; `hostile` is the fetcher alone. Memory is the peak of the part's
process, Python and libraries included.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import structlog

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import figures
from tests.polling.feeds import NOW, item, rss
from tests.sources.press import HOSTILE, SLOW, put_up, put_up_hostile, rows_kept
from tests.sources.web import LoopbackWeb, only_loopback

PARTS = ("first", "again", "plain", "hostile", "press")
PRESS = ("press", "press again")
"""Rounds over the press."""
ENTRIES = 15
ARTICLES = 15
"""Of each feed of the press."""
PATIENCE = 5.0
"""Seconds for a hostile host that answers for ever, instead of 45."""


@dataclass(frozen=True)
class Web:
    """What a part must know of the web, which is another process."""

    port: int
    feeds: tuple[str, ...]
    hostile: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        if host == "inner.example":
            return ["10.0.0.1"]
        return ["127.0.0.1"]


def serve(pipe: Connection, feeds: int, kind: str) -> None:
    _pin(1)
    asyncio.run(_serve(pipe, feeds, kind))


async def _serve(pipe: Connection, feeds: int, kind: str) -> None:
    async with LoopbackWeb() as web:
        if kind == "press":
            press = put_up(web, feeds // 10, ARTICLES, 2 * HOSTILE)
            told = Web(web.port, tuple(press.feeds), tuple(press.hostile), frozenset(press.titles))
        else:
            urls = tuple(_plain_feed(web, number) for number in range(feeds))
            hostile = tuple(put_up_hostile(web, number) for number in range(8 * HOSTILE))
            told = Web(web.port, urls, hostile)
        pipe.send(told)
        loop = asyncio.get_running_loop()
        while await loop.run_in_executor(None, pipe.recv):
            # What was asked since this was last told; a hostile host is no news outlet.
            asked = [one for one in web.asked if one.host.startswith("outlet")]
            web.asked.clear()
            pipe.send((len(asked), sum("If-None-Match" in one.headers for one in asked)))


def _plain_feed(web: LoopbackWeb, number: int) -> str:
    # Old enough that the poller records the entries and reads no page of them.
    before = NOW - timedelta(days=30)
    host = f"outlet{number}.test"
    items = [
        item(f"{number}-{turn}", f"http://{host}/{turn}", whole=True, at=before)
        for turn in range(ENTRIES)
    ]
    return web.put(host, "/feed", rss(items), media_type="application/rss+xml")


def run_part(pipe: Connection, part: str, web: Web, folder: str) -> None:
    _pin(0)
    # Every hostile feed fails, which the log would tell among the figures.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    start = time.perf_counter()
    done, remark = asyncio.run(_part(part, web, folder))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send((done, seconds, peak, remark))


async def _part(part: str, web: Web, folder: str) -> tuple[int, str]:
    if part in PRESS:
        # Raises where anything but loopback was asked.
        with only_loopback():
            return await _poll(part, web, folder)
    if part == "plain":
        return await _plain(web)
    if part == "hostile":
        return await _hostile(web)
    return await _poll(part, web, folder)


async def _plain(web: Web) -> tuple[int, str]:
    import feedparser
    import httpx

    entries = 0
    feeds = web.feeds[::5]
    base = f"http://127.0.0.1:{web.port}/feed"
    async with httpx.AsyncClient(trust_env=False) as client:
        for url in feeds:
            host = url.split("/")[2]
            answer = await client.get(base, headers={"Host": host})
            entries += len(feedparser.parse(answer.content).entries)
    return len(feeds), f"{entries} entries read"


async def _hostile(web: Web) -> tuple[int, str]:
    """All hostile feeds at once, through the fetcher alone."""
    from bot.config import SourcesSettings
    from bot.errors import FetchError
    from bot.sources.fetching import FEED, Fetcher, Request
    from bot.sources.fetching.fetcher import MOST_HELD

    hosts = tuple(url.split("/")[2].partition(":")[0] for url in web.hostile)
    came: Counter[str] = Counter()
    limits = replace(FEED, seconds=PATIENCE)
    settings = SourcesSettings(private_hosts=hosts, gap_seconds=0)
    async with Fetcher(settings, resolve=web.resolve) as fetcher:

        async def ask(url: str) -> None:
            try:
                await fetcher.fetch(Request(url, limits))
                came["read"] += 1
            except FetchError as error:
                came[error.name] += 1

        await asyncio.gather(*map(ask, web.hostile))
    told = ", ".join(f"{name} {count}" for name, count in came.most_common())
    return len(web.hostile), f"bound for answers {MOST_HELD >> 20} MB; {told}"


async def _poll(part: str, web: Web, folder: str) -> tuple[int, str]:
    """A round of the poller; `again` is a round two days later."""
    from bot.config import SourcesSettings
    from bot.polling import poll
    from bot.polling.poller import Poller
    from bot.sources.fetching import Fetched, Fetcher, Request
    from bot.store import sources
    from bot.store.source import NewSource, SourceKind
    from bot.store.store import open_store

    again = part.endswith("again")
    now = NOW + timedelta(days=2) if again else NOW
    urls = web.feeds + web.hostile * (part in PRESS)
    hosts = tuple(url.split("/")[2].partition(":")[0] for url in urls)
    settings = SourcesSettings(private_hosts=hosts, gap_seconds=0)
    store = await open_store(f"sqlite:///{folder}/{'press' if part in PRESS else 'rounds'}.db")

    class Impatient:
        async def fetch(self, request: Request) -> Fetched:
            if f"//{SLOW}" in request.url:
                request = replace(request, limits=replace(request.limits, seconds=PATIENCE))
            return await fetcher.fetch(request)

    def clock() -> datetime:
        return now

    if not again:
        async with store.transaction() as c:
            for url in urls:
                await sources.add(c, NewSource(url, SourceKind.FEED), NOW)
    before = await rows_kept(store) if part == "press again" else {}
    parsed = 0
    parse = poll.parse

    def counted(*given: Any, **named: Any) -> Any:
        nonlocal parsed
        parsed += 1
        return parse(*given, **named)

    poll.parse = counted
    async with (
        Fetcher(settings, resolve=web.resolve, now=clock) as fetcher,
        Poller(store, Impatient(), settings, lambda: None, now=clock) as poller,
    ):
        start = time.perf_counter()
        round_ = await poller.once()
        seconds = time.perf_counter() - start
    remark = f"{len(urls) / seconds:.0f} a second in the round itself; {round_.unchanged} unchanged"
    if part == "press":
        remark = await _judged(store, web, round_.new)
    if part == "press again":
        after = await rows_kept(store)
        written = sum(
            row not in before[name]
            for name, rows in after.items()
            for row in rows
            if row.get("url") not in web.hostile
        )
        remark = f"{round_.unchanged} unchanged; {parsed} parsed, {written} rows written"
    await store.close()
    return round_.checked, remark


async def _judged(store: object, web: Web, new: int) -> str:
    from sqlalchemy import select

    from bot.store.articles import articles
    from bot.store.store import Store

    assert isinstance(store, Store)
    async with store.read_only() as c:
        came = Counter((await c.execute(select(articles.c.title))).scalars())
    twice = sum(count > 1 for count in came.values())
    lost, strange = web.titles - set(came), set(came) - web.titles
    return f"{new} articles; lost {len(lost)}, twice {twice}, strange {len(strange)}"


def _pin(core: int) -> None:
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[core % len(cores)]})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--feeds", type=int, default=2000, help="the press has a tenth of them")
    figures.add_option(parser)
    given = parser.parse_args()
    speeds: dict[str, tuple[float, float]] = {}
    parts = given.parts or [part for part in PARTS if part != "press"]
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    context = multiprocessing.get_context("spawn")
    print(f"{'part':<12} {'feeds':>6} {'seconds':>8} {'feeds/s':>8} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("press", "rounds"):
            wanted = [part for part in parts if (part == "press") == (kind == "press")]
            wanted = list(PRESS) if wanted == ["press"] else wanted
            if not wanted:
                continue
            pipe, far = context.Pipe()
            server = context.Process(target=serve, args=(far, given.feeds, kind), daemon=True)
            server.start()
            web = pipe.recv()
            for part in wanted:
                here, there = context.Pipe()
                worker = context.Process(target=run_part, args=(there, part, web, folder))
                worker.start()
                done, seconds, peak, remark = here.recv()
                worker.join()
                rate = done / seconds
                speeds[part] = (rate, peak)
                if part in PRESS:
                    pipe.send("asked")
                    asked, conditional = pipe.recv()
                    remark += f"; {asked} requests to the outlets, {conditional} conditional"
                print(
                    f"{part:<12} {done:>6} {seconds:>8.1f} {rate:>8.0f} {peak:>8.0f}  {remark}",
                    flush=True,
                )
            pipe.send(None)
            server.join(5)
    if given.record and {"first", "again"} <= speeds.keys():
        first, again = speeds["first"], speeds["again"]
        values = {"feeds": given.feeds, "first": first[0], "again": again[0]}
        figures.record({"crawl": values | {"mb": max(first[1], again[1])}})


if __name__ == "__main__":
    main()
