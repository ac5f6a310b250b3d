"""What of a message is to be read, in the form in which it is stored until then.

{"text", "origin", "part", "url"?, "posted"?, "links"?, "album"?}   a paste or a post
{"link", "origin"}                                                  a page to be fetched
{"file", "origin", "media"}                                         a document sent
{"text", "pictures", ...}    a post with pictures, whose text is read where the post has few words
{"add"}      an address to be added as a source (bot/delivery/handlers/sources_adding.py)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from telegram import Document as File
from telegram import Message

from bot.delivery.requests.entities import Written, written
from bot.delivery.requests.forwarded import PostOrigin, origin_of, spans_of
from bot.language.arabic.script import arabic_share
from bot.language.small_talk import kind_of as kind_of_talk
from bot.records import MAX_BYTES, MEDIA_TYPES

MOST_PAGES = 10
"""Links of one message that are opened."""

CAPTION_WORDS = 8
"""Arabic words from which a caption is a text of its own."""
MOST_PICTURES = 4
"""Pictures of one post that are read."""
_PICTURES = ("image/jpeg", "image/png", "image/webp")
_MEDIA = {*_PICTURES, *MEDIA_TYPES.values(), "application/xhtml+xml"}

Content = Mapping[str, Any]


def kind_of(file: File) -> str | None:
    """The media type of a file that can be read; None of any other."""
    by_name = MEDIA_TYPES.get(PurePath(file.file_name or "").suffix.lower())
    return by_name or (file.mime_type if file.mime_type in _MEDIA else None)


def sources_of(message: Message, username: str) -> Sequence[Content] | str:
    """What is to be read of a message, or the key of the text that says why nothing.

    `username`: the bot's, which is no part of an article.
    """
    origin = origin_of(message)
    said = message.text or message.caption or ""
    found = written(said, spans_of(message), (username, (origin.username or "") if origin else ""))
    if message.document is not None:
        refused = _refused(message.document)
        if refused is None:
            return [_file(message.document)]
        # What is no text stands beside its post's words.
        if refused == "reading.too_big" or not found.text.strip():
            return refused
    if found.only_links:
        return [{"link": url, "origin": url} for url in found.addresses[:MOST_PAGES]]
    text = re.sub(rf"@{re.escape(username)}\b", "", found.text, flags=re.IGNORECASE).strip()
    picture = message.photo[-1].file_id if message.photo else None
    if not text and not picture and not message.media_group_id:
        return "reading.not_text"
    post = _post(text, found, origin, message.media_group_id)
    return [{**post, "pictures": [picture]} if picture else post]


def needs_its_pictures(source: Content) -> bool:
    """Whether the words are in the pictures: a caption of few Arabic words is no article."""
    said = [word for word in str(source.get("text", "")).split() if arabic_share(word) > 0.5]
    return bool(source.get("pictures")) and len(said) < CAPTION_WORDS


def small_talk(message: Message, username: str) -> str | None:
    """The kind of small talk that a message is, as bot/language/small_talk.py names it; None where
    there is something to read. What is forwarded, or holds a link, is no talk."""
    if not message.text or message.forward_origin is not None:
        return None
    found = written(message.text, spans_of(message), (username,))
    said = re.sub(rf"@{re.escape(username)}\b", "", found.text, flags=re.IGNORECASE)
    return None if found.addresses else kind_of_talk(said)


def _post(text: str, found: Written, origin: PostOrigin | None, album: str | None) -> Content:
    source: dict[str, Any] = {
        "text": text,
        "url": origin.url if origin else None,
        "origin": (origin.title if origin else "") or "a message",
        "part": len(text),
    }
    if found.links:
        source["links"] = [[link.words, link.url] for link in found.links]
    if origin and origin.title:
        source["posted"] = origin.posted.isoformat()
    if album:
        source["album"] = album
    return source


def _refused(file: File) -> str | None:
    if kind_of(file) is None:
        return "reading.bad_kind"
    return "reading.too_big" if (file.file_size or 0) > MAX_BYTES else None


def _file(file: File) -> Content:
    return {"file": file.file_id, "origin": file.file_name or "a file", "media": kind_of(file)}
