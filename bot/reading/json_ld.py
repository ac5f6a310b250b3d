"""What a page says of its article in JSON-LD (schema.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_ARTICLE_TYPES = re.compile(r"(?:article|posting|report)$", re.IGNORECASE)


def articles(tree: Any) -> Iterator[dict[str, Any]]:
    """The nodes of an lxml.html tree that tell of an article, in the page's order."""
    return (node for node in _stated(tree) if _is_article(node))


def nodes(tree: Any, kind: str) -> Iterator[dict[str, Any]]:
    """The nodes of one type, such as "WebSite" or "WebPage"."""
    return (node for node in _stated(tree) if node.get("@type") in (kind, [kind]))


def _stated(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[@type='application/ld+json']")[:20]:
        try:
            # Line breaks within strings are common, and no JSON.
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _nodes(data, 0)


def _nodes(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for item in data[:50]:
            yield from _nodes(item, depth)
    elif isinstance(data, dict):
        yield data
        if depth < 3:
            for key in ("@graph", "mainEntity", "mainEntityOfPage"):
                yield from _nodes(data.get(key), depth + 1)


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in listed)
