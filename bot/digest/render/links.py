"""Addresses that may be put behind words."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

LONGEST = 2000
"""Characters. Telegram drops the link of an address beyond what it can open; so do browsers."""

# RFC 3986 section 2: reserved and unreserved characters, and "%" of what is already encoded.
_KEPT = ":/?#[]@!$&'*+,;=-._~%"


def safe_link(url: str | None) -> str | None:
    """The address with everything outside RFC 3986 percent-encoded; None if it is no web page.

    Parentheses are encoded as well, since they would end a Markdown link.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    try:
        link = quote(parts.geturl(), safe=_KEPT)
    except UnicodeEncodeError:
        return None
    return link if len(link) <= LONGEST else None
