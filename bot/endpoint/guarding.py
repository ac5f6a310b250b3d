"""Who may push, how often and how much: decided before a request's body is read."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterable, Callable

from bot.errors import MujazError

SLOWEST = 30.0
"""Seconds for a whole body."""

DRAINED = 128 * 1024 * 1024
"""Bytes after which a body that is refused anyway is read no further."""


class BodyTooLarge(MujazError):
    """A request over the limit of bytes."""


class BodyTooSlow(MujazError):
    """A request that did not come whole in time."""


def is_bearer(header: str | None, token: str) -> bool:
    """Whether an Authorization header holds the token; takes as long for every wrong one."""
    scheme, _, given = (header or "").partition(" ")
    right = hmac.compare_digest(given.strip().encode("utf-8", "replace"), token.encode())
    return right and scheme.lower() == "bearer" and bool(token)


class Rate:
    """A bucket of `per_minute` requests that fills again at that rate. `clock`: seconds."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._most = float(per_minute)
        self._left = self._most
        self._clock = clock
        self._at = clock()

    def wait(self) -> float:
        """Count a request and return 0 where it may come now; else the seconds until one may."""
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._at) * self._most / 60)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return 0.0
        return (1 - self._left) * 60 / self._most


async def body_of(chunks: AsyncIterable[bytes], stated: str | None, most: int) -> bytes:
    """A request's body. `stated`: its Content-Length.

    Raises BodyTooLarge and BodyTooSlow. Somewhat more than the limit is read and thrown away
    first: a caller whose connection closes while it still sends never reads why.
    """
    body, size = bytearray(), 0
    if stated is not None and stated.isascii() and stated.isdigit() and int(stated) > DRAINED:
        size = int(stated)
    try:
        async with asyncio.timeout(SLOWEST):
            async for chunk in chunks:
                size += len(chunk)
                if size > most:
                    body.clear()
                    if size > DRAINED:
                        break
                else:
                    body += chunk
    except TimeoutError:
        raise BodyTooSlow(f"The request did not come whole within {SLOWEST:.0f} s.") from None
    if size > most:
        raise BodyTooLarge(f"A request has at most {most:,} bytes. Send fewer articles at once.")
    return bytes(body)
