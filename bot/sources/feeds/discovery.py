"""Where a site's page says its feeds are. Nothing is fetched here."""

from __future__ import annotations

import re

from bot.sources.feeds.decoding import text_of
from bot.sources.feeds.markup import link_of, page_tree

COMMON_PATHS = (
    "/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds/posts/default",
    "/feed.json", "/rss/all", "/rss/latest",
)  # fmt: skip
"""Paths under a site's root that feeds commonly have, the commonest first: WordPress, then plain
scripts, Hugo, Blogger."""

MOST = 20
"""Addresses of one page."""

_FEED_TYPES = re.compile(r"^application/(?:(?:rss|atom|rdf|feed)\+(?:xml|json)|json)$")
_FEED_LIKE = re.compile(
    r"(?:^|[/._\-?=&])(?:rss\d?|feeds?|atom|rdf)(?:$|[/._\-?=&#])|\.(?:rss|atom|rdf)(?:$|[?#])",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comments?(?:/|$|-)|تعليقات", re.IGNORECASE)
_LARGEST = 5_000_000


def discover(data: bytes, url: str, charset: str | None = None) -> tuple[str, ...]:
    """Addresses of feeds a page names: its link tags first, then links that look like feeds.

    Feeds of comments come last among the link tags. Empty where the page names none, or is none.
    """
    tree = page_tree(text_of(data[:_LARGEST], charset))
    if tree is None:
        return ()
    bases = tree.xpath("//base/@href")
    base = (link_of(bases[0], url) if bases else None) or url
    linked: list[tuple[bool, str]] = []
    for node in tree.iter("link"):
        rel = (node.get("rel") or "").lower().split()
        kind = (node.get("type") or "").lower().partition(";")[0].strip()
        address = link_of(node.get("href"), base)
        if address and "alternate" in rel and _FEED_TYPES.match(kind):
            about = f"{address} {node.get('title') or ''}"
            linked.append((bool(_COMMENTS.search(about)), address))
    # WordPress and others name the page's oEmbed and API answers as alternates in JSON, too.
    linked = [pair for pair in linked if not re.search(r"/oembed/|/wp-json/", pair[1])]
    linked.sort(key=lambda pair: pair[0])
    anchors = (link_of(node.get("href"), base) for node in tree.iter("a"))
    likely = [address for address in anchors if address and _FEED_LIKE.search(_path(address))]
    found = dict.fromkeys([*(address for _, address in linked), *likely])
    return tuple(address for address in found if address != url)[:MOST]


def _path(address: str) -> str:
    return address.split("://", 1)[-1].partition("/")[2].join("/ ").strip()
