"""The ticker: looks for slots that have come and promises their digests.

One transaction moves the schedule on and writes the digest with its messages, so that a kill
leaves either both or neither. Two tickers at once do no harm; run it where the sender holds
the lease, so that no digest is composed for nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot.delivery.scheduling.promising import Composed, Overtaken, enqueue_digest, note
from bot.delivery.scheduling.schedule import (
    GRACE,
    Hold,
    Quiet,
    Send,
    Skip,
    Slot,
    decide,
    next_slot,
    slot_at,
)
from bot.store import chats, incidents, schedules
from bot.store.chats import Chat
from bot.store.incidents import Incident
from bot.store.schedules import Schedule
from bot.store.store import Store

log = structlog.get_logger(__name__)

Compose = Callable[[Chat, Slot, timedelta], Awaitable[Composed]]
"""A chat's digest for a slot that is so late. May take its time; nothing is locked meanwhile."""
QuietOf = Callable[[Chat], Quiet | None]

FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(minutes=30)


class Ticker:
    def __init__(
        self, store: Store, compose: Compose, quiet_of: QuietOf, *, grace: timedelta = GRACE
    ) -> None:
        self._store = store
        self._compose = compose
        self._quiet_of = quiet_of
        self._grace = grace
        self._failed: dict[int, tuple[int, datetime]] = {}

    async def tick(self, now: datetime) -> int:
        """Settle every slot that has come by `now`; how many digests were promised."""
        async with self._store.read_only() as c:
            due = await schedules.due(c, now)
        promised = 0
        for schedule in due:
            failures, retry_at = self._failed.get(schedule.id, (0, now))
            if retry_at > now:
                continue
            try:
                promised += await self.settle(schedule, now)
                self._failed.pop(schedule.id, None)
            except Exception:
                # One chat's digest that cannot be made is no reason to keep the others waiting.
                wait = min(LONGEST_RETRY, FIRST_RETRY * 2**failures)
                self._failed[schedule.id] = (failures + 1, now + wait)
        return promised

    async def settle(self, schedule: Schedule, now: datetime) -> int:
        """Settle the slots of one schedule that have come by `now`; how many digests were
        promised. One that cannot be made is put on record, and its error raised."""
        try:
            return await self._settle(schedule, now)
        except Exception as error:
            log.exception("digest failed", schedule=schedule.id)
            await self._note(schedule, Incident.DIGEST_FAILED, now, type(error).__name__)
            raise

    async def _settle(self, schedule: Schedule, now: datetime) -> int:
        """Every slot of one schedule up to now, the oldest first."""
        promised = 0
        at = schedule.next_run
        while at <= now:
            async with self._store.read_only() as c:
                chat = await chats.get(c, schedule.chat)
            if chat is None:
                return promised
            slot = slot_at(at, schedule.wall, schedule.zone)
            following = next_slot(at, schedule.wall, schedule.days, schedule.zone).at
            match decide(slot, now, self._quiet_of(chat), self._grace):
                case Hold():
                    return promised
                case Skip(late_by=late_by):
                    await self._drop(schedule, slot, following, now, late_by)
                case Send(late_by=late_by):
                    promised += await self._send(chat, schedule, slot, following, now, late_by)
            at = following
        return promised

    async def _send(
        self,
        chat: Chat,
        schedule: Schedule,
        slot: Slot,
        following: datetime,
        now: datetime,
        late_by: timedelta,
    ) -> int:
        composed = await self._compose(chat, slot, late_by)
        try:
            return await self._promise(schedule, slot, following, composed, now, late_by)
        except Overtaken:
            composed = await self._compose(chat, slot, late_by)
            return await self._promise(schedule, slot, following, composed, now, late_by)

    async def _promise(
        self,
        schedule: Schedule,
        slot: Slot,
        following: datetime,
        composed: Composed,
        now: datetime,
        late_by: timedelta,
    ) -> int:
        async with self._store.transaction() as c:
            if not await schedules.advance(c, schedule.id, slot.at, following):
                return 0
            digest = await enqueue_digest(c, schedule.chat, slot, composed, now, late_by=late_by)
        if digest is not None:
            note(digest, composed)
        return int(digest is not None)

    async def _drop(
        self,
        schedule: Schedule,
        slot: Slot,
        following: datetime,
        now: datetime,
        late_by: timedelta,
    ) -> None:
        async with self._store.transaction() as c:
            if await schedules.advance(c, schedule.id, slot.at, following):
                hours = late_by.total_seconds() / 3600
                await incidents.add(
                    c,
                    Incident.SLOT_DROPPED,
                    now,
                    chat=schedule.chat,
                    subject=slot.key,
                    detail=f"missed by {hours:.1f} hours",
                )

    async def _note(self, schedule: Schedule, kind: Incident, now: datetime, detail: str) -> None:
        async with self._store.transaction() as c:
            await incidents.add(
                c, kind, now, chat=schedule.chat, subject=schedule.wall, detail=detail
            )
