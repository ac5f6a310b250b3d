"""An entry's own words as an article: a channel's post, or a text that a feed gives whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from bot.reading.article import read
from bot.reading.author import author_name
from bot.records import Article, Document, Link, Moment
from bot.sources.feeds.entries import Entry
from bot.sources.feeds.markup import plain

MOST_LINKS = 30
LINK_WORDS = 120
"""Characters of a link's words that are kept."""

_BREAK = re.compile(r"<(?:br|/p|/div|/li|/blockquote|/h[1-6]|/pre|/tr|hr)\b[^>]*>", re.IGNORECASE)


def as_text(entry: Entry, origin: str) -> Article:
    """The entry's words read as pasted ones are, with what the feed knows of them.

    Raises DocumentError.
    """
    markup = max(entry.content, entry.summary, key=len)
    lines = [plain(piece) for piece in _BREAK.split(markup)]
    text = "\n\n".join(filter(None, [entry.title, *lines]))
    article = read(
        Document(entry.url or origin, text.encode("utf-8", "replace"), "text/plain", "utf-8")
    )
    return replace(
        article,
        url=entry.url,
        title=entry.title or article.title,
        author=author_name(entry.author, article.outlet) or article.author,
        section=article.section or next(iter(entry.categories), None),
        published=_moment(entry) or article.published,
    )


def as_post(entry: Entry, origin: str) -> Article:
    """A channel's post: also where its words lead, and whose post it repeats.

    Of a person's post that is forwarded nothing is kept of whose it was. Raises DocumentError.
    """
    article = replace(as_text(entry, origin), links=tuple(_links(entry.content))[:MOST_LINKS])
    if entry.forwarded_from and entry.forwarded_url:
        note = f"Forwarded from a post of {entry.forwarded_from}"
        article = replace(article, notes=(*article.notes, note))
    return article


def as_stated(article: Article, entry: Entry) -> Article:
    """The article with what its page does not state and the feed does; a note says which."""
    found: dict[str, Any] = {}
    published = article.published
    if (published is None or published.day is None) and (moment := _moment(entry)):
        found["published"] = moment
    if article.author is None and (author := author_name(entry.author, article.outlet)):
        found["author"] = author
    if article.section is None and entry.categories:
        found["section"] = entry.categories[0]
    if not found:
        return article
    named = {"published": "date"}
    note = f"Stated by the feed, not by the page: {', '.join(named.get(n, n) for n in found)}"
    return replace(article, notes=(*article.notes, note), **found)


def _moment(entry: Entry) -> Moment | None:
    """An hour whose zone nobody stated may be another."""
    if entry.published is None:
        return None
    return Moment(entry.published.date(), entry.published.timetz() if entry.zoned else None)


def _links(markup: str) -> Iterator[Link]:
    """Each address once. Tags lead to Telegram's own search, and say nothing."""
    try:
        tree = lxml_html.fragment_fromstring(markup, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError, TypeError):
        return
    seen = set()
    for node in tree.iter("a"):
        url, words = node.get("href"), plain(node.text_content())
        if url and words and not words.startswith("#") and url not in seen:
            seen.add(url)
            yield Link(words[:LINK_WORDS], url)
