"""Which digests are late: not made, or made and not gone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import BotSettings
from bot.delivery.scheduling.preferences import quiet_at
from bot.delivery.troubles import LATE
from bot.store import addressees, schedules, switches, troubles


async def late_digests(c: AsyncConnection, settings: BotSettings, now: datetime) -> int:
    """How many chats wait for a digest that is late; 0 while the operator holds everything back."""
    if await switches.since(c, switches.PAUSED) is not None:
        return 0
    late = {due.chat for due in await schedules.due(c, now - LATE)}
    late |= set(await troubles.chats_waiting(c, now - LATE))
    to = await addressees.of_chats(c, sorted(late))
    return sum(quiet_at(each, now, settings=settings) is None for each in to.values())
