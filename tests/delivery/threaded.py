"""The strict server in a thread of its own, for commands that run a loop of theirs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from tests.delivery.newsroom import Telegram


class ThreadedTelegram:
    def __init__(self, server: Telegram, loop: asyncio.AbstractEventLoop) -> None:
        self.server, self.url, self._loop = server, server.url, loop

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run it where the server runs; what it returns."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)


@contextmanager
def threaded_telegram() -> Iterator[ThreadedTelegram]:
    loop = asyncio.new_event_loop()
    up, made = threading.Event(), []
    done = asyncio.Event()

    async def run() -> None:
        async with Telegram() as server:
            made.append(server)
            up.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    up.wait()
    try:
        yield ThreadedTelegram(made[0], loop)
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()
        loop.close()
