"""Fetching one address: the one place that asks the web for anything.

What may be asked and connected to, how often, how long and how much is decided in the files
beside this one; here is their order. The promises are in docs/sources.md.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Self

import httpx
from httpx_secure import SSRFProtectionError

from bot import __version__
from bot.config import SourcesSettings
from bot.errors import (
    BadAddress,
    ForbiddenAddress,
    TimedOut,
    TooManyRedirects,
    Unreachable,
)
from bot.sources.fetching import headers
from bot.sources.fetching.answers import check_kind, check_status, limit_of
from bot.sources.fetching.body import ACCEPTED, Decompression, too_big
from bot.sources.fetching.connecting import (
    Resolve,
    SystemResolver,
    private_client,
    public_client,
)
from bot.sources.fetching.requests import Fetched, Request, Validators
from bot.sources.fetching.targets import is_listed, target

PERMANENT = frozenset({301, 308})


def now_utc() -> datetime:
    return datetime.now(UTC)


def user_agent(settings: SourcesSettings) -> str:
    """What sites see of us: printable ASCII, without empty brackets where there is no contact."""
    written = settings.user_agent.replace("{version}", __version__)
    written = written.replace("{contact}", f"+{settings.contact}" if settings.contact else "")
    return printable(written.replace("()", "")) or f"Mujaz/{__version__}"


def printable(text: str) -> str:
    """What of a text can stand in a header."""
    return " ".join("".join(c for c in text if " " <= c <= "~")[:300].split())


@dataclass
class _Journey:
    """How far one fetch has come."""

    url: httpx.URL
    left: float
    """Seconds."""
    cookies: httpx.Cookies
    """Some sites redirect to the same page with a cookie; it is kept for this fetch alone."""
    permanent: bool = True
    moved_to: str | None = None


class Fetcher:
    """Asks the web. One for a process: it knows which host was asked when.

    `fetch` raises the FetchErrors of bot/errors.py and nothing else. Use it as an asynchronous
    context manager, or `close` it.
    """

    def __init__(
        self,
        settings: SourcesSettings,
        *,
        resolve: Resolve | None = None,
        now: Callable[[], datetime] = now_utc,
    ) -> None:
        """`resolve` and `now` stand in for the system's resolver and clock."""
        self._own_resolver = None if resolve else SystemResolver()
        look_up = resolve or self._own_resolver
        assert look_up is not None
        self._public = public_client(look_up)
        self._private = private_client(look_up)
        self._listed = frozenset(host.lower() for host in settings.private_hosts)
        self._user_agent = user_agent(settings)
        self._now = now

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self._public.aclose()
        await self._private.aclose()
        if self._own_resolver:
            self._own_resolver.close()

    async def fetch(self, request: Request) -> Fetched:
        """What is at the address, redirects followed."""
        journey = _Journey(target(request.url), request.limits.seconds, httpx.Cookies())
        seen = {(journey.url, 0)}
        for _ in range(request.limits.redirects + 1):
            answer = await self._timed(journey, request)
            if isinstance(answer, Fetched):
                return answer
            step = (journey.url, len(journey.cookies))
            if step in seen:
                raise TooManyRedirects(f"{request.url} redirects in a circle.")
            seen.add(step)
        raise TooManyRedirects(
            f"{request.url} redirects more than {request.limits.redirects} times."
        )

    async def _timed(self, journey: _Journey, request: Request) -> Fetched | None:
        clock = asyncio.get_running_loop().time
        start = clock()
        try:
            async with asyncio.timeout(journey.left):
                return await self._hop(journey, request)
        except TimeoutError as error:
            raise TimedOut(
                f"{journey.url.host} did not send everything within "
                f"{request.limits.seconds:g} seconds."
            ) from error
        finally:
            journey.left -= clock() - start

    async def _hop(self, journey: _Journey, request: Request) -> Fetched | None:
        """One request: the answer, or None where the journey goes on elsewhere."""
        async with self._answer(journey, request) as answer:
            journey.cookies.extract_cookies(answer)
            if answer.has_redirect_location:
                self._turn(journey, answer)
                return None
            check_status(answer, self._now(), conditional=request.validators is not None)
            if answer.status_code == 304:
                return self._fetched(journey, answer, request, b"", whole=True)
            check_kind(answer)
            data, whole = await self._read(answer, request)
            return self._fetched(journey, answer, request, data, whole=whole)

    @asynccontextmanager
    async def _answer(self, journey: _Journey, request: Request) -> AsyncIterator[httpx.Response]:
        client = self._private if is_listed(journey.url, self._listed) else self._public
        host = journey.url.host
        try:
            asked = client.build_request(
                "GET", journey.url, headers=self._headers(request), cookies=journey.cookies
            )
            answer = await client.send(asked, stream=True)
            # The client's own jar would remember every site's cookies, and for ever.
            client.cookies.clear()
            try:
                yield answer
            finally:
                await answer.aclose()
        except SSRFProtectionError as error:
            raise ForbiddenAddress(f"{host} is not on the public internet.") from error
        except httpx.TimeoutException as error:
            raise TimedOut(f"{host} does not answer.") from error
        except (httpx.TransportError, zlib.error) as error:
            raise Unreachable(f"{host} cannot be read: {error or type(error).__name__}.") from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise BadAddress(f"{host} is no web address.") from error

    def _headers(self, request: Request) -> Mapping[str, str]:
        return {
            "User-Agent": printable(request.user_agent or "") or self._user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "ar,en;q=0.5",
            "Accept-Encoding": ACCEPTED,
            **headers.conditions(request.validators),
        }

    def _turn(self, journey: _Journey, answer: httpx.Response) -> None:
        location = answer.headers["location"]
        try:
            joined = str(journey.url.join(location.strip()))
        except (httpx.InvalidURL, ValueError) as error:
            raise BadAddress(f"{journey.url.host} redirects to what is no address.") from error
        journey.url = target(joined)
        journey.permanent = journey.permanent and answer.status_code in PERMANENT
        if journey.permanent:
            journey.moved_to = str(journey.url)

    async def _read(self, answer: httpx.Response, request: Request) -> tuple[bytes, bool]:
        """The decoded bytes, and whether they are all there."""
        limit = limit_of(answer, request.limits)
        unpack = Decompression(answer.headers.get("content-encoding", ""))
        body = BytesIO()
        try:
            async for packed in answer.aiter_raw():
                for piece in unpack.feed(packed):
                    if body.tell() + len(piece) > limit:
                        raise too_big(limit)
                    body.write(piece)
        except (httpx.RemoteProtocolError, httpx.ReadError, zlib.error):
            if not request.limits.keep_cut_off or not body.tell():
                raise
            return body.getvalue(), False
        if not unpack.whole and not request.limits.keep_cut_off:
            raise Unreachable(f"{answer.url.host} sent only a part of the answer.")
        return body.getvalue(), unpack.whole

    def _fetched(
        self,
        journey: _Journey,
        answer: httpx.Response,
        request: Request,
        data: bytes,
        *,
        whole: bool,
    ) -> Fetched:
        media_type, charset = headers.kind(answer.headers)
        former = request.validators if answer.status_code == 304 else None
        return Fetched(
            url=str(journey.url),
            status=304 if answer.status_code == 304 else 200,
            data=data,
            media_type=media_type,
            charset=charset,
            # A part must not be told "unchanged" next time.
            validators=headers.validators(answer.headers, former) if whole else Validators(),
            fresh_until=headers.fresh_until(answer.headers, self._now()) if whole else None,
            moved_to=journey.moved_to,
            whole=whole,
        )
