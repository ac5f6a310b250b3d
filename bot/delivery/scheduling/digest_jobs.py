"""Digests that are due, as jobs on the queue: each schedule's next slot is one."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.delivery.context import BotContext
from bot.delivery.scheduling.composing import compose_for
from bot.delivery.scheduling.editions import Editions
from bot.delivery.scheduling.preferences import of_chat
from bot.delivery.scheduling.promising import Composed
from bot.delivery.scheduling.schedule import Slot
from bot.delivery.scheduling.subscription import gets_digests
from bot.delivery.scheduling.ticker import Ticker
from bot.jobs.kinds import Again, Kind
from bot.pipeline.worker import Stopped
from bot.store import schedules, switches
from bot.store.chats import Chat
from bot.store.jobs import Queue, Task

WORTH_SAYING = timedelta(minutes=10)
"""A digest this late says so."""
HELD = timedelta(seconds=30)
"""Before what quiet hours or /pause held is looked at again."""


def ticker_of(context: BotContext, editions: Editions) -> Ticker:
    async def compose(chat: Chat, slot: Slot, late_by: timedelta) -> Composed:
        async with context.store.read_only() as c:
            if not await gets_digests(c, chat.id, context.settings.bot):
                return Composed(())
        late = slot.at if late_by >= WORTH_SAYING else None
        return await compose_for(context, editions, chat, late=late)

    return Ticker(
        context.store,
        compose,
        lambda chat: of_chat(chat, context.settings.bot).quiet_hours(),
        grace=timedelta(hours=context.settings.bot.late_hours),
    )


def kind(context: BotContext, editions: Editions) -> Kind:
    ticker = ticker_of(context, editions)

    async def schedule(number: int, begun: int) -> None:
        now = context.now()
        if await _paused(context):
            raise Again(now + HELD)
        if (due := await _due(context, number, now)) is None:
            return
        try:
            await ticker.settle(due, now)
        except Stopped:
            raise Again(now) from None
        if await _due(context, number, now):
            raise Again(now + HELD)

    return Kind(Task.SCHEDULE, Queue.DIGESTS, schedule)


async def _due(context: BotContext, number: int, now: datetime) -> schedules.Schedule | None:
    async with context.store.read_only() as c:
        return await schedules.get_due(c, number, now)


async def _paused(context: BotContext) -> bool:
    async with context.store.read_only() as c:
        return await switches.since(c, switches.PAUSED) is not None
