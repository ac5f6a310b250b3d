"""Updates that Telegram tells again, since a kill came before they were confirmed."""

from __future__ import annotations

import asyncio
import itertools
import re
from pathlib import Path
from typing import Any

import pytest

from bot.store import chats, requests
from bot.store.store import open_store
from tests.delivery.life import Life, update_of
from tests.delivery.newsroom import OWNER, READER, Newsroom, Telegram
from tests.delivery.table_translator import GAS
from tests.telegram_server import Fields


@pytest.mark.parametrize(
    ("text", "user"),
    [
        ("/start", READER),
        ("/now", READER),
        ("/latest 2", READER),
        ("/search gas", READER),
        ("/stories 7", READER),
        ("/zone Amman", READER),
        ("/subscribe", READER),
        ("/follow all", READER),
        ("/language ar", READER),
        ("/forget", READER),
        ("/nonsense", READER),
        ("/status", OWNER),
        ("/pause", OWNER),
        ("/block 99", OWNER),
        ("/broadcast Hello", OWNER),
        ("/invite 3", OWNER),
        ("/export 7", OWNER),
    ],
)
async def test_killed_after_any_commit_an_update_is_answered_once(
    telegram: Telegram, tmp_path: Path, empty: Path, text: str, user: int
) -> None:
    told = update_of(telegram, 5, text, user)
    whole = Life(tmp_path / "whole", telegram, empty)
    await whole.hear(told)
    wanted = await whole.said(user)
    assert len(wanted) == 1
    for kill_at in itertools.count(1):
        life = Life(tmp_path / str(kill_at), telegram, empty)
        await life.hear(told, kill_at=kill_at)
        await life.hear(told, told)
        assert _timeless(await life.said(user)) == _timeless(wanted), (
            f"killed after commit {kill_at}"
        )
        if not life.killed:
            assert kill_at > 2
            break


def _timeless(texts: list[str]) -> list[str]:
    """Settings and zones show the time, and a minute may pass between two lives; the status
    shows the memory."""
    return [re.sub(r"\b\d\d:\d\d\b|\b\d+ MB\b", "so much", text) for text in texts]


async def test_an_article_told_again_is_read_once(
    telegram: Telegram, tmp_path: Path, empty: Path
) -> None:
    told = update_of(telegram, 5, GAS, READER)
    for kill_at in range(1, 5):
        life = Life(tmp_path / str(kill_at), telegram, empty)
        await life.hear(told, kill_at=kill_at)
        await life.hear(told)
        store = await open_store(life.url, migrated=False)
        async with store.read_only() as c:
            assert await requests.count_open(c) == 1
        await store.close()


async def test_what_was_answered_before_a_kill_is_not_answered_again(
    telegram: Telegram, tmp_path: Path
) -> None:
    told: list[Any] = []
    push = telegram.push

    async def remembered(**update: Any) -> int:
        number = await push(**update)
        told.append({"update_id": number, **update})
        return number

    telegram.push = remembered  # type: ignore[method-assign]
    async with Newsroom(tmp_path, telegram) as room:
        await room.say("/settings")
        menu = await room.wait("Settings of this chat")
        await room.press(menu, "Headlines only")
        await room.wait("Headlines only: on")
        await room.say("/stories 7")
        await room.wait("Stories: 7")
        await room.say("/forget")
        sure = await room.wait("There is no way back")
        await room.press(sure, "Delete it")
        await room.wait("Deleted, with all settings")
    said, edits = telegram.texts(READER), len(_edits(telegram))
    telegram._updates[:0] = told
    async with Newsroom(tmp_path, telegram) as room:
        await room.say("/status", OWNER)
        await room.wait("Waiting to be sent", OWNER)
        async with room.store.read_only() as c:
            assert await chats.find(c, READER) is None
    assert telegram.texts(READER) == said
    assert len(_edits(telegram)) == edits


def _edits(telegram: Telegram) -> list[Fields]:
    return [fields for method, fields, _ in telegram.calls if method == "editMessageText"]


async def test_two_processes_that_hear_one_update_answer_it_once(
    telegram: Telegram, tmp_path: Path, empty: Path
) -> None:
    told = update_of(telegram, 5, "/help", READER)
    life = Life(tmp_path, telegram, empty)
    await asyncio.gather(*(life.hear(told) for _ in range(4)))
    assert len(await life.said(READER)) == 1
