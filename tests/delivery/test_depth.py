"""How far articles are translated, by what the chats have chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import BotSettings, Settings
from bot.delivery.scheduling.depth import points_read
from bot.delivery.scheduling.preferences import Preferences, to_json
from bot.store import chats
from bot.store.chats import ChatKind, ChatState
from bot.store.store import Store

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        ([], 3),
        ([{"points": 2}], 3),
        ([{"points": 5}, {"points": 4}], 5),
        ([{"words_keep": ("غزة",)}], 3),
        ([{"words_keep": ("غزة", "Gaza")}, {"points": 5}], None),
        ([{"words_drop": ("2026",)}], None),
        ([{"outlets_keep": ("BBC",)}], 3),
    ],
)
async def test_the_longest_brief_and_filters_by_english_words_decide(
    store: Store, tmp_path: Path, chosen: list[dict[str, object]], points: int | None
) -> None:
    settings = Settings(cache_dir=tmp_path, bot=BotSettings())
    async with store.transaction() as c:
        for number, values in enumerate(chosen, start=1):
            chat = await chats.ensure(c, number, ChatKind.PRIVATE, NOW)
            made = to_json(replace(Preferences(), **values))  # type: ignore[arg-type]
            await chats.save_settings(c, chat.id, made, 1)
        assert await points_read(settings, c) == points
        for number in range(1, len(chosen) + 1):
            gone = await chats.find(c, number)
            assert gone is not None
            await chats.set_state(c, gone.id, ChatState.GONE, NOW)
        assert await points_read(settings, c) == 3
