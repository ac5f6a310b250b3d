"""Nothing a run writes holds the token, what people wrote, or a code that lets somebody in."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from structlog.testing import capture_logs

from bot.commands.log import set_up_logging
from bot.delivery.handlers import digests, trying
from tests.delivery.newsroom import GROUP, OWNER, READER, STRANGER, TOKEN, Newsroom, Telegram
from tests.delivery.table_translator import GAS, PAIRS
from tests.telegram_html import Refused
from tests.telegram_server import Fields


def secrets(code: str) -> list[str]:
    sentences = [part for pair in PAIRS.items() for part in pair]
    return [TOKEN, TOKEN.partition(":")[2], code, "purple elephant", *sentences]


@pytest.mark.parametrize("kind", ["json", "console"])
async def test_a_full_run_writes_no_secret_and_no_text(
    telegram: Telegram, tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str
) -> None:
    set_up_logging("json" if kind == "json" else "console", "debug", (TOKEN,))
    async with Newsroom(tmp_path, telegram) as room:
        await room.say("/invite", OWNER)
        link = await room.wait("start=", OWNER)
        found = re.search(r"start=(\S+)", link["text"])
        assert found
        code = found[1]
        await room.say(f"/start {code}", STRANGER)
        await room.wait("turns Arabic news", STRANGER)
        telegram.flood(times=1, method="sendMessage")
        await room.say(GAS)
        brief = await room.wait("cut in gas prices")
        await room.press(brief, "Why?")
        await room.wait("What each statement is based on")
        await room.say("/subscribe")
        await room.wait("Subscribed")
        await room.say("/broadcast purple elephant", OWNER)
        preview = await room.wait("purple elephant", OWNER)
        await room.press(preview, "Send it")
        await room.wait("purple elephant")
        await _broken(room)
        telegram.faults.append(_refusing("sendMessage", "can't parse entities: purple elephant"))
        await room.say("/search purple elephant")
        logging.getLogger("httpx").info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
        logging.getLogger("other").warning("GET https://x/bot%s/getMe?start=%s", TOKEN, code)
        await asyncio.sleep(0.1)
    written = "".join(capfd.readouterr())
    assert "article_briefed" in written
    assert f"private {READER}" in written
    assert "Rana" not in written
    assert "update_failed" in written
    for secret in secrets(code):
        assert secret not in written
    if kind == "json":
        assert all(json.loads(line) for line in written.splitlines() if line.startswith("{"))


def _refusing(method: str, why: str) -> object:
    def fault(called: str, fields: Fields) -> Refused | None:
        return Refused(400, f"Bad Request: {why}") if called == method else None

    return fault


async def _broken(room: Newsroom) -> None:
    """A handler that raises with the message's text in its error, every time."""

    async def breaks(*given: object) -> object:
        raise RuntimeError("purple elephant")

    with mock.patch.object(digests, "_results", breaks), mock.patch.object(trying, "PAUSES", (0,)):
        await room.say("/search purple elephant", READER)
        await room.wait("Something went wrong on my side")


async def test_the_command_runs_answers_and_ends_on_a_signal(
    telegram: Telegram, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "MUJAZ_BOT__TOKEN": TOKEN,
        "MUJAZ_BOT__API_BASE": telegram.url,
        "MUJAZ_BOT__OWNER": str(OWNER),
        "MUJAZ_STORE__URL": f"sqlite:///{tmp_path / 'mujaz.db'}",
        "MUJAZ_LOG__FORMAT": "json",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.cli",
        "run",
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        await telegram.say(OWNER, "/start", OWNER)
        async with asyncio.timeout(90):
            while not any("turns Arabic news" in text for text in telegram.texts(OWNER)):
                assert process.returncode is None, (await process.communicate())[1].decode()
                await asyncio.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(90):
            out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0
    events = [json.loads(line)["event"] for line in err.decode().splitlines()]
    assert "started" in events
    assert events[-1] == "ended"
    assert TOKEN.partition(":")[2] not in (out + err).decode()


async def test_a_log_names_a_group_by_its_title_and_a_private_chat_by_its_id(
    telegram: Telegram, tmp_path: Path
) -> None:
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins.add((GROUP, READER))
    async with Newsroom(tmp_path, telegram) as room:
        with capture_logs() as logs:
            await room.say("/latest@digest_bot", GROUP, READER)
            await room.wait("No article has come in yet", GROUP)
            await room.say("/latest")
            await room.wait("No article has come in yet")
    named = [each["chat"] for each in logs if each["event"] == "command"]
    assert named == [f"Desk ({GROUP})", f"private {READER}"]
