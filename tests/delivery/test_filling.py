"""Invitations and exports: lasting, and nowhere to be read."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from pathlib import Path

import pytest

from bot.delivery.handlers import exports
from bot.delivery.sending.filling import (
    CODE,
    Filling,
    invite_code,
    with_export,
    with_form,
    with_invite,
)
from bot.delivery.sending.post import Payload, from_row, to_row
from bot.store import outbox
from bot.store.store import open_store
from tests.delivery.faulty_server import until
from tests.delivery.newsroom import OWNER, READER, STRANGER, TOKEN, Newsroom, Telegram
from tests.empty_database import new_database
from tests.telegram_html import Refused
from tests.telegram_server import Fields


def test_a_code_is_the_same_for_one_number_and_another_for_every_other_bot() -> None:
    code = invite_code(TOKEN, "00")
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", code)
    assert code == invite_code(TOKEN, "00")
    assert len({code, invite_code(TOKEN, "01"), invite_code("1:other", "00")}) == 3


async def test_what_is_filled_in_stands_in_no_row(tmp_path: Path) -> None:
    store = await open_store(new_database(tmp_path), migrated=False)
    fill = Filling(store, TOKEN, {"export": exports.readable, "form": exports.form})
    promised = with_export("all", 7), with_form("outline", 7)
    for payload in (with_invite(f"open {CODE}", "00"), *promised):
        assert from_row(to_row(payload)) == payload
    invitation = await fill(with_invite(f"open {CODE}", "00"))
    assert invitation.text == f"open {invite_code(TOKEN, '00')}"
    exported, outline = [await fill(each) for each in promised]
    assert exported.file_text == "Nothing is kept about this chat.\n"
    assert json.loads(outline.file_text or "")["chats"] == []
    with pytest.raises(ValueError, match="nonsense"):
        await fill(Payload("x", fill="nonsense 1"))
    await store.close()


class Away:
    """Telegram refuses what is sent, until told otherwise."""

    def __init__(self, telegram: Telegram) -> None:
        self.refused = 0
        self.over = False
        telegram.faults.append(self._fault)

    def _fault(self, method: str, fields: Fields) -> Refused | None:
        if self.over or method not in ("sendMessage", "sendDocument"):
            return None
        self.refused += 1
        return Refused(429, "Too Many Requests", retry_after=3600)


def wait_no_longer(folder: Path) -> None:
    """Between two lives of the bot: one that runs would write its own wait after this."""
    with contextlib.closing(sqlite3.connect(folder / "mujaz.db")) as connection, connection:
        connection.execute("UPDATE outbox SET not_before = NULL")


async def test_an_invitation_and_an_export_that_a_flood_stopped_come_after_a_restart(
    telegram: Telegram, tmp_path: Path
) -> None:
    async with Newsroom(tmp_path, telegram) as room:
        await room.say("/help")
        await room.wait("What I can do")
        away = Away(telegram)
        await room.say("/invite", OWNER)
        await room.say(f"/export {READER}", OWNER)
        await room._until(lambda: {} if away.refused else None, lambda: "a try", 10)
        await room.say("/status", OWNER)
    wait_no_longer(tmp_path)
    away.over = True
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("mujaz.db*"))
    assert kept
    async with Newsroom(tmp_path, telegram) as room:
        link = await room.wait("t.me/digest_bot?start=", OWNER)
        code = re.search(r"start=(\S+)", link["text"])[1]  # type: ignore[index]
        assert code.encode() not in kept
        exported = json.loads(await room.wait_for_file(OWNER))
        assert exported["telegram_id"] == READER
        await room.say(f"/start {code}", STRANGER)
        await room.wait("Welcome", STRANGER)
        await room.wait("turns Arabic news", STRANGER)
        async with room.store.read_only() as c:
            rows = (await c.exec_driver_sql("SELECT payload FROM outbox")).scalars().all()
    assert not any(code in str(row) for row in rows)
    said = telegram.texts(OWNER)
    assert [CODE in text for text in said] == [False] * len(said)


async def test_a_refusal_to_read_that_a_flood_stopped_comes_later(
    telegram: Telegram, tmp_path: Path
) -> None:
    async with Newsroom(tmp_path, telegram) as room:
        away = Away(telegram)
        await room.say("This is a text in English and no Arabic article at all, as anyone sees.")

        async def refused() -> bool:
            async with room.store.read_only() as c:
                return await outbox.count_unsent(c) == 1

        await until(refused)
    wait_no_longer(tmp_path)
    away.over = True
    async with Newsroom(tmp_path, telegram) as room:
        await room.wait("could not be read")
