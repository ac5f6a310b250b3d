"""Keeps a chat's schedules in line with its settings: while it is subscribed, a row a time, and one
for the picture of its week."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import BotSettings
from bot.delivery.access import may_receive
from bot.delivery.scheduling.preferences import Preferences, shown_at, to_json
from bot.delivery.scheduling.schedule import next_slot, quiet_until
from bot.store import addressees, chats, schedules, weeklies
from bot.store.chats import Chat
from bot.store.schedules import NewSchedule
from bot.store.weeklies import Weekly


async def apply_in(
    c: AsyncConnection,
    chat: Chat,
    preferences: Preferences,
    settings: BotSettings,
    now: datetime,
    *,
    by_owner: bool,
) -> Chat:
    """Keep the settings and bring the schedule rows in line; the chat as it is now."""
    if by_owner and preferences.subscribed:
        to = (await addressees.of_chats(c, [chat.id]))[chat.id]
        if not may_receive(to, settings):
            # The operator's word is enough, on the list or not.
            preferences = replace(preferences, admitted=True)
    changed = await save(c, chat, preferences)
    await schedules.replace(c, chat.id, planned(preferences, now))
    await weeklies.replace(c, chat.id, _weekly(chat, preferences, now))
    return changed


async def gets_digests(c: AsyncConnection, chat: int, settings: BotSettings) -> bool:
    """Whether a chat that subscribed is there, and is still let in (bot/delivery/access.py)."""
    to = (await addressees.of_chats(c, [chat])).get(chat)
    return to is not None and may_receive(to, settings)


async def save(c: AsyncConnection, chat: Chat, preferences: Preferences) -> Chat:
    """Keep the settings as a new version, which makes menus drawn before it old."""
    await chats.save_settings(c, chat.id, to_json(preferences), chat.settings_version + 1)
    changed = await chats.get(c, chat.id)
    assert changed is not None
    return changed


def planned(preferences: Preferences, now: datetime) -> list[NewSchedule]:
    """The rows these settings ask for; none where the chat is not subscribed."""
    if not preferences.subscribed:
        return []
    return [
        NewSchedule(wall, days, preferences.zone, next_slot(now, wall, days, preferences.zone).at)
        for wall, days in preferences.times
    ]


def _weekly(chat: Chat, preferences: Preferences, now: datetime) -> Weekly | None:
    if preferences.weekly is None or not preferences.subscribed:
        return None
    wall, day = preferences.weekly
    zone = preferences.zone
    return Weekly(chat.id, wall, day, zone, next_slot(now, wall, day, zone).at)


async def next_words(c: AsyncConnection, chat: int, preferences: Preferences) -> str:
    """When the next digest comes, in the chat's own time; after quiet hours that hold it."""
    rows = await schedules.of_chat(c, chat)
    if not rows:
        return "-"
    quiet = preferences.quiet_hours()
    comes = min(quiet_until(row.next_run, quiet) or row.next_run for row in rows)
    return shown_at(comes, preferences.zone)
