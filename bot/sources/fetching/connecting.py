"""The HTTP clients: what may be connected to is decided at the moment of connecting.

A name is resolved once for each connection, and the connection goes to the very address that
was checked, so that a name that changes its address between check and connect gains nothing.
httpx-secure holds the rule of what is public. Left alone with a name it would find its address
by connecting to it for a moment; so that not even that happens, `_Resolving` hands it
addresses, not names.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpcore
import httpx
from httpx_secure import SSRFProtectionError, httpx_ssrf_protection

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port to its addresses, in the order they are to be tried. Raises OSError."""

RESOLVER_THREADS = 16
"""A name server that does not answer holds a thread for its whole wait."""

TRIED = 4
"""Addresses of one host tried for one connection."""

SECONDS_EACH = 6.0
"""For connecting to one address before the next is tried."""

TIMEOUTS = httpx.Timeout(connect=15, read=20, write=20, pool=None)
"""Seconds for each step; the whole is bounded by the fetch's own deadline."""

KEPT_OPEN = httpx.Limits(max_connections=None, max_keepalive_connections=40, keepalive_expiry=10)
"""How many are open at once is bounded by whoever waits for a turn, not by the pool."""


_SPECIAL = tuple(
    ip_network(text)
    for text in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
    )
)
"""Of IANA's special-purpose registries, what the `is_global` of some Python versions misses."""


class SystemResolver:
    """The system's resolver in threads of its own, so that slow names hold up nothing else."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(RESOLVER_THREADS, thread_name_prefix="resolver")

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        )
        return list(dict.fromkeys(str(address[0]) for *_, address in found))

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


class _Resolving(httpcore.AsyncNetworkBackend):
    """Resolves a name and hands its addresses, one after the other, to the guarded backend."""

    def __init__(self, guarded: httpcore.AsyncNetworkBackend, resolve: Resolve) -> None:
        self._guarded = guarded
        self._resolve = resolve

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        options = list(socket_options or ())
        failure: Exception | None = None
        try:
            async with asyncio.timeout(timeout):
                for address in (await self._addresses(host, port))[:TRIED]:
                    try:
                        return await self._guarded.connect_tcp(
                            address, port, SECONDS_EACH, local_address, options
                        )
                    except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                        failure = failure or error
                    except SSRFProtectionError as error:
                        failure = error
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"{host} did not answer") from error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            return [str(ip_address(host))]
        except ValueError:
            pass
        try:
            found = await self._resolve(host, port)
            # An IPv6 zone ("%eth0") belongs to link-local addresses only, which are never asked.
            return [str(ip_address(text.partition("%")[0])) for text in found]
        except (OSError, ValueError) as error:
            raise httpcore.ConnectError(f"{host} is not found") from error

    async def sleep(self, seconds: float) -> None:
        await self._guarded.sleep(seconds)


def public_client(resolve: Resolve) -> httpx.AsyncClient:
    """A client that connects to public unicast addresses only.

    Its requests raise SSRFProtectionError for all others.
    """
    return _client(resolve, lambda client: httpx_ssrf_protection(client, custom_validator=_unicast))


def private_client(resolve: Resolve) -> httpx.AsyncClient:
    """A client that connects anywhere; only for hosts that the operator has named."""
    return _client(
        resolve,
        lambda client: httpx_ssrf_protection(
            client, check_globally_reachable=False, custom_validator=lambda *_: True
        ),
    )


def _client(
    resolve: Resolve, protect: Callable[[httpx.AsyncClient], httpx.AsyncClient]
) -> httpx.AsyncClient:
    # trust_env: a proxy would connect for us, past every check; and no passwords of .netrc.
    transport = httpx.AsyncHTTPTransport(verify=_trusted(), trust_env=False, limits=KEPT_OPEN)
    client = protect(
        httpx.AsyncClient(
            transport=transport,
            trust_env=False,
            follow_redirects=False,
            timeout=TIMEOUTS,
            # The client's own jar would remember every site's cookies, and for ever.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        )
    )
    pool = transport._pool
    pool._network_backend = _Resolving(pool._network_backend, resolve)
    return client


@cache
def _trusted() -> ssl.SSLContext:
    """The certificate authorities of certifi; reading them takes a tenth of a second."""
    return httpx.create_ssl_context(trust_env=False)


def _unicast(host: str, address: IPv4Address | IPv6Address, port: int) -> bool:
    """Whether an address that `is_global` lets through leads to one machine of the internet."""
    if address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    if any(address in network for network in _SPECIAL if network.version == address.version):
        return False
    if isinstance(address, IPv4Address):
        return True
    inside = address.ipv4_mapped or address.sixtofour or _compatible(address)
    return not address.is_site_local and (inside is None or inside.is_global)


def _compatible(address: IPv6Address) -> IPv4Address | None:
    """The address inside an IPv4-compatible one (::a.b.c.d, RFC 4291 2.5.5.1)."""
    return IPv4Address(address.packed[12:]) if not any(address.packed[:12]) else None
