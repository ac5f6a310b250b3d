"""Fetching one address: the one place that asks the web for anything.

What may be asked and connected to, how often, how long and how much is decided in the files
beside this one; here is their order. What is promised is in docs/sources.md.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Self

import httpx

import bot
from bot.clock import now_utc
from bot.config import SourcesSettings
from bot.errors import TooManyRedirects
from bot.page_redirects import leads_to
from bot.sources.fetching.connecting import Resolve, SystemResolver
from bot.sources.fetching.deadline import Deadline
from bot.sources.fetching.exchange import Journey, Wire
from bot.sources.fetching.headers import printable
from bot.sources.fetching.memory import LargePlaces, bound
from bot.sources.fetching.requests import FILE, Fetched, Request
from bot.sources.fetching.robots import Robots
from bot.sources.fetching.targets import target
from bot.sources.fetching.turns import Turns

AT_ONCE = 32
"""Requests under way to all hosts."""
LARGE_AT_ONCE = 2
"""Of them with more than memory.SMALL bytes."""
RESERVED = 8
"""Requests more for people who wait."""
LARGE_RESERVED = 1

MOST_HELD = bound(AT_ONCE + RESERVED, LARGE_AT_ONCE + LARGE_RESERVED, FILE.size)
"""Bytes of answers being read that a fetcher holds at the worst; what is handed out is the
caller's."""


def user_agent(settings: SourcesSettings) -> str:
    """What sites see of us: printable ASCII, without empty brackets where there is no contact."""
    contact = f"+{settings.contact}" if settings.contact else ""
    written = settings.user_agent.replace("{version}", bot.__version__).replace(
        "{contact}", contact
    )
    return printable(written.replace("()", "")) or f"Mujaz/{bot.__version__}"


class Fetcher:
    """Asks the web. One for a process and its event loop: it knows which host was asked when.

    Use it as an asynchronous context manager, or `close` it.
    """

    def __init__(
        self,
        settings: SourcesSettings,
        *,
        resolve: Resolve | None = None,
        now: Callable[[], datetime] = now_utc,
        turns: Turns | None = None,
    ) -> None:
        """`resolve`, `now` and `turns` stand in for the system's resolver and clocks."""
        self._own_resolver = None if resolve else SystemResolver()
        self._wire = Wire(
            resolve or self._own_resolver or SystemResolver(),
            user_agent(settings),
            frozenset(host.lower() for host in settings.private_hosts),
            LargePlaces(LARGE_AT_ONCE, LARGE_RESERVED),
            now,
        )
        self._turns = turns or Turns(settings.gap_seconds, at_once=AT_ONCE, reserved=RESERVED)
        self._robots = Robots(self.fetch, now, self._turns.widen)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends all connections."""
        await self._wire.close()
        if self._own_resolver:
            self._own_resolver.close()

    async def fetch(self, request: Request) -> Fetched:
        """What is at the address, redirects followed, when it is the request's turn.

        Raises FetchError in one of its kinds, and nothing else.
        """
        limits = request.limits
        journey = Journey(target(request.url), Deadline(limits.seconds), httpx.Cookies())
        seen = {(journey.url, 0)}
        for _ in range(limits.redirects + 1):
            if request.robots:
                await self._robots.check(journey.url, urgent=request.urgent)
            host = journey.url.host
            async with (
                self._turns.at(host, urgent=request.urgent),
                journey.deadline.running(host),
            ):
                answer = await self._wire.exchange(journey, request)
            if answer is not None:
                further = _further(answer) if request.follow_pages else None
                if further is None:
                    return answer
                journey.lead(further)
            # The same address again is no circle where a cookie was set on the way.
            step = (journey.url, len(journey.cookies))
            if step in seen:
                raise TooManyRedirects(f"{request.url} redirects in a circle.")
            seen.add(step)
        raise TooManyRedirects(f"{request.url} redirects more than {limits.redirects} times.")


def _further(answer: Fetched) -> str | None:
    """Where a page leads that is nothing but a redirect."""
    if answer.media_type not in (None, "text/html", "application/xhtml+xml"):
        return None
    # Addresses are ASCII, or UTF-8 in what is written today.
    return leads_to(answer.data.decode("utf-8", "replace"), answer.url)
