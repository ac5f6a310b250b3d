"""A site on loopback with the table translator's articles, for a newsroom that follows it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tests.delivery.newsroom import Newsroom, Telegram
from tests.sources.web import LoopbackWeb, only_loopback

HOST = "127.0.0.1"


def page_of(text: str, outlet: str = "البلد") -> str:
    """An article's page, with metadata as sites give them."""
    title, *paragraphs = text.split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<html lang="ar"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:site_name" content="{outlet}">'
        '<meta property="article:published_time" content="2026-11-20T08:30:00+00:00"></head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def feed_of(web: LoopbackWeb, items: Sequence[tuple[str, str]], title: str = "البلد") -> str:
    """RSS of (path, headline), newest first."""
    now = datetime.now(UTC)
    entries = "".join(
        f"<item><title>{escape(headline)}</title><link>{web.url(HOST, path)}</link>"
        f"<guid>{web.url(HOST, path)}</guid>"
        f"<pubDate>{format_datetime(now - timedelta(hours=at + 1))}</pubDate></item>"
        for at, (path, headline) in enumerate(items)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title><link>{web.url(HOST, '/')}</link><language>ar</language>"
        f"{entries}</channel></rss>"
    )


@asynccontextmanager
async def newsroom_on_the_web(
    folder: Path,
    telegram: Telegram,
    web: LoopbackWeb,
    *,
    newsroom: bool = False,
    **settings: Any,
) -> AsyncIterator[Newsroom]:
    """A newsroom that may ask this web and nothing else."""
    sources = web.settings(private_hosts=(HOST,), **settings)
    with only_loopback() as refused:
        async with Newsroom(folder, telegram, sources=sources, newsroom=newsroom) as room:
            yield room
        assert not refused
