"""One request and its answer: what is sent, how the answer is read, and what can go wrong.

Redirects are not followed here; where one leads is handed back.
"""

from __future__ import annotations

import socket
import zlib
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import httpx
from httpx_secure import SSRFProtectionError

from bot.errors import BadAddress, ForbiddenAddress, TimedOut, UnknownHost, Unreachable
from bot.sources.fetching import headers
from bot.sources.fetching.answers import check_kind, check_status, limit_of
from bot.sources.fetching.body import ACCEPTED, Decompression, too_big
from bot.sources.fetching.connecting import Resolve, private_client, public_client
from bot.sources.fetching.deadline import Deadline
from bot.sources.fetching.memory import LargePlaces
from bot.sources.fetching.requests import Fetched, Request, Validators
from bot.sources.fetching.targets import is_listed, target

PERMANENT = frozenset({301, 308})


@dataclass
class Journey:
    """How far one fetch has come."""

    url: httpx.URL
    deadline: Deadline
    cookies: httpx.Cookies
    """Some sites redirect to the same page with a cookie; it is kept for this fetch alone."""
    permanent: bool = True
    moved_to: str | None = None

    def turn(self, answer: httpx.Response) -> None:
        """On to where the answer redirects. Raises as `target` does."""
        location = answer.headers["location"].strip()
        try:
            joined = str(self.url.join(location))
        except (httpx.InvalidURL, ValueError) as error:
            raise BadAddress(f"{self.url.host} redirects to what is no address.") from error
        self.url = target(joined)
        self.permanent = self.permanent and answer.status_code in PERMANENT
        if self.permanent:
            self.moved_to = str(self.url)

    def lead(self, address: str) -> None:
        """On to where a page leads, which never moves it for good. Raises as `target` does."""
        self.url = target(address)
        self.permanent = False


class Wire:
    """The clients, and how they are used."""

    def __init__(
        self,
        resolve: Resolve,
        user_agent: str,
        private_hosts: Collection[str],
        large_places: LargePlaces,
        now: Callable[[], datetime],
    ) -> None:
        self._public = public_client(resolve)
        self._private = private_client(resolve)
        self._private_hosts = private_hosts
        self._user_agent = user_agent
        self._large_places = large_places
        self._now = now

    async def close(self) -> None:
        await self._public.aclose()
        await self._private.aclose()

    async def exchange(self, journey: Journey, request: Request) -> Fetched | None:
        """The answer, or None where the journey has turned elsewhere. Raises FetchErrors."""
        async with self._answer(journey, request) as answer:
            journey.cookies.extract_cookies(answer)
            if answer.has_redirect_location:
                journey.turn(answer)
                return None
            conditional = bool(headers.conditions(request.validators))
            check_status(answer, self._now(), conditional=conditional)
            if answer.status_code == 304:
                return self._unchanged(journey, answer, request)
            check_kind(answer, picture=request.picture)
            data, whole = await self._read(answer, journey, request)
            return self._fetched(journey, answer, data, whole)

    @asynccontextmanager
    async def _answer(self, journey: Journey, request: Request) -> AsyncIterator[httpx.Response]:
        client = self._private if is_listed(journey.url, self._private_hosts) else self._public
        host = journey.url.host
        try:
            asked = client.build_request(
                "GET", journey.url, headers=self._headers(request), cookies=journey.cookies
            )
            answer = await client.send(asked, stream=True)
            try:
                yield answer
            finally:
                await answer.aclose()
        except SSRFProtectionError as error:
            raise ForbiddenAddress(f"{host} is not on the public internet.") from error
        except httpx.TimeoutException as error:
            raise TimedOut(f"{host} does not answer.") from error
        except (httpx.TransportError, OSError, zlib.error) as error:
            if _is_unknown(error):
                raise UnknownHost(
                    f"There is no site called {host}: it is not found. Check how the address is "
                    "spelled."
                ) from error
            raise Unreachable(f"{host} cannot be read: {_reason(error)}.") from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise BadAddress(f"{host} is no web address.") from error

    def _headers(self, request: Request) -> Mapping[str, str]:
        return {
            "User-Agent": headers.printable(request.user_agent or "") or self._user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "ar,en;q=0.5",
            "Accept-Encoding": ACCEPTED,
            **headers.conditions(request.validators),
        }

    async def _read(
        self, answer: httpx.Response, journey: Journey, request: Request
    ) -> tuple[bytes, bool]:
        """The decoded bytes, and whether they are all there."""
        limits, limit = request.limits, limit_of(answer, request.limits)
        unpack = Decompression(answer.headers.get("content-encoding", ""))
        with self._large_places.body(journey.deadline, urgent=request.urgent) as body:
            try:
                async for packed in answer.aiter_raw():
                    for piece in unpack.feed(packed):
                        if len(body) + len(piece) > limit:
                            if not limits.keep_start:
                                raise too_big(limit)
                            await body.write(piece[: limit - len(body)])
                            return body.content(), False
                        await body.write(piece)
            except (httpx.RemoteProtocolError, httpx.ReadError, zlib.error):
                if not limits.keep_cut_off or not len(body):
                    raise
                return body.content(), False
            if not unpack.whole and not limits.keep_cut_off:
                raise Unreachable(f"{answer.url.host} sent only a part of the answer.")
            return body.content(), unpack.whole

    def _unchanged(self, journey: Journey, answer: httpx.Response, request: Request) -> Fetched:
        return Fetched(
            url=str(journey.url),
            status=304,
            data=b"",
            media_type=None,
            charset=None,
            validators=headers.validators(answer.headers, request.validators),
            fresh_until=headers.fresh_until(answer.headers, self._now()),
            moved_to=journey.moved_to,
        )

    def _fetched(
        self, journey: Journey, answer: httpx.Response, data: bytes, whole: bool
    ) -> Fetched:
        media_type, charset = headers.kind(answer.headers)
        return Fetched(
            url=str(journey.url),
            status=200,
            data=data,
            media_type=media_type,
            charset=charset,
            # A part must not be called "unchanged" the next time.
            validators=headers.validators(answer.headers) if whole else Validators(),
            fresh_until=headers.fresh_until(answer.headers, self._now()) if whole else None,
            moved_to=journey.moved_to,
            whole=whole,
        )


def _reason(error: Exception) -> str:
    text = headers.printable(str(error)).rstrip(".")
    return text or type(error).__name__


def _is_unknown(error: BaseException | None) -> bool:
    """Whether it came of a name that no server for names knows."""
    while error is not None:
        if isinstance(error, socket.gaierror):
            return error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None))
        error = error.__cause__ or error.__context__
    return False
