"""Schedules of a chat follow its settings: one row a time while it is subscribed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.access import may_receive
from bot.delivery.desk import Visit
from bot.delivery.scheduling.preferences import Preferences
from bot.delivery.scheduling.schedule import next_slot
from bot.store import addressees, schedules
from bot.store.schedules import NewSchedule


async def apply_in(c: AsyncConnection, visit: Visit, preferences: Preferences) -> Visit:
    """Keep the settings and bring the schedule rows in line; the visit as it is now."""
    if visit.owner and preferences.subscribed:
        to = (await addressees.of_chats(c, [visit.chat.id]))[visit.chat.id]
        if not may_receive(to, visit.desk.settings.bot):
            # The operator's word is enough, on the list or not.
            preferences = replace(preferences, admitted=True)
    changed = await visit.save(c, preferences)
    await schedules.replace(c, visit.chat.id, planned(preferences, visit.desk.now()))
    return changed


def planned(preferences: Preferences, now: datetime) -> list[NewSchedule]:
    """The rows these settings ask for; none where the chat is not subscribed."""
    if not preferences.subscribed:
        return []
    return [
        NewSchedule(wall, days, preferences.zone, next_slot(now, wall, days, preferences.zone).at)
        for wall, days in preferences.times
    ]


async def next_words(c: AsyncConnection, chat: int, zone: str) -> str:
    """When the next digest comes, in the chat's own time."""
    rows = await schedules.of_chat(c, chat)
    if not rows:
        return "-"
    local = min(row.next_run for row in rows).astimezone(ZoneInfo(zone))
    return f"{local:%Y-%m-%d %H:%M}"
