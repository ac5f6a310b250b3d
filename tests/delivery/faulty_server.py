"""The Bot API on loopback with what goes wrong in the world: floods, faults, lost answers.

Adds to tests/telegram_server.py: seeded faults, Telegram's limits, message ids counted as
Telegram counts them, and editing a message's keyboard.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.telegram_html import Refused
from tests.telegram_server import Fields, TelegramServer, Uploads

SENDS = ("sendMessage", "sendDocument")


@dataclass(frozen=True)
class Chances:
    """Of each fault, for each call."""

    flood: float = 0.0
    error: float = 0.0
    unheard: float = 0.0
    """No answer, and nothing done."""
    lost: float = 0.0
    """Done, and the answer lost."""


class FaultyServer(TelegramServer):
    def __init__(
        self,
        chances: Chances = Chances(),
        seed: int = 0,
        retry_after: int = 1,
    ) -> None:
        super().__init__()
        self.chances = chances
        self.retry_after = retry_after
        self.latency = 0.0
        """Seconds a message takes to be answered."""
        self.silence = 5.0
        """Seconds until an unheard call's connection ends."""
        self.lose: Callable[[str, Fields], bool] = lambda method, fields: False
        """Calls whose answer is lost."""
        self.limits: tuple[int, int, int] | None = None
        """Messages a second overall, a second a chat, a minute a group."""
        self.edited: list[int] = []
        """Messages whose keyboard was changed."""
        self.faults_met: Counter[str] = Counter()
        self.arrivals: list[tuple[float, int]] = []
        """(time.monotonic(), chat) of every message taken."""
        self._rng = random.Random(seed)
        self._counters: dict[int, int] = defaultdict(int)
        self._recent: dict[int, deque[float]] = defaultdict(deque)

    async def _handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if method not in (*SENDS, "editMessageReplyMarkup"):
            return await super()._handle(request)
        draw = self._rng.random()
        if self.latency:
            await asyncio.sleep(self.latency * self._rng.uniform(0.5, 1.5))
        fault = self._fault(draw)
        self.faults_met[fault] += 1
        if fault == "flood":
            return self._refuse(429, "Too Many Requests: retry later", self.retry_after)
        if fault == "error":
            return self._refuse(500, "Internal Server Error")
        if fault == "unheard":
            await asyncio.sleep(self.silence)
            return self._cut(request)
        try:
            answer = await super()._handle(request)
        except ConnectionResetError:
            # The bot was killed while it spoke.
            return web.Response()
        if fault == "lost" or self.lose(method, self.calls[-1][1]):
            return self._cut(request)
        return answer

    def _fault(self, draw: float) -> str:
        for name in ("flood", "error", "unheard", "lost"):
            draw -= getattr(self.chances, name)
            if draw < 0:
                return name
        return "none"

    def _refuse(self, code: int, description: str, retry_after: int | None = None) -> web.Response:
        body: Fields = {"ok": False, "error_code": code, "description": description}
        if retry_after is not None:
            body["parameters"] = {"retry_after": retry_after}
        return web.json_response(body, status=code)

    def _cut(self, request: web.Request) -> web.Response:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _store(self, chat: Fields, sender: Fields, **fields: Any) -> Fields:
        """With the id Telegram would give: private chats and groups count together."""
        if sender["is_bot"]:
            self._check_limits(chat)
            self.arrivals.append((time.monotonic(), chat["id"]))
        space = chat["id"] if chat["type"] in ("supergroup", "channel") else 0
        self._counters[space] += 1
        self._next_message = self._counters[space]
        return super()._store(chat, sender, **fields)

    def _check_limits(self, chat: Fields) -> None:
        if self.limits is None:
            return
        now = time.monotonic()
        overall, per_chat, per_group = self.limits
        windows = [(0, overall, 1.0), (chat["id"], per_chat, 1.0)]
        if chat["type"] != "private":
            windows.append((-chat["id"], per_group, 60.0))
        for key, count, seconds in windows:
            times = self._recent[key]
            while times and times[0] <= now - seconds:
                times.popleft()
            if len(times) >= count:
                self.faults_met["limit"] += 1
                raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)
        for key, _, _ in windows:
            self._recent[key].append(now)

    def _do_editmessagereplymarkup(self, fields: Fields, uploads: Uploads) -> Fields:
        chat = self._chat(fields)
        message = self.messages.get((chat["id"], int(fields.get("message_id") or 0)))
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        if not message["from"]["is_bot"]:
            raise Refused(400, "Bad Request: message can't be edited")
        if message.get("reply_markup") == fields.get("reply_markup"):
            raise Refused(
                400,
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message",
            )
        message["reply_markup"] = fields.get("reply_markup")
        self.edited.append(message["message_id"])
        return message

    async def __aenter__(self) -> FaultyServer:
        await super().__aenter__()
        return self


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 90.0) -> None:
    """Until it holds; raises TimeoutError where it does not."""
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.02)
