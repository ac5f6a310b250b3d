"""Text that somebody else wrote, shut in between two lines for a chat model."""

from __future__ import annotations

import hashlib
from itertools import count


def shut_in(data: str) -> str:
    """The data between two marker lines that do not occur in it, so that nothing in it can close
    them; the same for the same data."""
    marker = marker_for(data)
    return f"<<<DATA {marker}>>>\n{data}\n<<<END {marker}>>>"


def marker_for(data: str) -> str:
    """A word that does not occur in `data`."""
    for number in count():
        marker = hashlib.sha256(f"{number} {data}".encode("utf-8", "replace")).hexdigest()[:16]
        if marker not in data:
            return marker
    raise AssertionError
