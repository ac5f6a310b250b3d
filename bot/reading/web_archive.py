"""Pages saved with all their parts in one file: MHTML of browsers and mail, Safari's webarchive.

The page is the first part that is HTML; pictures, styles and frames are not looked at. A part's
own headers say how its bytes are packed and in which charset they are.
"""

from __future__ import annotations

import plistlib
import re
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

from bot.errors import UnreadContainer
from bot.records import Document

_HEADER = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,8}[A-Za-z][A-Za-z0-9\-]{1,40}:[ \t]?[^\r\n]{0,2000}\r?\n"
)
_MIME = re.compile(rb"^(?:MIME-Version|Content-Type)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_HEAD = 8192
"""Bytes in which a message's own headers stand."""
_PLIST = (b"bplist00", b"<?xml", b"<!DOCTYPE plist", b"<plist")
_NO_PAGE = "It is {} without a page in it. Open it, and save the article as HTML or text."


def is_mime(data: bytes) -> bool:
    """Whether bytes begin with the headers of a MIME message, as MHTML does."""
    if _HEADER.match(data) is None:
        return False
    head = re.split(rb"\r?\n\r?\n", data[:_HEAD].lstrip(), maxsplit=1)[0]
    return _MIME.search(head) is not None


def read_mime(document: Document) -> Document:
    """The page within a MIME message. Raises UnreadContainer where it has none."""
    message = message_from_bytes(
        document.data.removeprefix(b"\xef\xbb\xbf").lstrip(), policy=policy.default
    )
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return _page(document, message, part)
    archive = message.get_content_type() == "multipart/related"
    raise UnreadContainer(_NO_PAGE.format("a web archive (MHTML)" if archive else "a mail message"))


def _page(document: Document, message: Any, part: Any) -> Document:
    data = part.get_payload(decode=True) or b""
    address = part.get("Content-Location") or message.get("Snapshot-Content-Location")
    return replace(
        document,
        data=data,
        media_type="text/html",
        charset=part.get_content_charset(),
        url=document.url or _web(address),
    )


def is_webarchive(data: bytes) -> bool:
    return data.lstrip()[:20].startswith(_PLIST) and b"WebMainResource" in data


def read_webarchive(document: Document) -> Document:
    """The page within a webarchive of Safari. Raises UnreadContainer where it has none."""
    try:
        page = plistlib.loads(document.data)["WebMainResource"]
        data, kind = page["WebResourceData"], page.get("WebResourceMIMEType", "text/html")
    except Exception:
        # plistlib raises what it happens upon in a damaged file.
        page, data, kind = {}, b"", ""
    if not isinstance(data, bytes) or kind not in ("text/html", "application/xhtml+xml"):
        raise UnreadContainer(_NO_PAGE.format("a web archive of Safari"))
    return replace(
        document,
        data=data,
        media_type="text/html",
        charset=page.get("WebResourceTextEncodingName"),
        url=document.url or _web(page.get("WebResourceURL")),
    )


def _web(address: object) -> str | None:
    text = str(address or "").strip()
    return text if text.startswith(("http://", "https://")) else None
