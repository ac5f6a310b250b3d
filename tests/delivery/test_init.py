"""`mujaz init`: who the operator is and where, as somebody types it who knows no id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.commands import operator_asked
from bot.config import BotSettings, load_settings
from tests.delivery.newsroom import OWNER, READER, STRANGER, TOKEN
from tests.delivery.threaded import ThreadedTelegram, threaded_telegram


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ThreadedTelegram]:
    monkeypatch.setattr(operator_asked, "LISTEN", 0)
    monkeypatch.chdir(tmp_path)
    with threaded_telegram() as running:
        yield running


def init(telegram: ThreadedTelegram, *typed: str) -> tuple[str, BotSettings | None]:
    """What was said, and what was written."""
    lines = "\n".join((TOKEN, *typed)) + "\n"
    done = CliRunner().invoke(main, ["init", "--api-base", telegram.url], input=lines)
    written = Path("mujaz.toml")
    return done.output, load_settings(written).bot if written.exists() else None


def wrote(telegram: ThreadedTelegram, user: int, name: str, **more: Any) -> None:
    async def say() -> None:
        message = await telegram.server.say(user, "Hello", user, **more)
        message["from"] = {"id": user, "is_bot": False, "first_name": name, "username": name}

    telegram.do(say())


def test_who_wrote_to_the_bot_is_offered_and_what_an_id_is_said(
    telegram: ThreadedTelegram,
) -> None:
    wrote(telegram, STRANGER, "Sami")
    wrote(telegram, OWNER, "Rana")
    said, bot = init(telegram, "", "y", "المنامة")
    assert "a number, their id" in said
    assert "https://t.me/digest_bot" in said
    assert "Rana, @Rana, id 7: is this the operator?" in said
    assert bot is not None
    assert (bot.owner, bot.zone) == (OWNER, "Asia/Bahrain")
    # The message waits for the bot all the same.
    assert len(telegram.server._updates) == 2


def test_the_next_one_is_offered_where_it_is_not_the_newest(telegram: ThreadedTelegram) -> None:
    wrote(telegram, OWNER, "Rana")
    wrote(telegram, STRANGER, "Sami")
    said, bot = init(telegram, "", "n", "y", "UTC")
    assert bot is not None
    assert bot.owner == OWNER, said


def test_a_name_is_looked_for_among_those_who_wrote(telegram: ThreadedTelegram) -> None:
    wrote(telegram, OWNER, "Rana")
    wrote(telegram, STRANGER, "Sami")
    said, bot = init(telegram, "@nobody", "me", "@rana", "y", "Amman")
    assert "@nobody has not written to @digest_bot yet" in said
    assert "a name begins with @" in said
    assert "Sami" not in said
    assert bot is not None
    assert bot.owner == OWNER


def test_a_forwarded_message_names_who_wrote_it(telegram: ThreadedTelegram) -> None:
    author = {"id": OWNER, "is_bot": False, "first_name": "Rana"}
    origin = {"type": "user", "sender_user": author, "date": 1}
    wrote(telegram, READER, "Sami", forward_origin=origin)
    said, bot = init(telegram, "", "y", "Amman")
    assert "Rana, id 7" in said
    assert bot is not None
    assert bot.owner == OWNER


def test_where_nobody_wrote_the_next_step_is_said(telegram: ThreadedTelegram) -> None:
    said, bot = init(telegram, "", "7", "Amman")
    assert "Nobody has written to @digest_bot yet" in said
    assert bot is not None
    assert bot.owner == OWNER


def test_a_running_bot_is_named_as_the_hindrance(telegram: ThreadedTelegram) -> None:
    from tests.telegram_html import Refused

    def fault(method: str, fields: dict[str, Any]) -> Refused | None:
        if method != "getUpdates":
            return None
        return Refused(409, "Conflict: terminated by other getUpdates request")

    telegram.server.faults.append(fault)
    said, bot = init(telegram, "", "7", "Amman")
    assert "Another program receives this bot's messages" in said
    assert bot is not None


def test_a_likeness_is_asked_about_and_an_abbreviation_refused(
    telegram: ThreadedTelegram,
) -> None:
    said, bot = init(telegram, "7", "EST", "Manam", "n", "Damascsu", "y")
    assert "abbreviations such as EST belong to several zones" in said
    assert "Asia/Bahrain, where it is" in said
    assert bot is not None
    assert bot.zone == "Asia/Damascus"
