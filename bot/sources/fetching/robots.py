"""What a site's robots.txt lets us read, by RFC 9309, remembered for at most a day."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
from protego import Protego

from bot.errors import FetchError, Refused, ServerTrouble, TimedOut, UnknownHost, Unreachable
from bot.sources.fetching.requests import Fetched, FetchLimits, Request

OUR_NAME = "mujaz"
"""The product token sites name us by, whatever user agent a source's settings say."""

LIMITS = FetchLimits(size=500 * 1024, seconds=15, redirects=5, keep_start=True)
"""RFC 9309, 2.5 and 2.3.1.2: at least 500 KiB are read, at least five redirects followed."""

LONGEST_KEPT = timedelta(days=1)
"""RFC 9309, 2.4."""
SHORTEST_KEPT = timedelta(hours=1)
ASKED_AGAIN = timedelta(minutes=10)
"""After a failure."""

SITES = 1000
"""Sites whose rules are remembered."""
TEXT = 1_000_000
"""Bytes of robots.txt remembered of all sites together; in memory up to some 40 times as much."""

LONGEST_GAP = 30.0
"""Seconds; a site's Crawl-delay is honoured up to here."""

_AGENT_LINE = re.compile(r"^\s*user[- ]?agent\s*:?\s*(.*?)\s*(?:#.*)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Rules:
    """What a robots.txt says to us."""

    _parsed: Protego | None
    size: int = 0
    """Bytes of the robots.txt."""

    def allow(self, url: str) -> bool:
        return self._parsed is None or bool(self._parsed.can_fetch(url, OUR_NAME))

    @property
    def gap(self) -> float | None:
        """Seconds between requests that the site asks for, at most LONGEST_GAP."""
        delay = self._parsed.crawl_delay(OUR_NAME) if self._parsed else None
        return None if delay is None else min(float(delay), LONGEST_GAP)


NO_RULES = Rules(None)


def read_rules(data: bytes) -> Rules:
    """The rules of a robots.txt, which is UTF-8 whatever it says."""
    lines = data.decode("utf-8-sig", errors="replace").splitlines()
    text = "\n".join(_others_as_one(line) for line in lines)
    return Rules(Protego.parse(text), len(text))


def _others_as_one(line: str) -> str:
    """Agents that are not us under one name.

    Every rule is stored once for each agent of its group: thousands of both would fill the
    memory.
    """
    agent = _AGENT_LINE.match(line)
    if agent is None or agent[1] == "*" or OUR_NAME in agent[1].lower():
        return line
    return "User-agent: another"


@dataclass
class _Known:
    rules: Rules | None = None
    """None: nothing could be learned so far."""
    failure: FetchError | None = None
    until: datetime | None = None
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)


class Robots:
    """The rules of the sites asked so far. For one event loop."""

    def __init__(
        self,
        fetch: Callable[[Request], Awaitable[Fetched]],
        now: Callable[[], datetime],
        widen: Callable[[str, float], None],
    ) -> None:
        """`widen`: told a host and the seconds it wants between requests."""
        self._fetch = fetch
        self._now = now
        self._widen = widen
        self._sites: OrderedDict[str, _Known] = OrderedDict()

    async def check(self, url: httpx.URL, *, urgent: bool = False) -> None:
        """Raises Refused where the site's rules keep us out, UnknownHost where there is no such
        site, and ServerTrouble where its robots.txt cannot be read for now, which means the same
        until it can (RFC 9309, 2.3.1.4).
        """
        site = str(url.copy_with(raw_path=b"/robots.txt"))
        known = self._sites.setdefault(site, _Known())
        self._sites.move_to_end(site)
        async with known.asking:
            if known.until is None or known.until <= self._now():
                await self._learn(known, site, urgent)
                self._forget()
        if known.rules is None:
            if isinstance(known.failure, UnknownHost):
                raise UnknownHost(str(known.failure))
            raise ServerTrouble(
                f"{url.host}: its robots.txt cannot be read now, so its pages are left alone.",
                retry_after=known.failure.retry_after if known.failure else None,
            )
        if known.rules.gap:
            self._widen(url.host, known.rules.gap)
        if not known.rules.allow(str(url)):
            raise Refused(f"{url.host} asks robots not to read this page (robots.txt).")

    async def _learn(self, known: _Known, site: str, urgent: bool) -> None:
        try:
            found = await self._fetch(Request(site, LIMITS, urgent=urgent))
        except (ServerTrouble, TimedOut, Unreachable) as error:
            # Rules known from before hold on.
            known.failure = error
            known.until = self._now() + ASKED_AGAIN
            return
        except FetchError:
            # It does not exist, or leads nowhere we go: there are no rules (RFC 9309, 2.3.1.3).
            known.rules = NO_RULES
            known.until = self._now() + LONGEST_KEPT
            return
        # A line that was cut in two would say more than it did.
        data = found.data if found.whole else found.data.rpartition(b"\n")[0]
        # Half a megabyte of rules takes a while to parse.
        known.rules = await asyncio.to_thread(read_rules, data)
        fresh = (found.fresh_until or self._now() + LONGEST_KEPT) - self._now()
        known.until = self._now() + min(max(fresh, SHORTEST_KEPT), LONGEST_KEPT)

    def _forget(self) -> None:
        """The sites asked longest ago, until the rest is small enough."""
        held = sum(known.rules.size for known in self._sites.values() if known.rules)
        while len(self._sites) > 1 and (len(self._sites) > SITES or held > TEXT):
            _, known = self._sites.popitem(last=False)
            held -= known.rules.size if known.rules else 0
