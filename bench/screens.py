"""Draws what a reader sees of typical messages, at a phone's width: one PNG a screen.

    python bench/screens.py FOLDER

Talks to the whole bot over the strict Bot API of the tests, with a table in the model's place, and
draws each chat as a phone does: 360 pixels, bubbles, buttons in rows. Needs Chromium; nothing is
asserted, the screens are for looking at.
"""

from __future__ import annotations

import asyncio
import html
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# A table stands in the model's place; nothing is to read its sentences.
os.environ["MUJAZ_TRANSLATION__TRUST"] = "false"

from bench.phone import photograph
from tests.delivery.memo import published
from tests.delivery.newsroom import GROUP, OWNER, READER, Newsroom, Telegram
from tests.delivery.table_translator import GAS, LIBRARY

TYPED = {
    "start": ("/start",),
    "subscribe": ("/subscribe 8am", "/subscribe 25:00"),
    "settings": ("/settings",),
    "times": ("/times weekdays 08:00 18:30", "/times"),
    "help": ("/help",),
    "talk": ("hello", "is it free?"),
    "add": ("/add",),
    "digest": ("/now",),
    "latest": ("/latest 1",),
    "sources": ("/sources",),
    "nothing": ("/now", "/search xyz"),
}


async def screens(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as data:
        await _in_language(Path(data) / "en", folder, "en")
        await _in_language(Path(data) / "ar", folder, "ar")


async def _in_language(data: Path, folder: Path, language: str) -> None:
    data.mkdir()
    async with Telegram() as telegram:
        telegram.languages = dict.fromkeys((READER, OWNER), language)
        telegram.add_chat(GROUP, "group", title="Desk")
        async with Newsroom(data, telegram) as room:
            await published(room, GAS)
            await published(room, LIBRARY)
            for name, typed in TYPED.items():
                await _typed(room, typed, READER)
                draw(telegram, READER, folder / f"{name}-{language}.png")
            await _typed(room, ("/help", "/status"), OWNER)
            draw(telegram, OWNER, folder / f"operator-{language}.png")


async def _typed(room: Newsroom, typed: tuple[str, ...], chat: int) -> None:
    for key in [key for key in room.server.messages if key[0] == chat]:
        del room.server.messages[key]
    for text in typed:
        asked = await room.say(text, chat)
        await room.wait("", chat, after=asked)


def draw(telegram: Telegram, chat: int, file: Path) -> None:
    shown = [m for (where, _), m in sorted(telegram.messages.items()) if where == chat]
    body = "".join(map(_bubble, shown))
    photograph(body, file)


def _bubble(message: dict[str, Any]) -> str:
    text = html.escape(message.get("text") or message.get("caption") or "[picture]")
    mine = "" if message["from"]["is_bot"] else " u"
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    keys = "".join(f"<div class=k>{''.join(map(_key, row))}</div>" for row in rows)
    return f'<div class="m{mine}">{text}</div>{keys}'


def _key(button: dict[str, Any]) -> str:
    return f"<span>{html.escape(button['text'])}</span>"


if __name__ == "__main__":
    asyncio.run(screens(Path(sys.argv[1] if len(sys.argv) > 1 else "screens")))
