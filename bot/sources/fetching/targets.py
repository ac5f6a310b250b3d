"""Which addresses may be asked at all, before anything is resolved. Pure."""

from __future__ import annotations

from collections.abc import Collection

import httpx

from bot.errors import BadAddress, ForbiddenAddress
from bot.sources.addresses import LONGEST, shortened

DEFAULT_PORTS = {"http": 80, "https": 443}


def target(url: str) -> httpx.URL:
    """The address without its fragment.

    Raises BadAddress where it is no http or https address or holds a name and password, and
    ForbiddenAddress for a port below 1024 other than 80 and 443: mail and shells live there.
    """
    if len(url) > LONGEST:
        raise BadAddress(f"The address is longer than {LONGEST} characters: {url[:60]}…")
    try:
        parsed = httpx.URL(url.strip()).copy_with(fragment=None)
        host, port = parsed.host, parsed.port
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise BadAddress(f"{shortened(url)} is no web address.") from error
    if parsed.scheme not in DEFAULT_PORTS or not host:
        raise BadAddress(f"{shortened(url)} does not begin with http:// or https:// and a host.")
    if parsed.userinfo:
        raise BadAddress("The address holds a name or password. Give it without them.")
    if port is not None and not 0 < port < 65536:
        raise BadAddress(f"{shortened(url)}: there is no port {port}.")
    if port is not None and port < 1024 and port not in DEFAULT_PORTS.values():
        raise ForbiddenAddress(f"{shortened(url)}: web pages are not asked for at port {port}.")
    return parsed


def is_listed(url: httpx.URL, hosts: Collection[str]) -> bool:
    """Whether the operator has named this host, or this host and port, as private but allowed."""
    port = url.port or DEFAULT_PORTS[url.scheme]
    host = url.host.lower()
    named = f"[{host}]" if ":" in host else host
    return host in hosts or named in hosts or f"{named}:{port}" in hosts
