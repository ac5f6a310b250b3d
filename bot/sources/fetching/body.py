"""The bytes of an answer, decompressed here and never beyond the limit.

httpx decompresses a whole network chunk at once, which of 64 KB can make 64 MB and, with
Brotli, far more. Here the decompressor is told how much it may put out, and only encodings
whose decompressor can be told so are asked for.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from bot.errors import TooBig, WrongKind

ACCEPTED = "gzip, deflate"
"""The Accept-Encoding of every request. Brotli and zstd are not needed, so they are refused."""

PIECE = 64 * 1024
"""Bytes put out at once."""


class Decompression:
    """One content encoding, undone piece by piece."""

    def __init__(self, encoding: str) -> None:
        """`encoding`: the Content-Encoding header. Raises WrongKind for one not asked for."""
        names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
        names = [name for name in names if name != "identity"]
        if len(names) > 1 or (names and names[0] not in {"gzip", "x-gzip", "deflate"}):
            raise WrongKind(f"The answer is packed as {encoding[:60]!r}, which was not asked for.")
        self._name = names[0] if names else ""
        self._open = self._new() if names else None
        self._begun = False

    def _new(self) -> zlib._Decompress:
        if self._name != "deflate":
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        return zlib.decompressobj()

    def feed(self, packed: bytes) -> Iterator[bytes]:
        """What these bytes decompress to, in pieces of at most PIECE. Raises zlib.error."""
        if self._open is None:
            if packed:
                yield packed
            return
        if not self._begun and packed and self._name == "deflate" and packed[0] & 0x0F != 8:
            # Some servers send bare deflate, without zlib's header, under this name.
            self._open = zlib.decompressobj(-zlib.MAX_WBITS)
        self._begun = self._begun or bool(packed)
        while packed:
            if self._open.eof:
                # Another gzip member may follow; anything else after the end is padding.
                if self._name == "deflate" or not packed.startswith(b"\x1f"):
                    return
                self._open = self._new()
            piece = self._open.decompress(packed, PIECE)
            packed = self._open.unconsumed_tail or self._open.unused_data
            if piece:
                yield piece
        yield from self._held_back()

    def _held_back(self) -> Iterator[bytes]:
        """What zlib has read but not yet put out."""
        assert self._open is not None
        while not self._open.eof and (piece := self._open.decompress(b"", PIECE)):
            yield piece

    @property
    def whole(self) -> bool:
        """Whether the packed data has come to its own end."""
        return self._open is None or not self._begun or self._open.eof


def too_big(limit: int) -> TooBig:
    """The error for an answer over `limit` bytes."""
    size = f"{limit // 1024 // 1024} MB" if limit >= 1024 * 1024 else f"{limit // 1024} KB"
    return TooBig(f"The answer is larger than {size}, unpacked. It is not read.")
