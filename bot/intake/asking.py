"""What is needed to ask the web and read its answer without holding up the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

from bot.sources.fetching.requests import Fetched, Request

T = TypeVar("T")


class Fetches(Protocol):
    """Asks the web; `bot.sources.fetching.fetcher.Fetcher` is one."""

    async def fetch(self, request: Request) -> Fetched: ...


class Aside(Protocol):
    """Runs work where it does not hold up the event loop."""

    async def __call__(self, work: Callable[[], T]) -> T: ...


async def in_a_thread(work: Callable[[], T]) -> T:
    return await asyncio.to_thread(work)
