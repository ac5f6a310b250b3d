"""A public Telegram channel by its preview page, t.me/s/NAME: no account, no API.

The page carries the last 20 messages. An album is one block with one caption; what a post
repeats of another (a reply's quote) and the preview of a linked page are not its own words and
are left out.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from bot.errors import NotAFeed
from bot.records import Skipped
from bot.sources.feeds.decoding import text_of
from bot.sources.feeds.entries import Entry, Feed, distinct
from bot.sources.feeds.markup import clean, link_of, page_tree, plain
from bot.sources.feeds.times import bounded, parse_time

ROOT = "https://t.me/s/"

NAME = r"[A-Za-z][A-Za-z0-9_]{3,31}"
_ADDRESS = re.compile(
    rf"^(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)/(?:s/)?({NAME})"
    r"(?:/\d*)?/?(?:[?#].*)?$",
    re.IGNORECASE,
)
_SUBDOMAIN = re.compile(rf"^(?:https?://)?({NAME})\.t\.me/?(?:[?#].*)?$", re.IGNORECASE)
_AT = re.compile(rf"^@({NAME})$")
# First parts of t.me paths that are not names (core.telegram.org/api/links).
RESERVED = frozenset(
    {"joinchat", "addstickers", "addemoji", "addlist", "addtheme", "share", "proxy", "socks"}
    | {"login", "confirmphone", "setlanguage", "invoice", "contact", "giftcode", "boost"}
)
_TITLE_SUFFIX = re.compile(r"\s+[–—-]\s+Telegram$")
_BEFORE = re.compile(r"[?&]before=(\d+)")
_POST = re.compile(rf"^({NAME})/(\d+)$")
_KINDS = (
    ("tgme_widget_message_poll", "a poll"),
    ("tgme_widget_message_sticker_wrap", "a sticker"),
    ("tgme_widget_message_voice", "a voice message"),
    ("tgme_widget_message_roundvideo", "a video message"),
    ("tgme_widget_message_video_player", "a video without words"),
    ("tgme_widget_message_photo_wrap", "a picture without words"),
    ("tgme_widget_message_document", "a file without words"),
    ("tgme_widget_message_location_wrap", "a place on a map"),
    ("tgme_widget_message_contact", "a contact"),
)


def channel_address(text: str) -> str | None:
    """The preview page of the public channel meant by "@NAME", "t.me/NAME" or a post's link."""
    text = text.strip()
    found = _AT.match(text) or _ADDRESS.match(text) or _SUBDOMAIN.match(text)
    if not found or found[1].lower() in RESERVED | {"www"}:
        return None
    return f"{ROOT}{found[1]}"


def parse_channel(data: bytes, url: str, now: datetime | None = None) -> Feed:
    """Read a preview page. Entries are newest first, as feeds are; a post's text is `content`.

    Raises NotAFeed where the page is not a public channel's: a group, a person, or no one.
    """
    now = now or datetime.now(UTC)
    tree = page_tree(text_of(data))
    blocks = [] if tree is None else tree.xpath(f"//*[{_classed('tgme_widget_message')}]")
    if tree is None or (not blocks and not tree.xpath(f"//*[{_classed('tgme_channel_info')}]")):
        raise NotAFeed(
            "It is no public channel: a private one, a group, a person, or a name nobody has. "
            "Mujaz reads channels that can be seen at t.me/s/NAME."
        )
    entries: list[Entry] = []
    refused: list[Skipped] = []
    for block in reversed(blocks):
        read = _post(block, now)
        if isinstance(read, Entry):
            entries.append(read)
        elif read:
            refused.append(read)
    kept, repeats = distinct(entries)
    return Feed(
        kind="channel",
        title=_title(tree),
        link=channel_address(url) or url,
        language=None,
        entries=kept,
        refused=(*refused, *repeats),
        older=_older(tree, url),
    )


def _post(block: Any, now: datetime) -> Entry | Skipped | None:
    post = _POST.match(block.get("data-post") or "")
    if not post:
        return None
    url = f"https://t.me/{post[0]}"
    if "service_message" in _classes(block):
        return Skipped(
            url, "ServiceMessage", "It tells of the channel: a new name, picture or pin."
        )
    texts = block.xpath(f".//*[{_classed('js-message_text')}]")
    markup = _inner(texts[0]) if texts else ""
    words = plain(markup)
    if not words:
        return Skipped(url, "NoText", f"It is {_what(block)}.")
    times = block.xpath(f".//*[{_classed('tgme_widget_message_date')}]//time/@datetime")
    times = times or block.xpath(".//time[@datetime]/@datetime")
    stated = parse_time(str(times[0])) if times else None
    origin = _first(block, "tgme_widget_message_forwarded_from_name")
    about = _first(block, "tgme_widget_message_meta")
    singles = block.xpath(".//a[contains(@href, '?single')]/@href")
    return Entry(
        key=url,
        url=url,
        title=None,
        published=bounded(stated[0], now) if stated else None,
        author=_own_text(block, "tgme_widget_message_from_author"),
        content=clean(markup, url),
        forwarded_from=plain(_inner(origin)) or None if origin is not None else None,
        forwarded_url=link_of(origin.get("href"), url) if origin is not None else None,
        edited=about is not None and "edited" in about.text_content().lower().split(),
        parts=max(1, len(set(singles))),
    )


def _what(block: Any) -> str:
    for name, what in _KINDS:
        if _first(block, name) is not None:
            return what
    return "a message without words"


def _title(tree: Any) -> str | None:
    names = tree.xpath(f"//*[{_classed('tgme_channel_info_header_title')}]")
    if names:
        return plain(_inner(names[0])) or None
    stated = tree.xpath("//meta[@property='og:title']/@content") or tree.xpath("//title/text()")
    return (_TITLE_SUFFIX.sub("", plain(str(stated[0]))) or None) if stated else None


def _older(tree: Any, url: str) -> str | None:
    """The page before this one; never this one itself."""
    here = _BEFORE.search(url)
    for address in (
        *tree.xpath("//link[@rel='prev']/@href"),
        *tree.xpath(f"//a[{_classed('tme_messages_more')}][@data-before]/@href"),
    ):
        found = _BEFORE.search(str(address))
        own = channel_address(url)
        if found and own and not (here and int(found[1]) >= int(here[1])):
            return f"{own}?before={found[1]}"
    return None


def _inner(node: Any) -> str:
    return str(etree.tostring(node, encoding="unicode", method="html", with_tail=False))


def _first(block: Any, name: str) -> Any:
    return next(iter(block.xpath(f".//*[{_classed(name)}]")), None)


def _own_text(block: Any, name: str) -> str | None:
    found = _first(block, name)
    return (plain(_inner(found)) or None) if found is not None else None


def _classes(node: Any) -> list[str]:
    return (node.get("class") or "").split()


def _classed(name: str) -> str:
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
