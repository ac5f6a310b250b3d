"""The poller: asks the sources whose time has come and turns their new entries into articles.

Two loops over the database, which is the truth. A check is claimed, the feed fetched, and in one
transaction its new entries are written and its next time set; an entry is claimed, its text read,
and in one transaction it becomes an article. A kill between any two steps costs a request and
nothing else: claims run out, and what is known is not taken again.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Self, TypeVar
from urllib.parse import urlsplit

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import now_utc
from bot.config import SourcesSettings
from bot.intake.asking import Fetches
from bot.metrics import POLLS
from bot.polling.context import PollContext, Slots
from bot.polling.poll import Failed, FeedChanged, Unchanged, failed, look
from bot.polling.recording import AWAY, PollRound, record, record_unchanged
from bot.polling.texts import read_entry
from bot.sources.intervals import Bounds
from bot.stages import stage
from bot.store import entry_work, polls, schedules
from bot.store.source import Source
from bot.store.store import Store

T = TypeVar("T")

log = structlog.get_logger(__name__)

CLAIM = timedelta(minutes=15)
"""A claim of a process that died runs out; longer than any check or page can take."""
CLAIMED = 64
"""Sources held ready at a time."""
PER_HOST = 4
"""Checks under way at one host, which answers one after another: the others must not wait."""
NAP = 30.0
"""Seconds between two looks for work, when nothing wakes the poller: others add sources too."""
SHORTEST_NAP = 0.2


async def soonest_of_all(c: AsyncConnection, source: Source) -> datetime | None:
    return await schedules.soonest(c)


class Poller:
    """One for a process. Use `run` in the bot, `once` for one round."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetches,
        settings: SourcesSettings,
        nudge: Callable[[], None],
        *,
        may: Callable[[], bool] = lambda: True,
        slots: Slots = soonest_of_all,
        now: Callable[[], datetime] = now_utc,
    ) -> None:
        """`nudge` is called when articles have come in; `may` says whether this process is the
        one that polls."""
        self._reader = ThreadPoolExecutor(1, "feeds")
        claimant = secrets.token_hex(8)
        self._context = PollContext(
            store, fetcher, settings, nudge, slots, now, self._aside, claimant
        )
        self._may = may
        self._bounds = Bounds.of_minutes(settings.floor_minutes, settings.ceiling_minutes)
        self._due = asyncio.Event()
        self._found = asyncio.Event()
        self._choosing = asyncio.Lock()
        self._at_pages: set[int] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def wake(self) -> None:
        """There may be a source to ask."""
        self._due.set()

    async def run(self) -> None:
        """Until cancelled, while `may` says so; then lets go of what it holds."""
        parts = [asyncio.create_task(self._always(self._check_due, self._due))]
        parts += [
            asyncio.create_task(self._always(self._read_next, self._found))
            for _ in range(self._context.settings.pages_at_once)
        ]
        try:
            await asyncio.gather(*parts)
        finally:
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
            await self.close()

    async def close(self) -> None:
        """Lets go of what is claimed, so that a successor need not wait."""
        self._reader.shutdown(wait=False, cancel_futures=True)
        try:
            async with self._context.store.transaction() as c:
                await polls.release(c, self._context.claimant)
                await entry_work.release(c, self._context.claimant)
        except SQLAlchemyError as error:
            log.warning("claims_not_released", kind=type(error).__name__)

    async def check_one(self, number: int) -> None:
        """A source that is due, for whoever has its lock."""
        now = self._context.now()
        async with self._context.store.transaction() as c:
            source = await polls.seize(c, number, now, now + CLAIM, self._context.claimant)
        if source is None:
            return
        round_, finished = PollRound(), list[tuple[Source, Unchanged, datetime]]()
        await self._check(source, finished, round_)
        if finished:
            async with self._context.store.transaction() as c:
                await record_unchanged(c, self._context, finished)

    async def read_one(self, number: int) -> None:
        """An entry's text, for whoever has the lock of its source's pages."""
        async with self._context.store.read_only() as c:
            entry = await entry_work.waiting_one(c, number, self._context.now())
        if entry is not None:
            await read_entry(self._context, entry, PollRound())

    async def once(
        self,
        *,
        only: int | None = None,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> PollRound:
        """Every source that is due, and every entry that waits, once. `only`: this source, due
        or not, and what waits of all."""
        async with self._context.store.read_only() as c:
            due = 1 if only is not None else await polls.count_due(c, self._context.now())
        round_ = PollRound(due=due, progress=progress)
        checking = asyncio.create_task(self._check_all(round_, only))
        reading = [
            asyncio.create_task(self._read_all(round_, checking))
            for _ in range(self._context.settings.pages_at_once)
        ]
        try:
            await asyncio.gather(checking, *reading)
        finally:
            for task in (checking, *reading):
                task.cancel()
            await asyncio.gather(checking, *reading, return_exceptions=True)
        return round_

    async def _always(self, step: Callable[[], Awaitable[bool]], more: asyncio.Event) -> None:
        """The step again and again; a nap until there is more where it found nothing to do."""
        while True:
            more.clear()
            worked = False
            if self._may():
                try:
                    worked = await step()
                except SQLAlchemyError as error:
                    log.warning("database_away", kind=type(error).__name__)
            if not worked:
                await self._nap(more)

    async def _check_due(self) -> bool:
        round_ = PollRound()
        await self._check_all(round_, None)
        return bool(round_.checked)

    async def _read_next(self) -> bool:
        return await self._read_one(PollRound())

    async def _nap(self, more: asyncio.Event) -> None:
        wait = NAP
        try:
            if more is self._due and self._may():
                now = self._context.now()
                async with self._context.store.read_only() as c:
                    soonest = await polls.soonest(c, now)
                if soonest is not None:
                    wait = min(wait, (soonest - now).total_seconds())
        except SQLAlchemyError as error:
            log.warning("database_away", kind=type(error).__name__)
        try:
            async with asyncio.timeout(max(wait, SHORTEST_NAP)):
                await more.wait()
        except TimeoutError:
            return

    # ---------------------------------------------------------------------------------- checks

    async def _check_all(self, round_: PollRound, only: int | None) -> None:
        """Keeps so many checks under way until none is due."""
        ready: list[Source] = []
        under_way: dict[asyncio.Task[None], str] = {}
        finished: list[tuple[Source, Unchanged, datetime]] = []
        began = self._context.now()
        more = True
        try:
            while True:
                if more and len(ready) < CLAIMED // 2:
                    claimed = await self._claim(began, finished, CLAIMED - len(ready), only)
                    ready += claimed
                    more = bool(claimed) and only is None
                self._start(ready, under_way, finished, round_)
                if not under_way:
                    return
                done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    del under_way[task]
                    task.result()
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
            if finished:
                async with self._context.store.transaction() as c:
                    await record_unchanged(c, self._context, finished)

    async def _claim(
        self,
        began: datetime,
        finished: list[tuple[Source, Unchanged, datetime]],
        limit: int,
        only: int | None,
    ) -> list[Source]:
        """The next ones due; what was found unchanged meanwhile goes into the same transaction,
        so that a quiet round of thousands is some dozens of writes."""
        written, finished[:] = list(finished), []
        now = self._context.now()
        async with self._context.store.transaction() as c:
            await record_unchanged(c, self._context, written)
            if not self._may():
                return []
            return list(
                await polls.claim(
                    c, began, now + CLAIM, self._context.claimant, limit=limit, only=only
                )
            )

    def _start(
        self,
        ready: list[Source],
        under_way: dict[asyncio.Task[None], str],
        finished: list[tuple[Source, Unchanged, datetime]],
        round_: PollRound,
    ) -> None:
        hosts = Counter(under_way.values())
        waiting: list[Source] = []
        for source in ready:
            host = urlsplit(source.url).netloc
            if len(under_way) >= self._context.settings.checks_at_once or hosts[host] >= PER_HOST:
                waiting.append(source)
                continue
            hosts[host] += 1
            task = asyncio.create_task(self._check(source, finished, round_))
            under_way[task] = host
        ready[:] = waiting

    async def _check(
        self,
        source: Source,
        finished: list[tuple[Source, Unchanged, datetime]],
        round_: PollRound,
    ) -> None:
        now = self._context.now()
        with stage("poll", source=source.id):
            outcome = await look(
                self._context.fetcher, source, self._bounds, self._context.aside, now
            )
        POLLS.labels(type(outcome).__name__.lower()).inc()
        if isinstance(outcome, Unchanged):
            finished.append((source, outcome, now))
            round_.unchanged += 1
        else:
            await self._record(source, outcome, now, round_)
        round_.checked += 1
        round_.tell()

    async def _record(
        self, source: Source, outcome: FeedChanged | Failed, now: datetime, round_: PollRound
    ) -> None:
        try:
            await record(self._context, source, outcome, now, round_)
        except AWAY:
            raise
        except Exception as error:
            # What one feed says cannot be written: that is its failure and not the round's.
            outcome = failed(source, self._bounds, now, error)
            await record(self._context, source, outcome, now, round_)
        if isinstance(outcome, Failed):
            log.info("source_failed", source=source.id, kind=outcome.error)
        else:
            self._found.set()

    async def _aside(self, work: Callable[[], T]) -> T:
        """Feeds and pages are read one at a time, in a thread of their own: it bounds what is
        held of them, and leaves the event loop to people."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, work)

    # ----------------------------------------------------------------------------------- texts

    async def _read_all(self, round_: PollRound, checking: asyncio.Task[None]) -> None:
        """One entry after another, until none waits and no check can bring more."""
        while True:
            last = checking.done()
            if await self._read_one(round_):
                continue
            if last:
                return
            await asyncio.wait({checking}, timeout=SHORTEST_NAP)

    async def _read_one(self, round_: PollRound) -> bool:
        """False where nothing waits, but what a source is at already."""
        now = self._context.now()
        # Choosing and marking are one step, so that no source has two pages on their way.
        async with self._choosing:
            async with self._context.store.read_only() as c:
                if not await entry_work.waiting(c, now, without=self._at_pages):
                    return False
            async with self._context.store.transaction() as c:
                entry = await entry_work.claim(
                    c, now, now + CLAIM, self._context.claimant, without=self._at_pages
                )
            if entry is None:
                return False
            self._at_pages.add(entry.source)
        try:
            await read_entry(self._context, entry, round_)
        finally:
            self._at_pages.discard(entry.source)
        return True
