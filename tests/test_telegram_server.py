"""The loopback Bot API answers as Telegram does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

aiohttp = pytest.importorskip("aiohttp")

from tests.telegram_server import TelegramServer  # noqa: E402 - it needs aiohttp

Call = Callable[..., Awaitable[dict[str, Any]]]


def on_server(scenario: Callable[[TelegramServer, Call], Awaitable[None]]) -> None:
    async def run() -> None:
        async with TelegramServer() as server, aiohttp.ClientSession() as session:
            server.add_chat(7)

            async def call(method: str, **fields: Any) -> dict[str, Any]:
                async with session.post(f"{server.url}/bot1:x/{method}", json=fields) as answer:
                    body: dict[str, Any] = await answer.json()
                    assert answer.status == body.get("error_code", 200)
                    return body

            await scenario(server, call)

    asyncio.run(run())


def test_messages_are_sent_edited_and_deleted() -> None:
    async def scenario(server: TelegramServer, call: Call) -> None:
        sent = await call("sendMessage", chat_id=7, text="<b>Hi</b> &amp;", parse_mode="HTML")
        assert server.texts(7) == ["Hi &"]
        message = {"chat_id": 7, "message_id": sent["result"]["message_id"]}
        same = await call("editMessageText", **message, text="<b>Hi</b> &amp;", parse_mode="HTML")
        assert "not modified" in same["description"]
        assert (await call("editMessageText", **message, text="New"))["ok"]
        assert server.texts(7) == ["New"]
        assert (await call("deleteMessage", **message))["ok"]
        assert "not found" in (await call("deleteMessage", **message))["description"]

    on_server(scenario)


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"text": "<p>a</p>", "parse_mode": "HTML"}, "Unsupported start tag"),
        ({"text": " "}, "message text is empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "a", "chat_id": 8}, "chat not found"),
        (
            {
                "text": "a",
                "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "x" * 65}]]},
            },
            "BUTTON_DATA_INVALID",
        ),
        (
            {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b"}]]}},
            "BUTTON_TYPE_INVALID",
        ),
        (
            {
                "text": "a",
                "reply_markup": {"inline_keyboard": [[{"text": " ", "url": "https://e"}]]},
            },
            "BUTTON_TEXT_EMPTY",
        ),
    ],
)
def test_what_telegram_refuses(fields: dict[str, Any], description: str) -> None:
    async def scenario(server: TelegramServer, call: Call) -> None:
        answer = await call("sendMessage", **{"chat_id": 7, **fields})
        assert answer["error_code"] == 400
        assert description in answer["description"]
        assert server.texts(7) == []

    on_server(scenario)


def test_chats_that_are_blocked_moved_or_flooded() -> None:
    async def scenario(server: TelegramServer, call: Call) -> None:
        server.flood(times=1, retry_after=3)
        flooded = await call("sendMessage", chat_id=7, text="a")
        assert (flooded["error_code"], flooded["parameters"]) == (429, {"retry_after": 3})
        assert (await call("sendMessage", chat_id=7, text="a"))["ok"]
        server.blocked[7] = "bot was blocked by the user"
        assert (await call("sendMessage", chat_id=7, text="a"))["error_code"] == 403
        server.migrated[7] = -100
        moved = await call("sendMessage", chat_id=7, text="a")
        assert moved["parameters"] == {"migrate_to_chat_id": -100}

    on_server(scenario)


def test_updates_are_kept_until_confirmed_and_the_older_poller_gives_way() -> None:
    async def scenario(server: TelegramServer, call: Call) -> None:
        await server.say(7, "/start")
        first = await call("getUpdates")
        assert [u["message"]["text"] for u in first["result"]] == ["/start"]
        assert (await call("getUpdates"))["result"] == first["result"]
        older = asyncio.create_task(
            call("getUpdates", offset=first["result"][0]["update_id"] + 1, timeout=30)
        )
        while server._poller < 3:
            await asyncio.sleep(0)
        await call("getUpdates", offset=2)
        assert (await older)["error_code"] == 409

    on_server(scenario)
