"""Text that a file can hold."""

from __future__ import annotations


def encodable(text: str) -> str:
    """`text` with U+FFFD for lone surrogates, which have no UTF-8; pairs become one character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
