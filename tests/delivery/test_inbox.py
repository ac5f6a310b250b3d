"""No update is lost: neither by a kill after Telegram heard it confirmed, nor by a failure."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.delivery.handlers import digests, trying
from bot.delivery.handlers.dispatch import Dispatcher
from bot.delivery.handlers.inbox import Inbox
from bot.delivery.receipt import UpdateReceipt
from bot.store import inbox, incidents, requests
from bot.store.incidents import Incident
from bot.store.requests import RequestState
from bot.store.store import open_store
from tests.delivery.life import Life, update_of
from tests.delivery.newsroom import GROUP, READER, Newsroom, Telegram
from tests.delivery.table_translator import GAS
from tests.delivery.test_posts import CHANNEL_POST
from tests.telegram_server import Fields

SORRY = "Something went wrong on my side"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "PAUSES", (0.0, 0.0))


@pytest.fixture
def life(telegram: Telegram, tmp_path: Path, empty: Path) -> Life:
    return Life(tmp_path / "life", telegram, empty)


def failing(monkeypatch: pytest.MonkeyPatch, times: int) -> Callable[[], int]:
    """/search fails so often; how often it was begun."""
    begun = 0
    results = digests._results

    async def fails(*given: Any) -> Any:
        nonlocal begun
        begun += 1
        if begun <= times:
            raise RuntimeError("secret words")
        return await results(*given)

    monkeypatch.setattr(digests, "_results", fails)
    return lambda: begun


async def failures(life: Life) -> int:
    store = await open_store(life.url, migrated=False)
    async with store.read_only() as c:
        found = await incidents.recent(c, kind=Incident.UPDATE_FAILED)
    await store.close()
    return len(found)


async def test_what_fails_is_tried_again_and_answered_once(
    life: Life, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = failing(monkeypatch, 2)
    told = update_of(telegram, 5, "/search gas", READER)
    await life.hear(told, told)
    (answer,) = await life.said(READER)
    assert "Nothing found" in answer
    assert (begun(), await failures(life)) == (3, 0)


async def test_what_fails_for_good_is_said_once_and_the_next_is_answered(
    life: Life, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = failing(monkeypatch, 99)
    await life.hear(update_of(telegram, 4, "/help", READER))
    told = update_of(telegram, 5, "/search gas", READER)
    await life.hear(told, told, update_of(telegram, 6, "/help", READER))
    before, sorry, after = await life.said(READER)
    assert SORRY in sorry
    assert before == after
    assert (begun(), await failures(life)) == (3, 1)


async def test_nobody_is_told_of_what_was_not_for_the_bot(
    life: Life, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(self: Dispatcher, update: Update, receipt: UpdateReceipt) -> None:
        raise RuntimeError

    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins.add((GROUP, READER))
    opening = update_of(telegram, 4, "/help@digest_bot", READER)
    opening["message"]["chat"] = telegram.chats[GROUP]
    await life.hear(opening)
    monkeypatch.setattr(Dispatcher, "_handled", broken)
    chatter = update_of(telegram, 5, "good morning", READER)
    chatter["message"]["chat"] = telegram.chats[GROUP]
    await life.hear(chatter)
    assert len(await life.said(GROUP)) == 1
    assert await failures(life) == 1


async def put(life: Life, told: Fields) -> int:
    """As the updater puts it; then the process ends. How many were queued."""
    async with life.begun() as parts:
        queue = Inbox(asyncio.Event())
        queue.keep_in(parts.context.store, parts.dispatcher.concerns)
        await queue.put(Update.de_json(told, life.bot))
        return queue.qsize()


async def resumed(life: Life, *, killed: bool = False) -> int:
    """A process that goes on with what is left, or ends under it; how many it was."""
    async with life.begun() as parts:
        queue = Inbox(asyncio.Event())
        queue.keep_in(parts.context.store, parts.dispatcher.concerns)
        await queue.resume(life.bot)
        count = queue.qsize()
        while not killed and not queue.empty():
            update = queue.get_nowait()
            assert isinstance(update, Update)
            await parts.dispatcher.handle(update)
        return count


async def test_what_was_kept_before_a_kill_is_answered_after_it_once(
    life: Life, telegram: Telegram
) -> None:
    told = update_of(telegram, 5, "/help", READER)
    assert await put(life, told) == 1
    assert await put(life, told) == 0
    assert await resumed(life) == 1
    assert await resumed(life) == 0
    assert await put(life, told) == 0
    assert len(await life.said(READER)) == 1


async def test_a_forwarded_post_that_was_kept_still_has_its_origin_and_links(
    life: Life, telegram: Telegram
) -> None:
    told = update_of(telegram, 5, GAS, READER)
    told["message"]["forward_origin"] = CHANNEL_POST
    told["message"]["entities"] = [
        {"type": "text_link", "offset": 0, "length": 4, "url": "https://moe.example/statement"}
    ]
    await put(life, told)
    await resumed(life)
    store = await open_store(life.url, migrated=False)
    async with store.read_only() as c:
        (request,) = await requests.in_state(c, RequestState.RECEIVED)
    await store.close()
    source = request.source
    assert (source["origin"], source["url"]) == ("البلد", "https://t.me/albalad/5")
    assert source["posted"] == "2026-09-21T14:13:20+00:00"
    assert [url for _, url in source["links"]] == ["https://moe.example/statement"]


async def test_under_which_the_process_ends_every_time_is_given_up_and_told(
    life: Life, telegram: Telegram
) -> None:
    await life.hear(update_of(telegram, 4, "/help", READER))
    await put(life, update_of(telegram, 5, "/latest", READER))
    for _ in range(2):
        assert await resumed(life, killed=True) == 1
    assert await resumed(life) == 1
    assert await resumed(life) == 0
    assert SORRY in (await life.said(READER))[1]


async def test_what_nobody_waits_for_is_not_written(life: Life, telegram: Telegram) -> None:
    telegram.add_chat(GROUP, "group", title="Desk")
    chatter = update_of(telegram, 5, "good morning", READER)
    chatter["message"]["chat"] = telegram.chats[GROUP]
    assert await put(life, chatter) == 1
    assert await resumed(life) == 0


async def test_an_update_is_kept_before_telegram_hears_it_confirmed(
    telegram: Telegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, end = asyncio.Event(), asyncio.Event()
    handled = Dispatcher._handled

    async def hangs(self: Dispatcher, update: Update, receipt: UpdateReceipt) -> None:
        began.set()
        await end.wait()

    monkeypatch.setattr(Dispatcher, "_handled", hangs)
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    async with Newsroom(first, telegram) as room:
        await room.say("/help")
        await began.wait()
        while telegram._updates:
            await asyncio.sleep(0.01)
        # Confirmed and not answered: as a kill would leave it.
        with (
            closing(sqlite3.connect(first / "mujaz.db")) as here,
            closing(sqlite3.connect(second / "mujaz.db")) as there,
        ):
            here.backup(there)
            # The next process need not wait until the lease runs out.
            there.execute("DELETE FROM lease")
            there.commit()
        end.set()
    assert telegram.texts(READER) == []
    monkeypatch.setattr(Dispatcher, "_handled", handled)
    async with Newsroom(second, telegram) as room:
        await room.wait("What I can do")
        async with room.store.read_only() as c:
            assert await inbox.tries_of(c, 1) is None
    assert len(telegram.texts(READER)) == 1
