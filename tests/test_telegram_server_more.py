"""What the strict server knows beyond messages: profile, inline mode, shared chats, photos."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("aiohttp")

from tests.telegram_server import TelegramServer
from tests.test_telegram_server import Call, on_server

RIGHTS = dict.fromkeys(
    ("is_anonymous", "can_manage_chat", "can_delete_messages", "can_post_messages"), False
)


def test_a_bot_describes_itself_within_limits_in_each_language() -> None:
    async def scenario(server: TelegramServer, call: Call) -> None:
        assert (await call("setMyDescription", description="a" * 512, language_code="ar"))["ok"]
        long = await call("setMyDescription", description="a" * 513)
        assert long["error_code"] == 400
        assert (await call("setMyShortDescription", short_description="a" * 120))["ok"]
        assert not (await call("setMyShortDescription", short_description="😀" * 61))["ok"]
        assert server.descriptions == {"ar": "a" * 512}
        assert server.short_descriptions == {"": "a" * 120}
        assert (await call("setChatMenuButton", menu_button={"type": "commands"}))["ok"]
        assert not (await call("setChatMenuButton", menu_button={"type": "settings"}))["ok"]
        shown = await call("getChatMenuButton", chat_id=7)
        assert shown["result"] == {"type": "commands"}

    on_server(scenario)


def test_commands_are_kept_by_scope_and_language() -> None:
    async def scenario(server: TelegramServer, call: Call) -> None:
        commands = [{"command": "now", "description": "What is new"}]
        scope = {"type": "all_group_chats"}
        assert (await call("setMyCommands", commands=commands, scope=scope))["ok"]
        assert (await call("getMyCommands"))["result"] == []
        assert (await call("getMyCommands", scope=scope))["result"] == commands
        wrong = await call("setMyCommands", commands=commands, scope={"type": "groups"})
        assert "BotCommandScope" in wrong["description"]

    on_server(scenario)


@pytest.mark.parametrize(
    ("results", "description"),
    [
        ([{"type": "article", "id": "1", "title": ""}], "ARTICLE_TITLE_EMPTY"),
        ([{"type": "article", "id": "1", "title": "a"}], "message content must be specified"),
    ],
)
def test_inline_answers_are_checked(results: list[dict[str, Any]], description: str) -> None:
    async def scenario(server: TelegramServer, call: Call) -> None:
        server.inline = True
        query = await server.ask_inline(7, "gas")
        told = (await call("getUpdates"))["result"][0]["inline_query"]
        assert (told["query"], told["from"]["id"]) == ("gas", 7)
        refused = await call("answerInlineQuery", inline_query_id=query, results=results)
        assert description in refused["description"]
        unknown = await call("answerInlineQuery", inline_query_id="x", results=[])
        assert "query ID is invalid" in unknown["description"]

    on_server(scenario)


def test_what_is_chosen_is_posted_in_the_users_name() -> None:
    async def scenario(server: TelegramServer, call: Call) -> None:
        server.inline = True
        query = await server.ask_inline(7, "gas")
        content = {"message_text": "<b>Gas</b>", "parse_mode": "HTML"}
        result = {"type": "article", "id": "1", "title": "a", "input_message_content": content}
        twice = await call("answerInlineQuery", inline_query_id=query, results=[result, result])
        assert "DUPLICATE" in twice["description"]
        assert (await call("answerInlineQuery", inline_query_id=query, results=[result]))["ok"]
        posted = server.choose_inline(query, "1", 7)
        assert posted["text"] == "Gas"
        assert posted["via_bot"] == server.me

    on_server(scenario)


def test_a_chat_is_shared_by_a_button_and_the_bot_gets_its_rights_there() -> None:
    async def scenario(server: TelegramServer, call: Call) -> None:
        server.add_chat(-5, "channel", title="News", username="newsdesk")
        server.standings[-5, 7] = "creator"
        wanted = {
            "request_id": 2,
            "chat_is_channel": True,
            "user_administrator_rights": RIGHTS | {"can_post_messages": True},
            "bot_administrator_rights": RIGHTS | {"can_post_messages": True},
            "request_title": True,
        }
        keyboard = {"keyboard": [[{"text": "Choose", "request_chat": wanted}]]}
        in_group = await call("sendMessage", chat_id=-5, text="a", reply_markup=keyboard)
        assert "private chats only" in in_group["description"]
        more = {**wanted, "user_administrator_rights": RIGHTS}
        unheld = {"keyboard": [[{"text": "Choose", "request_chat": more}]]}
        refused = await call("sendMessage", chat_id=7, text="a", reply_markup=unheld)
        assert "SUBSET" in refused["description"]
        assert (await call("sendMessage", chat_id=7, text="a", reply_markup=keyboard))["ok"]
        await server.share_chat(7, -5)
        added, shared = (await call("getUpdates"))["result"]
        assert added["my_chat_member"]["new_chat_member"]["status"] == "administrator"
        assert shared["message"]["chat_shared"] == {
            "request_id": 2,
            "chat_id": -5,
            "title": "News",
        }
        found = await call("getChatAdministrators", chat_id=-5)
        assert {each["user"]["id"] for each in found["result"]} == {7, server.me["id"]}

    on_server(scenario)


def test_members_of_a_channel_are_told_to_its_bots_only() -> None:
    async def scenario(server: TelegramServer, call: Call) -> None:
        server.add_chat(-5, "channel", title="News")
        refused = await call("getChatMember", chat_id=-5, user_id=7)
        assert "inaccessible" in refused["description"]
        server.standings[-5, server.me["id"]] = "administrator"
        assert (await call("getChatMember", chat_id=-5, user_id=7))["result"]["status"] == "member"

    on_server(scenario)


def test_photos_come_in_sizes_and_the_largest_is_the_picture() -> None:
    async def scenario(server: TelegramServer, call: Call) -> None:
        sizes = server.photo(b"picture", 800, 600)
        assert [size["width"] for size in sizes] == [90, 800]
        found = await call("getFile", file_id=sizes[-1]["file_id"])
        assert found["result"]["file_size"] == len(b"picture")
        sent = await call("sendPhoto", chat_id=7, photo=sizes[-1]["file_id"], caption="a" * 1025)
        assert "caption is too long" in sent["description"]
        sent = await call("sendPhoto", chat_id=7, photo=sizes[-1]["file_id"], caption="A card")
        assert sent["result"]["caption"] == "A card"

    on_server(scenario)
