"""OPML (opml.org/spec2): lists of feeds in and out. Folders become topics.

Read with every entity off; nothing outside the file is asked. What cannot be taken is in
`refused` with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from bot.errors import NotAFeed, NotOutlines
from bot.records import Skipped
from bot.sources.feeds.decoding import text_of
from bot.sources.feeds.markup import link_of, plain
from bot.sources.feeds.xml import without_doctype

JOINED = " / "
"""Between the names of nested folders in a topic."""

MOST_OUTLINES = 10_000
LARGEST = 4_000_000
"""Bytes; a list of ten thousand feeds has two or three million."""

_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list."""

    url: str
    title: str | None
    topic: str | None
    """The folders it lies in, joined; else its category; None at the top."""
    html_url: str | None = None


@dataclass(frozen=True, slots=True)
class Outlines:
    title: str | None
    outlines: tuple[Outline, ...]
    refused: tuple[Skipped, ...] = ()


def read_opml(data: bytes) -> Outlines:
    """Read a list. Raises NotOutlines where there is none in the bytes."""
    body = _root(data)
    title = next(iter(body.xpath("/*/*[local-name()='head']/*[local-name()='title']/text()")), "")
    refused: list[Skipped] = []
    found: dict[str, Outline] = {}
    for node, folders in _feeds(body, refused):
        outline = _outline(node, folders)
        if isinstance(outline, Skipped):
            refused.append(outline)
        elif outline.url in found:
            refused.append(Skipped(outline.url, "Repeated", "It is in the file twice."))
        else:
            found[outline.url] = outline
    return Outlines(plain(str(title)) or None, tuple(found.values()), tuple(refused))


def write_opml(title: str, outlines: Iterable[Outline]) -> bytes:
    """The list as OPML 2.0 in UTF-8; topics become folders, in the order they first come."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _safe(title)
    body = etree.SubElement(root, "body")
    folders: dict[tuple[str, ...], Any] = {(): body}
    for outline in outlines:
        names = tuple(filter(None, (outline.topic or "").split(JOINED)))
        for depth in range(1, len(names) + 1):
            if names[:depth] not in folders:
                folders[names[:depth]] = etree.SubElement(
                    folders[names[: depth - 1]], "outline", text=_safe(names[depth - 1])
                )
        named = _safe(outline.title or outline.url)
        node = etree.SubElement(folders[names], "outline", type="rss", text=named, title=named)
        node.set("xmlUrl", _safe(outline.url))
        if outline.html_url:
            node.set("htmlUrl", _safe(outline.html_url))
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _root(data: bytes) -> Any:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    if len(data) > LARGEST:
        raise NotOutlines(f"It is larger than {LARGEST // 1_000_000} MB. Send the list in parts.")
    try:
        text = without_doctype(text_of(data))
        root = etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, NotAFeed):
        root = None
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise NotOutlines("It is no OPML file. Export one from your feed reader and send that.")
    bodies = root.xpath("*[local-name()='body']")
    if not bodies:
        raise NotOutlines("It is an OPML file without a body, so it lists no feeds.")
    return bodies[0]


def _feeds(body: Any, refused: list[Skipped]) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Each outline that is not a folder, and the names of the folders around it."""
    waiting: list[tuple[Any, tuple[str, ...]]] = [(node, ()) for node in reversed(body)]
    seen = 0
    while waiting:
        node, folders = waiting.pop()
        if not isinstance(node.tag, str) or etree.QName(node).localname.lower() != "outline":
            continue
        seen += 1
        if seen > MOST_OUTLINES:
            refused.append(
                Skipped("the rest", "TooMany", f"Only {MOST_OUTLINES:,} outlines are read.")
            )
            return
        inner = [child for child in node if isinstance(child.tag, str)]
        if _attribute(node, "xmlUrl") or not inner:
            yield node, folders
        name = _name(node)
        within = (*folders, name) if name and len(folders) < _DEEPEST else folders
        if not _attribute(node, "xmlUrl"):
            waiting.extend((child, within) for child in reversed(inner))
        else:
            waiting.extend((child, folders) for child in reversed(inner))


def _outline(node: Any, folders: tuple[str, ...]) -> Outline | Skipped:
    name = _name(node)
    stated = _attribute(node, "xmlUrl")
    place = name or stated or "an outline"
    if not stated:
        if _attribute(node, "htmlUrl") or _attribute(node, "url"):
            return Skipped(place, "NoFeed", "It names a page but no feed (no xmlUrl).")
        why = "It has no feed (no xmlUrl): an empty folder, or a broken line."
        return Skipped(place, "NoFeed", why)
    # Readers write "feed:https://..." and addresses without a scheme.
    address = re.sub(r"^feed:(?://)?(?=https?:)", "", stated, flags=re.IGNORECASE)
    address = re.sub(r"^feed://", "http://", address, flags=re.IGNORECASE)
    url = link_of(address, "")
    if url is None:
        return Skipped(place, "BadAddress", f"{stated[:200]} is no http or https address.")
    category = (_attribute(node, "category") or "").partition(",")[0]
    topic = JOINED.join(folders) or JOINED.join(plain(category).strip("/ ").split("/")) or None
    html_url = link_of(_attribute(node, "htmlUrl"), "")
    return Outline(url, name if name != stated else None, topic, html_url)


def _name(node: Any) -> str | None:
    for attribute in ("title", "text"):
        if name := plain(_attribute(node, attribute) or ""):
            return name.replace(JOINED, "/")
    return None


def _attribute(node: Any, name: str) -> str | None:
    """An attribute whatever its case: "xmlurl" and "XMLURL" are about."""
    for key, value in node.attrib.items():
        if key.lower() == name.lower():
            return str(value).strip() or None
    return None


def _safe(text: str) -> str:
    """Text without the signs XML cannot hold."""
    return re.sub("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]", " ", text)
