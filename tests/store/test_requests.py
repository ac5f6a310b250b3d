from __future__ import annotations

from datetime import UTC, datetime

from bot.store import articles, chats, requests, switches
from bot.store.requests import RequestState
from bot.store.store import Store
from tests.store.made_records import article

NOW = datetime(2026, 11, 22, tzinfo=UTC)


async def test_a_request_goes_from_received_to_answered_and_is_gone(store: Store) -> None:
    async with store.transaction() as c:
        chat = await chats.ensure(c, 7, chats.ChatKind.PRIVATE, NOW)
        number, _ = await articles.add(c, article("عنوان", "نص المقال"), NOW)
        first = await requests.add(c, chat.id, {"text": "نص"}, 11, NOW, user=7)
        second = await requests.add(c, chat.id, {"text": "نص"}, 12, NOW)
        await requests.shown(c, first, 99)
        await requests.read(c, second, number)
        await requests.read(c, first, number)
        assert [r.id for r in await requests.waiting_for(c, number)] == [first, second]
        assert await requests.articles_waited_for(c) == [number]
        assert await requests.count_open(c, chat.id) == 2
        await requests.answered(c, first)
        (done,) = await requests.in_state(c, RequestState.ANSWERED)
        assert (done.message_id, done.reply_to, dict(done.source)) == (99, 11, {})
        await requests.finish(c, first)
        assert await requests.get(c, first) is None
        assert await requests.count_open(c) == 1


async def test_a_forgotten_chat_takes_its_requests_along(store: Store) -> None:
    async with store.transaction() as c:
        chat = await chats.ensure(c, 7, chats.ChatKind.PRIVATE, NOW)
        await requests.add(c, chat.id, {"text": "نص"}, 11, NOW)
        await chats.forget(c, chat.id)
        assert await requests.count_open(c) == 0


async def test_a_switch_remembers_when_it_was_switched_on(store: Store) -> None:
    async with store.transaction() as c:
        assert await switches.since(c, switches.PAUSED) is None
        await switches.on(c, switches.PAUSED, NOW)
        await switches.on(c, switches.PAUSED, NOW.replace(hour=5))
        assert await switches.since(c, switches.PAUSED) == NOW
        await switches.off(c, switches.PAUSED)
        assert await switches.since(c, switches.PAUSED) is None
