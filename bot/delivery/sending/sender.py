"""The sender: takes the oldest unsent row of each chat, sends it, records what came of it.

Only while it holds the lease. One message of a Telegram chat is on its way at a time, so that
nothing overtakes; several chats are written to at once. A row is marked before it leaves and
its message id recorded after: docs/delivery.md has what a kill between the two means.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from time import monotonic

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import now_utc
from bot.delivery.sending.departure import Departure, Fill, nothing_to_fill
from bot.delivery.sending.holding import (
    Holding,
    QuietUntil,
    RefusalOf,
    never_quiet,
    nobody_refused,
)
from bot.delivery.sending.lease import Leaseholder
from bot.delivery.sending.pacing import Pacer, SendingLimits
from bot.delivery.sending.post import BotRefused, Post, Sent
from bot.delivery.sending.recording import Result, record
from bot.delivery.sending.retry import Move, Patience, Stop
from bot.metrics import DELIVERY_SECONDS, FLOODS
from bot.store import lease as lease_rows
from bot.store import outgoing, switches
from bot.store.chats import ChatKind
from bot.store.outbox import Message
from bot.store.store import Store

log = structlog.get_logger(__name__)

CONCURRENCY = 8
"""Messages on their way at once, each of another chat: thirty a second where Telegram takes a
quarter of a second, and few enough to look for after a crash."""
POLL = timedelta(seconds=1)
"""How often rows of other processes, and rows held back, are looked for."""
BACKLOG = 512

_WAITING = (
    "Another process works with this database, or ended without a word. This one waits and takes "
    "over when that one has ended."
)


class Sender:
    def __init__(
        self,
        store: Store,
        post: Post,
        *,
        lease: Leaseholder | None = None,
        limits: SendingLimits = SendingLimits(),  # noqa: B008 - frozen
        patience: Patience = Patience(),  # noqa: B008 - frozen
        concurrency: int = CONCURRENCY,
        poll: timedelta = POLL,
        clock: Callable[[], datetime] = now_utc,
        rng: random.Random | None = None,
        fill: Fill = nothing_to_fill,
        refused: RefusalOf = nobody_refused,
        quiet: QuietUntil = never_quiet,
    ) -> None:
        self._store = store
        self.lease = lease or Leaseholder(store)
        self._pacer = Pacer(limits)
        self._patience = patience
        self._concurrency = concurrency
        self._poll = poll.total_seconds()
        self._departure = Departure(store, post, self._pacer, self.lease, fill, self._poll)
        self._clock = clock
        self._rng = rng or random.Random()
        self._holding = Holding(refused, quiet, clock)
        self._woken = asyncio.Event()
        self._urgent = True
        self._backlog: list[Message] = []
        self._limit = BACKLOG
        self._filled = 0.0
        self._in_flight: dict[int, asyncio.Task[None]] = {}
        self._results: list[Result] = []
        self._answered = asyncio.Event()
        self._stop = asyncio.Event()
        self._closing = False
        self._refused: str | None = None

    @property
    def holding(self) -> bool:
        """Whether this process is the one that sends."""
        return self.lease.held

    def wake(self) -> None:
        """Look for rows now: new ones were committed."""
        self._urgent = True
        self._woken.set()

    # ----------------------------------------------------------------- beside the outbox

    async def claim(self, telegram_id: int, patience: float, *, edit: bool = False) -> bool:
        """Wait for the moment the limits allow a message (an edit) beside the outbox, and count
        it; False, and not counted, where that takes more than `patience` seconds."""
        pacer, until = self._pacer, monotonic() + patience
        while True:
            now = monotonic()
            if edit:
                wait = pacer.wait_edit(telegram_id, now)
            else:
                wait = max(pacer.wait_overall(now), pacer.wait(telegram_id, now))
            if wait <= 0:
                break
            if self._stop.is_set() or now + wait > until:
                return False
            await asyncio.sleep(min(wait, self._poll))
        if edit:
            pacer.spend_edit(now)
        else:
            # Telegram's users have positive ids, all other chats negative ones.
            kind = ChatKind.PRIVATE if telegram_id > 0 else ChatKind.SUPERGROUP
            pacer.spend(telegram_id, kind, now)
        return True

    def flooded(self, telegram_id: int, retry_after: float) -> None:
        """Telegram answered 429 to what was sent beside the outbox."""
        FLOODS.inc()
        self._pacer.flooded(telegram_id, retry_after, monotonic())

    def taken(self, telegram_id: int) -> None:
        """Note that Telegram took what was sent beside the outbox."""
        self._pacer.taken(telegram_id)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set; then let what is on its way arrive, and free the lease.

        Raises BotRefused where Telegram does not know the token.
        """
        self._stop, told = stop, ""
        while not stop.is_set():
            if await self._try(self.lease.try_take):
                log.info("sender holds the lease", holder=self.lease.holder)
                told = ""
                await self._hold(stop)
            else:
                if self.lease.other not in ("", told):
                    told = self.lease.other
                    log.warning("waiting", why=_WAITING, other=told)
                await _either(stop, self.lease.ttl.total_seconds() / 4)

    async def _hold(self, stop: asyncio.Event) -> None:
        self._closing = False
        beating = asyncio.create_task(self._beat())
        recording = asyncio.create_task(self._record_results())
        try:
            while not stop.is_set() and self.lease.held and self._refused is None:
                await self._step(stop)
        finally:
            if self._in_flight:
                await asyncio.wait(self._in_flight.values())
            self._closing = True
            self._answered.set()
            await recording
            beating.cancel()
            self._backlog.clear()
            self._urgent = True
            with contextlib.suppress(SQLAlchemyError):
                await self.lease.release()
        if self._refused is not None:
            raise BotRefused(f"Telegram refuses the bot's token: {self._refused}")

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.lease.ttl.total_seconds() / 4)
            if not await self._try(self.lease.beat) and not self.lease.held:
                log.warning("lease lost", holder=self.lease.holder)
                self._woken.set()

    async def _try(self, action: Callable[[], Awaitable[bool]]) -> bool:
        """Do a step; where the database is away, log it and go on."""
        try:
            return await action()
        except SQLAlchemyError as error:
            log.warning("database away", error=type(error).__name__)
            return False

    # ---------------------------------------------------------------------------- dispatching

    async def _step(self, stop: asyncio.Event) -> None:
        """Send what may go now, then wait for something to change."""
        self._woken.clear()
        try:
            if self._should_fill():
                await self._refill()
            batch, pause = self._choose()
            if batch:
                await self._start(batch)
                return
        except SQLAlchemyError as error:
            log.warning("database away", error=type(error).__name__)
            pause = self._poll
        waiting = asyncio.create_task(self._woken.wait())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait(
            {waiting, stopping},
            timeout=min(max(pause, 0.001), self._poll),
            return_when=asyncio.FIRST_COMPLETED,
        )
        waiting.cancel()
        stopping.cancel()

    def _should_fill(self) -> bool:
        if self._urgent:
            return True
        if monotonic() - self._filled >= self._poll:
            return True
        free = sum(m.telegram_id not in self._in_flight for m in self._backlog)
        return free < self._concurrency and len(self._in_flight) < self._concurrency

    async def _refill(self) -> None:
        self._urgent = False
        self._filled = monotonic()
        # As of before the read: a row answered during it is read as it no longer stands.
        busy = set(self._in_flight)
        async with self._store.read_only() as c:
            paused = await switches.since(c, switches.PAUSED) is not None
            now = self._clock()
            quiet = self._holding.quiet(now)
            heads = await outgoing.heads(
                c, now, self._limit + len(busy), answers_only=paused, quiet=quiet
            )
        self._backlog = [m for m in heads if m.telegram_id not in busy]
        blocked = all(self._pacer.wait(m.telegram_id, monotonic()) > 0 for m in self._backlog)
        full = len(heads) >= self._limit
        # Chats that must wait may fill the whole page; those behind them need not.
        self._limit = self._limit * 2 if full and blocked else max(BACKLOG, self._limit // 2)

    def _choose(self) -> tuple[list[Message], float]:
        """Rows to make ready now, and seconds until another may be where there are none."""
        batch: list[Message] = []
        later: list[Message] = []
        taken: set[int] = set(self._in_flight)
        room = min(self._concurrency - len(taken), self._pacer.ahead - self._departure.waiting)
        pause, now = self._poll, monotonic()
        for position, message in enumerate(self._backlog):
            if len(batch) >= room:
                later += self._backlog[position:]
                break
            wait = self._pacer.wait(message.telegram_id, now)
            if message.telegram_id in taken or wait > 0:
                pause = min(pause, wait or self._poll)
                later.append(message)
                continue
            taken.add(message.telegram_id)
            batch.append(message)
        self._backlog = later
        return batch, pause

    async def _start(self, batch: Sequence[Message]) -> None:
        async with self._store.transaction() as c:
            may, others = await self._holding.may_go(c, batch)
            started = await outgoing.starting(
                c, [m.id for m in may], self._clock(), self.lease.name, self.lease.holder
            )
        self._urgent |= others
        if not self.lease.held:
            # Stalled for so long that another may send; the marks make it look first.
            return
        for message in batch:
            if message.id in started:
                self._departure.waiting += 1
                task = asyncio.create_task(self._deliver(message))
                self._in_flight[message.telegram_id] = task

    async def _deliver(self, message: Message) -> None:
        result = await self._departure.of(message, self._stop, self._woken.set)
        self._results.append(result)
        self._answered.set()

    # ------------------------------------------------------------------------------ recording

    async def _record_results(self) -> None:
        while not self._closing:
            await self._answered.wait()
            self._answered.clear()
            await self._flush()

    async def _flush(self) -> None:
        """Commit every result there is; those that came meanwhile go with the next."""
        while results := self._results:
            self._results = []
            await self._commit(results)
            for result in results:
                self._in_flight.pop(result.message.telegram_id, None)
            self._woken.set()

    async def _commit(self, results: Sequence[Result]) -> None:
        wait = 0.05
        while True:
            try:
                async with self._store.transaction() as c:
                    seen = await lease_rows.look(c, self.lease.name)
                    if seen.holder != self.lease.holder:
                        # What arrived has arrived; the rest is for whoever sends now to decide.
                        results = [r for r in results if isinstance(r.outcome, Sent)]
                    steps = await record(c, results, self._clock(), self._patience, self._rng)
                    shown = await outgoing.shown_by(c, _arrived(results)) if _told() else {}
                break
            except SQLAlchemyError as error:
                # What was sent must be recorded: nothing else of these chats goes before it is.
                log.warning("cannot record yet", error=type(error).__name__, results=len(results))
                await asyncio.sleep(wait)
                wait = min(wait * 2, 5.0)
        for result, step in zip(results, steps, strict=True):
            log.debug("step", message=result.message.id, step=type(step).__name__)
            if isinstance(result.outcome, Sent):
                self._note(result.message, shown.get(result.message.id, ()))
            if isinstance(step, Move):
                self._backlog.clear()
                self._urgent = True
            elif isinstance(step, Stop):
                self._refused = step.reason

    def _note(self, message: Message, numbers: Sequence[int]) -> None:
        waited = (self._clock() - message.created_at).total_seconds()
        DELIVERY_SECONDS.labels(message.priority.name.lower()).observe(max(0.0, waited))
        log.info("message_sent", message=message.id, digest=message.digest, articles=list(numbers))


def _told() -> bool:
    """Whether the log shows what was sent."""
    return logging.getLogger(__name__).isEnabledFor(logging.INFO)


def _arrived(results: Sequence[Result]) -> list[Message]:
    return [result.message for result in results if isinstance(result.outcome, Sent)]


async def _either(stop: asyncio.Event, seconds: float) -> None:
    """Until stopped, or for so long."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
