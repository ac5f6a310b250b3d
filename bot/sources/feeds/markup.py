"""HTML in feeds: made text, or made harmless.

What a feed carries is another's: scripts, frames and forms go with what is in them, attributes
go but for links and pictures' captions, and a link that is neither http nor https loses its
address and keeps its words.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

_GONE = frozenset(
    {"script", "style", "noscript", "iframe", "frame", "frameset", "object", "embed", "applet"}
    | {"form", "input", "button", "select", "textarea", "template", "svg", "math", "canvas"}
    | {"audio", "video", "source", "track", "link", "meta", "base", "head", "title", "xml"}
)
_KEPT = {"href": "a", "cite": "blockquote", "src": "img", "alt": "img", "datetime": "time"}
_LINKS = frozenset({"href", "src", "cite"})
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "td", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
    | {"blockquote", "pre", "section", "article", "figure", "figcaption", "table", "dt", "dd"}
)
_MARKED = re.compile(r"<[a-zA-Z/!]|&#?\w+;")
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LARGEST = 2_000_000
"""Characters of HTML of one entry that are looked at; the longest articles have a tenth."""


def link_of(address: object, base: str) -> str | None:
    """An absolute http or https address, or None."""
    if not isinstance(address, str):
        return None
    address = re.sub(r"[\t\r\n]", "", address).strip()
    if not address or len(address) > 4000:
        return None
    try:
        joined = urljoin(base, address)
        parts = urlsplit(joined)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
    except ValueError:
        return None
    return joined


def plain(markup: str) -> str:
    """One line of text from text or HTML; entities and tags become what they stand for."""
    text = markup
    for _ in range(2):  # titles are often escaped twice
        if not _MARKED.search(text):
            break
        tree = _tree(text)
        text = _words(tree) if tree is not None else ""
    return _SPACE.sub(" ", _NO_TEXT.sub(" ", _INVISIBLE.sub("", text))).strip()


def clean(markup: str, base: str) -> str:
    """The same HTML made harmless, links absolute by `base`; plain text comes out escaped."""
    tree = _tree(markup) if markup.strip() else None
    if tree is None:
        return ""
    _strip(tree, base)
    inner = etree.tostring(tree, encoding="unicode", method="html", with_tail=False)
    return re.sub(r"^<div>|</div>$", "", inner).strip()


def _tree(markup: str) -> Any:
    text = markup[:LARGEST].replace("\x00", "")
    try:
        return lxml_html.fragment_fromstring(
            text, create_parent="div", parser=lxml_html.HTMLParser(remove_comments=True)
        )
    except (etree.LxmlError, ValueError, AssertionError, TypeError):
        return None


def _words(tree: Any) -> str:
    parts: list[str] = []
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        gone = node.tag in _GONE
        if event == "start":
            parts.append(" " if node.tag in _BLOCKS else "")
            parts.append("" if gone else node.text or "")
        else:
            parts.append((" " if node.tag in _BLOCKS else "") + (node.tail or ""))
    return "".join(parts)


def _strip(tree: Any, base: str) -> None:
    for node in list(tree.iter()):
        if not isinstance(node.tag, str) or node.tag in _GONE:
            if node.getparent() is not None:
                node.drop_tree()
            continue
        for name in list(node.attrib):
            value = node.attrib.pop(name)
            if _KEPT.get(name) != node.tag:
                continue
            kept = link_of(value, base) if name in _LINKS else value
            if kept is not None:
                node.set(name, kept)
