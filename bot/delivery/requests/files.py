"""Files that people send, fetched from Telegram."""

from __future__ import annotations

import io
from typing import Protocol

from telegram import Bot


class Files(Protocol):
    async def download(self, file_id: str, seconds: int) -> bytes:
        """`seconds`: how long an answer is waited for. Raises `telegram.error.TelegramError`."""
        ...


class TelegramFiles:
    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def download(self, file_id: str, seconds: int) -> bytes:
        file = await self._bot.get_file(file_id)
        into = io.BytesIO()
        await file.download_to_memory(into, read_timeout=seconds)
        return into.getvalue()
