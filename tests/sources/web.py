"""A web on loopback, in part hostile, and a guard against asking anything else.

One aiohttp server answers for every host: a resolver sends the names to it, and what it answers
depends on the Host header. It keeps what it was asked and leaves judging to the test.

    async with LoopbackWeb() as web:
        web.put("news.test", "/feed", b"<rss/>", media_type="application/rss+xml")
        async with Fetcher(web.settings(), resolve=web.resolve) as fetcher:
            await fetcher.fetch(Request(web.url("news.test", "/feed")))
        assert web.asked_for("news.test", "/feed") == 1
"""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self
from unittest import mock

from aiohttp import web

from bot.config import SourcesSettings

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Asked:
    """One request that came in."""

    host: str
    path: str
    headers: Mapping[str, str]


@dataclass
class LoopbackWeb:
    """Hosts, their pages, and what was asked of them."""

    asked: list[Asked] = field(default_factory=list)
    names: dict[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    """Names that resolve elsewhere: the answers in turn, the last one again and again."""
    resolved: list[str] = field(default_factory=list)
    at_once: dict[str, int] = field(default_factory=dict)
    """The most requests under way at a time, by host."""
    port: int = 0
    _pages: dict[tuple[str, str], Handler] = field(default_factory=dict)
    _open: dict[str, int] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        server = web.Server(self._answer)
        self._runner = web.ServerRunner(server, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=512)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    def settings(self, **changed: Any) -> SourcesSettings:
        """Settings that allow the hosts put so far, and no waiting between requests."""
        hosts = {host for host, _ in self._pages}
        given = {"private_hosts": tuple(hosts), "gap_seconds": 0.0}
        return SourcesSettings(**{**given, **changed})

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        """For `Fetcher(resolve=…)`: names of the reserved zone .test are this server's."""
        self.resolved.append(host)
        if host in self.names:
            turn = self.resolved.count(host) - 1
            return self.names[host][min(turn, len(self.names[host]) - 1)]
        if host.endswith(".test"):
            return ["127.0.0.1"]
        raise socket.gaierror(socket.EAI_NONAME, f"{host} is not of this web")

    def put(
        self,
        host: str,
        path: str,
        body: bytes | str | Handler,
        *,
        status: int = 200,
        media_type: str = "text/html; charset=utf-8",
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Puts a page up; one given as bytes answers 304 to its own ETag. Returns its address."""
        if callable(body):
            self._pages[host, path] = body
        else:
            data = body.encode() if isinstance(body, str) else body
            self._pages[host, path] = _page(data, status, media_type, headers or {})
        return self.url(host, path)

    def asked_for(self, host: str, path: str | None = None) -> int:
        """How often a host, or one of its pages, was asked."""
        return sum(one.host == host and path in (None, one.path) for one in self.asked)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        host = request.host.partition(":")[0]
        self.asked.append(Asked(host, request.path_qs, dict(request.headers)))
        self._open[host] = self._open.get(host, 0) + 1
        self.at_once[host] = max(self.at_once.get(host, 0), self._open[host])
        try:
            page = self._pages.get((host, request.path))
            if page is None:
                return web.Response(status=404, text="nothing here")
            return await page(request)  # type: ignore[arg-type]
        except ConnectionError as error:
            # Who asked has gone, as is right where too much is sent.
            raise asyncio.CancelledError from error
        finally:
            self._open[host] -= 1


def _page(data: bytes, status: int, media_type: str, headers: Mapping[str, str]) -> Handler:
    etag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'

    async def answer(request: web.Request) -> web.StreamResponse:
        if status == 200 and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        named = {"ETag": etag, "Content-Type": media_type, **headers}
        return web.Response(body=data, status=status, headers=named)

    return answer


def redirect(to: str, status: int = 302, headers: Mapping[str, str] | None = None) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={"Location": to, **(headers or {})})

    return answer


def drip(piece: bytes = b"<p>x</p>") -> Handler:
    """Sends a little, for ever."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(piece)
            await asyncio.sleep(0.02)

    return answer


def silent() -> Handler:
    """Takes the request and never answers."""

    async def answer(request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    return answer


def endless(size: int = 100 * 1024 * 1024, media_type: str = "text/html") -> Handler:
    """A body of `size` bytes, made as it is sent."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": media_type})
        await response.prepare(request)
        piece = b"<p>no end</p>" * 5041
        for _ in range(size // len(piece) + 1):
            await response.write(piece)
        return response

    return answer


def raw(sent: bytes) -> Handler:
    """Exactly these bytes on the connection, which is then closed."""

    async def answer(request: web.Request) -> web.StreamResponse:
        transport = request.transport
        assert transport is not None
        transport.write(sent)
        transport.close()
        raise asyncio.CancelledError

    return answer


def packed(data: bytes, encoding: str, media_type: str = "text/html") -> bytes:
    """A whole HTTP answer whose body is `data`, said to be packed as `encoding`."""
    return (
        f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Encoding: {encoding}\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    ).encode() + data


@contextmanager
def only_loopback() -> Iterator[list[str]]:
    """Lets connections to loopback through and refuses all others, names looked up included.

    Gives the list of those refused. The block fails at its end where the list is not empty: a
    test that means to see a refusal takes it off the list.
    """
    refused: list[str] = []
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def check(family: int, address: Any) -> None:
        if family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            refused.append(str(address[0]))
            raise ConnectionRefusedError(f"a test may not connect to {address[0]}")

    def guarded(self: socket.socket, address: Any) -> None:
        check(self.family, address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        check(self.family, address)
        return connect_ex(self, address)

    def looked_up(host: Any, *given: Any, **named: Any) -> Any:
        if host and not _is_loopback(str(host)) and not _is_number(str(host)):
            if str(host).endswith(".invalid"):
                # Reserved: no such name is ever anybody's (RFC 6761).
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            refused.append(str(host))
            raise socket.gaierror(f"a test may not look up {host}")
        return look_up(host, *given, **named)

    with (
        mock.patch.object(socket.socket, "connect", guarded),
        mock.patch.object(socket.socket, "connect_ex", guarded_ex),
        mock.patch.object(socket, "getaddrinfo", looked_up),
    ):
        yield refused
    assert not refused, f"asked outside loopback: {refused}"


def _is_number(host: str) -> bool:
    """Whether looking it up asks nobody: an address, or one of the old spellings of one."""
    return ":" in host or re.fullmatch(r"(0x)?[0-9a-f]+(\.(0x)?[0-9a-f]+){0,3}", host) is not None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
