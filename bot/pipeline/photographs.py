"""Whether a photograph can be shown above a digest: it is there, and what it says it is.

It is asked for as every address is (bot/sources/fetching: no private address, so many bytes, so
long), and not kept: Telegram shows it from its own address.
"""

from __future__ import annotations

import asyncio

import structlog

from bot.errors import FetchError
from bot.intake.asking import Fetches
from bot.sources.fetching.requests import MEGABYTE, FetchLimits, Request

log = structlog.get_logger(__name__)

LIMITS = FetchLimits(size=5 * MEGABYTE, seconds=8, redirects=3)
"""Telegram takes no larger photograph by its address; a digest does not wait longer."""
_JPEG, _PNG, _RIFF, _WEBP = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"WEBP"
REMEMBERED = 512
LONGEST = 15.0
"""Seconds with the wait for one's turn at the outlet's host."""


class Photographs:
    def __init__(self, web: Fetches) -> None:
        self._web = web
        self._known: dict[str, bool] = {}

    async def can_be_shown(self, url: str) -> bool:
        """Asked once of each address."""
        if url not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[url] = await self._is_one(url)
        return self._known[url]

    async def _is_one(self, url: str) -> bool:
        try:
            async with asyncio.timeout(LONGEST):
                found = await self._web.fetch(Request(url, LIMITS, picture=True, urgent=True))
        except (FetchError, TimeoutError) as error:
            log.info("no_photograph", kind=type(error).__name__)
            return False
        begins = found.data[:12]
        webp = begins.startswith(_RIFF) and begins.endswith(_WEBP)
        return begins.startswith((_JPEG, _PNG)) or webp
