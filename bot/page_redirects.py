"""Pages whose only use is to lead on to another: by meta refresh, or by one line of script.

It stands beside `records` because two rooms need it: `sources` follows such a page through its own
checks, `reading` names it where somebody saved it. w3lib reads the meta element as browsers do.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

from w3lib.html import get_meta_refresh, remove_tags_with_content, replace_tags

LONGEST_WAIT = 15.0
"""Seconds. A page that reloads later is one to be read until then."""
MOST_WORDS = 40
"""Words beside the redirect ("You are being taken to the story"); an article has more."""
_LARGEST = 60_000
"""Signs of a page that only leads on."""
_SCRIPT = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\()\s*(?:decodeURI(?:Component)?\(\s*)?"""
    r"""["']([^"'<>\s]{1,2000})["']"""
)
_BARE_ADDRESS = re.compile(
    r"""(<meta\b[^<>]*\bcontent\s*=\s*["']?\s*\d{1,2}\s*[;,]\s*)(?=https?:|/)""", re.IGNORECASE
)
_ENCODED = re.compile(r"https?%3A", re.IGNORECASE)
_HIDDEN = ("script", "style", "title", "template")


def leads_to(text: str, url: str) -> str | None:
    """The absolute address that an HTML page at `url` leads on to; None where it is a page."""
    if len(text) > _LARGEST:
        return None
    # Browsers take the address without "url=" as well, w3lib does not.
    text = _BARE_ADDRESS.sub(r"\1url=", text)
    wait, found = get_meta_refresh(text, url, ignore_tags=("script",))
    if found is None or wait is None or wait > LONGEST_WAIT:
        scripted = set(_SCRIPT.findall(text))
        found = _address(scripted.pop(), url) if len(scripted) == 1 else None
    if not found or _same(found, url) or urlsplit(found).scheme not in ("http", "https"):
        return None
    return found if len(_words(text)) <= MOST_WORDS else None


def _address(scripted: str, url: str) -> str:
    plain = scripted.replace("\\/", "/")
    return urljoin(url, unquote(plain) if _ENCODED.match(plain) else plain)


def _words(text: str) -> list[str]:
    return replace_tags(remove_tags_with_content(text, which_ones=_HIDDEN), " ").split()


def _same(one: str, other: str) -> bool:
    return one.partition("#")[0].rstrip("/") == other.partition("#")[0].rstrip("/")
