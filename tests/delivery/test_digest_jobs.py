"""A slot that has come, as a job on the queue."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.config import BotSettings, Settings
from bot.delivery.context import BotContext
from bot.delivery.scheduling import digest_jobs
from bot.delivery.scheduling.editions import Editions
from bot.jobs.kinds import Again, Kind
from bot.store import chats, schedules, switches
from bot.store.store import Store
from tests.delivery.test_ticker import EIGHT, START, subscribed

READER = 1


def kind_at(store: Store, now: datetime) -> Kind:
    nobody: Any = None
    settings = Settings(bot=BotSettings(allowed_users=(READER,)))
    context = BotContext(settings, store, nobody, lambda: None, lambda: now)
    # Nothing is new, so that nothing is composed.
    return digest_jobs.kind(context, Editions(nobody))


async def of(store: Store, chat: int) -> schedules.Schedule:
    async with store.read_only() as c:
        (schedule,) = await schedules.of_chat(c, chat)
    return schedule


async def test_a_slot_is_settled_once_and_only_when_it_has_come(store: Store) -> None:
    chat = await subscribed(store, READER)
    schedule = await of(store, chat)
    await kind_at(store, EIGHT - timedelta(seconds=1)).do(schedule.id, 0)
    assert await of(store, chat) == schedule
    for _ in range(2):
        await kind_at(store, EIGHT).do(schedule.id, 0)
        assert (await of(store, chat)).next_run == EIGHT + timedelta(days=1)


async def test_what_is_paused_comes_again(store: Store) -> None:
    chat = await subscribed(store, READER)
    schedule = await of(store, chat)
    async with store.transaction() as c:
        await switches.on(c, switches.PAUSED, START)
    with pytest.raises(Again) as again:
        await kind_at(store, EIGHT).do(schedule.id, 0)
    assert again.value.at > EIGHT
    assert await of(store, chat) == schedule


async def test_quiet_hours_hold_it(store: Store) -> None:
    chat = await subscribed(store, READER)
    schedule = await of(store, chat)
    async with store.transaction() as c:
        await chats.save_settings(c, chat, {"quiet": ["07:00", "09:00"]}, 1)
    with pytest.raises(Again):
        await kind_at(store, EIGHT).do(schedule.id, 0)
    assert await of(store, chat) == schedule
    await kind_at(store, EIGHT + timedelta(hours=1)).do(schedule.id, 0)
    assert await of(store, chat) != schedule
