"""Readers who ask the bot things, on a Bot API on loopback that notes how long answers take."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from aiohttp import web

from bench.made_news import pasted
from tests.delivery.faulty_server import FaultyServer

READERS = range(1, 5)
ASKED = ("/latest 3", "/now", "/status", "/sources")
PASTED = 0.2
"""The share of a reader's messages that are an article to be read."""
LONGEST_ANSWER = 120.0
"""Seconds; what takes longer is taken for unanswered."""


class Listening(FaultyServer):
    """The Bot API, which tells who asked when the answer has come."""

    def __init__(self) -> None:
        super().__init__()
        self._hopes: dict[int, tuple[str, asyncio.Event]] = {}
        self.said: Counter[str] = Counter()
        """How often each note that `notes` names stood in a message."""
        self.notes: tuple[str, ...] = ()

    async def ask(self, reader: int, text: str, answer: str) -> float | None:
        """Seconds until a message with `answer` in it, new or changed; None: none came."""
        heard = asyncio.Event()
        self._hopes[reader] = answer, heard
        began = time.monotonic()
        await self.say(reader, text, reader)
        try:
            async with asyncio.timeout(LONGEST_ANSWER):
                await heard.wait()
        except TimeoutError:
            return None
        finally:
            del self._hopes[reader]
        return time.monotonic() - began

    async def _handle(self, request: web.Request) -> web.Response:
        made_answer = await super()._handle(request)
        if request.match_info["method"] in ("sendMessage", "editMessageText"):
            fields = self.calls[-1][1]
            told = str(fields.get("text", ""))
            self.said.update(note for note in self.notes if note in told)
            hope, heard = self._hopes.get(int(fields.get("chat_id") or 0), ("", None))
            if heard is not None and hope in told:
                heard.set()
        return made_answer


@dataclass(frozen=True, slots=True)
class Answer:
    to: str
    """A command, or "an article"."""
    seconds: float | None
    """None: none came."""


async def read_on(server: Listening, reader: int, pause: float, heard: list[Answer]) -> None:
    """Ask again and again."""
    chance = random.Random(reader)
    number = reader * 1_000_000
    while True:
        await asyncio.sleep(pause * chance.uniform(0.5, 1.5))
        if chance.random() < PASTED:
            number += 1
            took = await server.ask(reader, pasted(number), f"({number})")
            heard.append(Answer("an article", took))
        else:
            command = chance.choice(ASKED)
            heard.append(Answer(command.split()[0], await server.ask(reader, command, "")))


def percentiles(answers: Sequence[Answer]) -> dict[str, dict[str, float]]:
    """Seconds, by what was asked."""
    taken: dict[str, list[float]] = defaultdict(list)
    for each in answers:
        if each.seconds is not None:
            taken[each.to].append(each.seconds)
    return {
        to: {f"p{at}": round(float(np.percentile(of, at)), 3) for at in (50, 95, 99)}
        for to, of in sorted(taken.items())
    }
