"""Files that are text and no article: what each is called, so that no language is told of it.

Their letters are markup, packed bytes or addresses, which read as German or English by chance.
"""

from __future__ import annotations

import io
import json
import re
import zipfile

from bot.errors import UnreadContainer

_START = 4096
_SAVE = "Open it, and save the article as HTML or text."
_FIRST = (
    (re.compile(r"WARC/\d"), "a web archive (WARC)", _SAVE),
    (re.compile(r"filedesc://|https?://\S+ [\d.]{7,15} \d{14} "), "a web archive (ARC)", _SAVE),
    (re.compile(r"From \S+@?\S* .{10,40}\d{4}\r?\n"), "a mailbox", _SAVE),
    (re.compile(r"BEGIN:VC(?:ARD|ALENDAR)"), "a file of contacts or dates", _SAVE),
    (re.compile(r"\[InternetShortcut\]", re.I), "a link to a page", "Give the page itself."),
    (re.compile(r"WEBVTT|1\r?\n\d\d:\d\d:\d\d,\d{3} -->"), "a file of subtitles", _SAVE),
    (re.compile(r"(?:\\documentclass|%!PS)"), "a file for typesetting", _SAVE),
    (re.compile(r"#EXTM3U"), "a list to play (M3U)", _SAVE),
    (re.compile(r"-----BEGIN [A-Z ]{3,40}-----"), "a key or a signature", _SAVE),
    (re.compile(r"begin(?:-base64)? [0-7]{3,4} \S"), "a packed file (UUencode)", _SAVE),
)
_ROOT = re.compile(
    r"\s*(?:<\?xml[^>]{0,300}\?>\s*)?(?:<!--.{0,2000}?-->\s*|<\?[^>]{0,300}\?>\s*"
    r"|<!DOCTYPE[^>]{0,500}>\s*)*<([A-Za-z_][\w.\-:]{0,40})",
    re.S,
)
_FEEDS = frozenset({"rss", "feed", "rdf:rdf", "rdf"})
_OTHER_ROOTS = {
    "opml": "a list of feeds (OPML)",
    "urlset": "a site map",
    "sitemapindex": "a site map",
    "plist": "a property list",
    "tei": "an edition in TEI",
    "fictionbook": "a book (FB2)",
    "svg": "a drawing (SVG)",
    "xliff": "a file for translators (XLIFF)",
    "office:document": "a text of OpenDocument (ODT)",
    "w:worddocument": "a text of Word (XML)",
    "pkg:package": "a text of Word (XML)",
    "gpx": "a track (GPX)",
    "kml": "a map (KML)",
}
_PAGE_ROOTS = frozenset(
    {"html", "head", "body", "div", "p", "article", "section", "main", "span", "h1", "table"}
)
"""Roots of pages and their pieces, which some systems put an XML declaration before."""
_FOLLOW = "Follow it with `mujaz sources add`, or give one of its articles."
_PACKED = {
    "application/epub+zip": "a book (EPUB)",
    "application/vnd.oasis.opendocument.text": "a text of OpenDocument (ODT)",
}


def refuse_containers(text: str) -> None:
    """Raise UnreadContainer where a decoded text is a file of another kind than an article."""
    start = text.lstrip("\ufeff \t\r\n")[:_START]
    for pattern, name, advice in _FIRST:
        if pattern.match(start):
            raise _unread(name, advice)
    if start[:1] in "{[" and _is_json(text):
        feed = "https://jsonfeed.org/version" in start
        raise _unread("a feed (JSON Feed)" if feed else "JSON", _FOLLOW if feed else _SAVE)
    root = _ROOT.match(start)
    name = root[1].lower() if root else ""
    if name in _FEEDS:
        raise _unread("a feed", _FOLLOW)
    if name in _OTHER_ROOTS:
        raise _unread(_OTHER_ROOTS[name], _SAVE)
    if root and start.startswith("<?xml") and name not in _PAGE_ROOTS:
        raise _unread(f"XML ({root[1]})", _SAVE)


def packed_name(data: bytes) -> str:
    """What a ZIP archive that is no DOCX is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            held = package.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        names, held = [], b""
    told = _PACKED.get(held.decode("ascii", "replace").strip())
    if told is None and any(name.endswith("index.rdf") for name in names):
        told = "a web archive (MAFF)"
    return told or "a ZIP archive or an office document"


def _is_json(text: str) -> bool:
    plain = text.lstrip("\ufeff").strip()
    # Whole, or one object a line.
    return any(map(_parses, {plain, plain.partition("\n")[0]}))


def _parses(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _unread(name: str, advice: str) -> UnreadContainer:
    return UnreadContainer(f"It is {name}, no article. {advice}")
