"""Which digests are late: not made, or made and not gone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import BotSettings
from bot.delivery.scheduling.preferences import of_chat
from bot.delivery.scheduling.schedule import quiet_until
from bot.delivery.troubles import LATE
from bot.store import chats, schedules, switches, troubles


async def late_digests(c: AsyncConnection, settings: BotSettings, now: datetime) -> int:
    """How many chats wait for a digest that is late; 0 while the operator holds everything back."""
    if await switches.since(c, switches.PAUSED) is not None:
        return 0
    unmade = set()
    for due in await schedules.due(c, now - LATE):
        chat = await chats.get(c, due.chat)
        if chat and not quiet_until(now, of_chat(chat, settings).quiet_hours()):
            unmade.add(chat.id)
    return len(unmade) + await troubles.late_digests(c, now - LATE)
