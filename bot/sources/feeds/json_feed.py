"""JSON Feed 1 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.errors import NotAFeed
from bot.records import Skipped
from bot.sources.feeds.entries import (
    Entry,
    Feed,
    distinct,
    link_key,
    short_key,
    text_in,
    text_key,
    with_own_pages,
)
from bot.sources.feeds.markup import clean, link_of, plain
from bot.sources.feeds.times import bounded, parse_time, said_time

_VERSION = "https://jsonfeed.org/version/"


def looks_like_json_feed(text: str) -> bool:
    return text.lstrip()[:1] == "{" and "jsonfeed.org/version" in text.replace("\\/", "/")[:100_000]


def parse_json_feed(text: str, url: str, now: datetime, most: int) -> Feed:
    """Raises NotAFeed."""
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(f"It is a JSON feed that cannot be read: {error}.") from None
    if not isinstance(data, dict) or not text_in(data.get("version")).startswith(_VERSION):
        raise NotAFeed("It is JSON, but no JSON Feed.")
    items = data.get("items")
    items = items if isinstance(items, list) else []
    language = text_in(data.get("language")).lower() or None
    entries: list[Entry] = []
    refused: list[Skipped] = []
    for number, item in enumerate(items[:most], 1):
        entry = _entry(item, url, now, language) if isinstance(item, dict) else None
        if entry:
            entries.append(entry)
        else:
            refused.append(
                Skipped(f"entry {number}", "EmptyEntry", "It has neither link, title nor text.")
            )
    if len(items) > most:
        refused.append(
            Skipped(url, "TooMany", f"Only the first {most} of {len(items)} entries were read.")
        )
    kept, repeats = distinct(entries)
    return Feed(
        kind="json",
        title=plain(text_in(data.get("title"))) or None,
        link=link_of(data.get("home_page_url"), url),
        language=language,
        entries=with_own_pages(kept),
        refused=(*refused, *repeats),
    )


def _entry(item: dict[str, Any], base: str, now: datetime, language: str | None) -> Entry | None:
    url = link_of(item.get("url"), base) or link_of(item.get("external_url"), base)
    title = plain(text_in(item.get("title"))) or None
    written = text_in(item.get("content_text"))
    content = clean(text_in(item.get("content_html")), url or base) or "".join(
        f"<p>{html.escape(line.strip())}</p>" for line in written.split("\n") if line.strip()
    )
    summary = clean(html.escape(text_in(item.get("summary"))), url or base)
    if not (url or title or content or summary):
        return None
    identity = item.get("id")
    key = str(identity).strip() if isinstance(identity, (str, int, float)) else ""
    published = _time(item, "date_published")
    updated = _time(item, "date_modified")
    zones = [zoned for found in (published, updated) if found for zoned in (found[1],)]
    return Entry(
        key=short_key(key or link_key(url) or text_key(title, content + summary)),
        url=url,
        title=title,
        published=bounded(published[0] if published else None, now),
        updated=bounded(updated[0] if updated else None, now),
        zoned=all(zones),
        author=" ، ".join(_authors(item)) or None,
        summary=summary,
        content=content,
        language=text_in(item.get("language")).lower() or language,
        categories=tuple(_tags(item)),
    )


def _tags(item: dict[str, Any]) -> Iterator[str]:
    listed = item.get("tags")
    for tag in listed[:20] if isinstance(listed, list) else ():
        if name := plain(text_in(tag))[:100]:
            yield name


def _time(item: dict[str, Any], name: str) -> tuple[datetime, bool] | None:
    text = text_in(item.get(name))
    said = None if (found := parse_time(text)) else said_time(text)
    return (said.at, said.zoned) if said else found


def _authors(item: dict[str, Any]) -> Iterator[str]:
    listed = item.get("authors")
    for author in listed if isinstance(listed, list) else [item.get("author")]:
        if isinstance(author, dict) and (name := plain(text_in(author.get("name")))):
            yield name
