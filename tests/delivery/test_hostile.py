"""What somebody who means harm could send: nothing breaks, runs, or reaches another chat."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.delivery.handlers.commands import COMMANDS
from bot.store import callbacks, chats, outbox
from bot.store.chats import ChatKind
from bot.store.store import open_store
from tests.delivery.life import Life, update_of
from tests.delivery.newsroom import CHANNEL, GROUP, OWNER, READER, STRANGER, Telegram
from tests.telegram_html import check_message
from tests.telegram_server import Fields

ODD = (
    "",
    " ",
    "\u202e\u2066\u200f\u0000\ufffe",
    "😀" * 2000,
    "<b><a href='tg://user?id=1'>x</a>&lt;",
    "../../etc/passwd; DROP TABLE chats; --",
    '"*" AND NEAR( OR - ^ : غاز*',
    "9" * 400,
    "-0 ٣ ۳ ½ ٠٠:٠٠ 24:00 08:00-",
    "\n".join("٫" * 40 for _ in range(40)),
    "\U000e0041\u0301" * 300,
)


async def promised(life: Life) -> list[str]:
    """Everything in the outbox, whoever it is for."""
    store = await open_store(life.url, migrated=False)
    async with store.read_only() as c:
        rows = (await c.execute(outbox.outbox.select())).all()
    await store.close()
    return [row.payload["text"] for row in rows if row.payload["text"]]


def unbroken(logs: list[Any]) -> bool:
    return not [entry for entry in logs if entry["event"] in ("update_failed", "update_left")]


@pytest.mark.parametrize("user", [READER, OWNER])
async def test_no_command_breaks_on_odd_arguments(
    telegram: Telegram, tmp_path: Path, empty: Path, user: int
) -> None:
    life = Life(tmp_path, telegram, empty)
    # Who may not use a command is refused before its arguments are looked at; and of what readers
    # use, too, the operator tries each command once.
    tried = [
        (command.name, args)
        for command in COMMANDS
        for args in (ODD if command.owner == (user == OWNER) else ODD[4:5])
    ]
    told = [
        update_of(telegram, number, f"/{name} {args}", user)
        for number, (name, args) in enumerate(tried, start=1)
    ]
    with capture_logs() as logs:
        await life.hear(*told)
    assert unbroken(logs)
    texts = await promised(life)
    assert len(texts) >= len(told) * 9 // 10
    for text in texts:
        check_message(text)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(words=st.text(max_size=60), entity=st.integers(-5, 5000), length=st.integers(-5, 5000))
async def test_any_text_with_any_entities_is_answered_or_left_alone(
    telegram: Telegram, tmp_path: Path, empty: Path, words: str, entity: int, length: int
) -> None:
    life = Life(tmp_path, telegram, empty)
    told = update_of(telegram, 1, words, READER)
    told["message"]["entities"] = [
        {"type": kind, "offset": entity, "length": length}
        for kind in ("mention", "bot_command", "text_link", "nonsense")
    ]
    in_group = update_of(telegram, 2, words, READER)
    in_group["message"]["entities"] = told["message"]["entities"]
    in_group["message"]["chat"] = telegram.add_chat(GROUP, "group", title="Desk")
    with capture_logs() as logs:
        await life.hear(told, in_group)
    assert unbroken(logs)


@pytest.mark.parametrize("presser", [READER, STRANGER, OWNER])
async def test_a_button_of_another_chat_does_nothing(
    telegram: Telegram, tmp_path: Path, empty: Path, presser: int
) -> None:
    life = Life(tmp_path, telegram, empty)
    await life.hear(update_of(telegram, 1, "/forget", READER))
    store = await open_store(life.url, migrated=False)
    async with store.transaction() as c:
        reader = await chats.find(c, READER)
        assert reader is not None
        names = (await c.execute(callbacks.callbacks.select())).all()
        away = await chats.ensure(c, GROUP, ChatKind.GROUP, reader.created_at)
    telegram.add_chat(GROUP, "group", title="Elsewhere")
    presses = []
    for number, data in enumerate([*(row.id for row in names), "x" * 64, "\u0000", ""], start=2):
        query: Fields = {
            "id": str(number),
            "from": telegram.user(presser),
            "chat_instance": "1",
            "data": data,
            "message": {"message_id": 3, "date": 1, "chat": telegram.chats[GROUP]},
        }
        # Of a message Telegram no longer shows, and of none.
        hidden = {**query, "message": {**query["message"], "date": 0}}
        bare = {name: value for name, value in query.items() if name != "message"}
        presses += [
            {"update_id": number * 10 + nth, "callback_query": each}
            for nth, each in enumerate((query, hidden, bare))
        ]
    with capture_logs() as logs:
        await life.hear(*presses)
    assert unbroken(logs)
    async with store.read_only() as c:
        assert await chats.get(c, reader.id) is not None
        assert await chats.get(c, away.id) is not None
        texts = [row.payload["text"] for row in await outbox.of_chat(c, away.id)]
    await store.close()
    assert set(texts) <= {"This menu is out of date."}


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_the_operators_commands_do_nothing_outside_his_private_chat(
    telegram: Telegram, tmp_path: Path, empty: Path, kind: str
) -> None:
    life = Life(tmp_path, telegram, empty)
    where = telegram.add_chat(CHANNEL, kind, title="Desk")
    told = []
    for number, command in enumerate((c for c in COMMANDS if c.owner), start=1):
        for nth, user in enumerate((OWNER, READER, STRANGER)):
            update = update_of(telegram, number * 10 + nth, f"/{command.name} 8 x", user)
            update["message"]["chat"] = where
            if kind == "channel":
                message = {**update["message"], "sender_chat": where}
                del message["from"]
                update = {"update_id": update["update_id"], "channel_post": message}
            told.append(update)
    with capture_logs() as logs:
        await life.hear(*told)
    assert unbroken(logs)
    allowed = ("That works only in a private chat", "Only the bot's operator")
    assert all(text.startswith(allowed) for text in await promised(life))
