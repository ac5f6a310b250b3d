"""HTML in feeds: made text, or made harmless.

What a feed carries is another's. nh3 keeps an allowed list of elements: scripts, frames and forms
go with what is in them, other unknown elements leave their words. Attributes go but for links and
pictures' captions, and a link that is neither http nor https loses its address and keeps its words.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import nh3
from lxml import etree
from lxml import html as lxml_html
from lxml.html.defs import empty_tags

from bot.sources.feeds.decoding import xml_text

_GONE = frozenset(
    {"script", "style", "noscript", "iframe", "frame", "frameset", "object", "embed", "applet"}
    | {"form", "input", "button", "select", "textarea", "template", "svg", "math", "canvas"}
    | {"audio", "video", "source", "track", "link", "meta", "base", "head", "title", "xml"}
)
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "td", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
    | {"blockquote", "pre", "section", "article", "figure", "figcaption", "table", "dt", "dd"}
)
_CELLS = frozenset({"tr", "td", "th"})
_KEPT = nh3.ALLOWED_TAGS | _BLOCKS
_ATTRIBUTES = {"a": {"href"}, "blockquote": {"cite"}, "img": {"src", "alt"}, "time": {"datetime"}}
_LINKS = frozenset({"href", "src", "cite"})
_MARKED = re.compile(r"<[a-zA-Z/!]|&#?\w+;")
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LARGEST = 500_000
"""Characters of HTML of one entry that are looked at; the longest articles have 200,000. nh3 takes
2.5 seconds for as many ampersands, and its time grows with the square."""


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
    # lxml first: it cuts nesting at 256 levels, on which nh3's time would grow with the square.
    tree = _tree(markup) if markup.strip() else None
    if tree is None:
        return ""
    for node in tree.iter(etree.Element):
        if node.tag in _CELLS and next(node.iterancestors("table"), None) is None:
            node.tag = "div"  # HTML drops a cell without its table, which would join its words
        if node.tag not in empty_tags:
            node.text = node.text or ""  # else XML writes <p/>, which HTML leaves open
    # As XML: libxml2's HTML writes "javascript:" with a line break in it as a relative address.
    bounded = etree.tostring(tree, encoding="unicode", with_tail=False)

    def kept(_: str, name: str, value: str) -> str | None:
        return link_of(value, base) if name in _LINKS else value

    return nh3.clean(
        bounded.removeprefix("<div>").removesuffix("</div>"),
        tags=_KEPT,
        clean_content_tags=_GONE,
        attributes=_ATTRIBUTES,
        attribute_filter=kept,
        url_schemes={"http", "https"},
        link_rel=None,
    ).strip()


def page_tree(text: str) -> Any:
    """A page's lxml.html tree, without comments; None where the text is no page."""
    try:
        return lxml_html.document_fromstring(
            text, parser=lxml_html.HTMLParser(remove_comments=True)
        )
    except (etree.LxmlError, ValueError, AssertionError, TypeError):
        return None


def _tree(markup: str) -> Any:
    text = xml_text(markup[:LARGEST])
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
