"""A press of any size on a loopback web: feeds in every state feeds are found in, and hostile ones.

`put_up` says which titles must arrive, each once. What the hostile feeds hold must not arrive,
and must harm nothing.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from html import escape
from typing import Any
from urllib.parse import quote

from sqlalchemy import select

from bot.store.schema import metadata
from bot.store.store import Store
from tests.polling.feeds import NOW, item, page, rss, text_of
from tests.sources.web import LoopbackWeb, drip, endless, packed, raw, redirect, silent

RSS = "application/rss+xml; charset=utf-8"
SLOW = "slow"
"""Begins the names of hosts that answer for ever or never."""


HOSTILE = 17
"""Kinds of hostile feeds."""

CHECKED = {"checked_at", "next_check", "last_ok", "claim", "claimed_until"}
"""Columns of a source that a check which found nothing new may write."""


@dataclass
class Press:
    """What was put up."""

    feeds: list[str] = field(default_factory=list)
    hostile: list[str] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    """Of the articles that must arrive."""
    pages: int = 0


@dataclass
class Outlet:
    """One outlet: its host and its articles' numbers."""

    web: LoopbackWeb
    press: Press
    host: str
    numbers: list[str]

    def title(self, number: str) -> str:
        title = f"خفض أسعار الوقود في المدينة {number}"
        self.press.titles.add(title)
        return title

    def page(self, number: str, encoding: str = "utf-8") -> str:
        """Puts an article's page up; its path, which is the same on every outlet but for it."""
        body = page(number, self.title(number)).encode(encoding)
        self.press.pages += 1
        self.web.put(
            self.host, f"/news/{number}", body, media_type=f"text/html; charset={encoding}"
        )
        return f"/news/{number}"

    def items(self, encoding: str = "utf-8") -> list[str]:
        return [
            item(
                number,
                self.web.url(self.host, self.page(number, encoding)),
                title=self.title(number),
            )
            for number in self.numbers
        ]

    def put(self, body: bytes, media_type: str = RSS, path: str = "/feed") -> str:
        return self.web.put(self.host, path, body, media_type=media_type)


def plain(outlet: Outlet) -> str:
    return outlet.put(rss(outlet.items()))


def old_windows(outlet: Outlet) -> str:
    text = rss(outlet.items("windows-1256")).decode().replace('"utf-8"', '"windows-1256"')
    return outlet.put(text.encode("windows-1256"), "text/xml")


def atom_with_a_mark(outlet: Outlet) -> str:
    before = (NOW - timedelta(hours=2)).isoformat()
    entries = "".join(
        f"<entry><id>urn:{n}</id><title type='html'>{escape(f'<b>{outlet.title(n)}</b>')}</title>"
        f"<link href='{outlet.page(n)}'/><updated>{before}</updated>"
        "<summary>خفضت الحكومة أسعار الوقود.</summary></entry>"
        for n in outlet.numbers
    )
    head = "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='ar'><title>أ</title>"
    text = f"{head}{entries}</feed>"
    return outlet.put(b"\xef\xbb\xbf" + text.encode(), "application/atom+xml")


def json_feed(outlet: Outlet) -> str:
    items = [
        {
            "id": n,
            "url": outlet.web.url(outlet.host, f"/news/{n}"),
            "title": outlet.title(n),
            "content_html": "".join(f"<p>{part}</p>" for part in text_of(n)),
            "date_published": (NOW - timedelta(hours=1)).isoformat(),
        }
        for n in outlet.numbers
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "أ", "items": items}
    return outlet.put(json.dumps(feed).encode(), "application/feed+json")


def without_ids_and_twice(outlet: Outlet) -> str:
    items = [one.replace("<guid>", "<was>").replace("</guid>", "</was>") for one in outlet.items()]
    return outlet.put(rss([*items, *items[::-1]]), "text/plain; charset=nonsense")


def from_the_future_with_scripts(outlet: Outlet) -> str:
    items = [
        item(
            n,
            outlet.page(n),
            title=outlet.title(n),
            at=NOW + timedelta(days=900),
            summary="<script>alert(1)</script><a href='javascript:alert(1)'>خفضت</a> الأسعار.",
        )
        for n in outlet.numbers
    ]
    evil = item("evil", "javascript:alert(1)", title="<script>alert(1)</script>", summary="")
    return outlet.put(rss([evil, *items]))


def broken(outlet: Outlet) -> str:
    bad = "<item><title>خبر & <b>مكسور</title><link>http://[::1</link><guid>x</item>"
    whole = rss([bad, *outlet.items()])
    return outlet.put(whole.replace(b"</channel></rss>", "<item><title>مقطوع".encode()), "text/xml")


def whole_and_packed(outlet: Outlet) -> str:
    items = [item(n, f"/news/{n}", title=outlet.title(n), whole=True) for n in outlet.numbers]
    answer = packed(gzip.compress(rss(items)), "gzip", RSS)
    return outlet.web.put(outlet.host, "/feed", raw(answer))


def moved(outlet: Outlet) -> str:
    new = outlet.put(rss(outlet.items()), path="/new/feed.xml")
    return outlet.web.put(outlet.host, "/feed", redirect(new, 301))


def wordpress(outlet: Outlet) -> str:
    """Whole articles with shortcodes that nothing read, and WordPress's notice below them."""
    items = []
    for n in outlet.numbers:
        parts = [f"<p>{part}</p>" for part in text_of(n)]
        notice = f"<p>ظهرت المقالة {outlet.title(n)} أولاً على صحيفة المثال.</p>"
        body = "".join([*parts[:2], "[vc_row]", "<p>[toc]</p>", *parts[2:], notice])
        one = item(n, f"/news/{n}", title=outlet.title(n))
        content = f"<content:encoded>{escape(body)}</content:encoded></item>"
        items.append(one.replace("</item>", content))
    return outlet.put(rss(items))


def atom_of_xhtml(outlet: Outlet) -> str:
    before = (NOW - timedelta(hours=2)).isoformat()
    entries = "".join(
        f"<entry><id>urn:{n}</id><title>{outlet.title(n)}</title><link href='/news/{n}'/>"
        f"<updated>{before}</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
        f"{''.join(f'<p>{part}</p>' for part in text_of(n))}</div></content></entry>"
        for n in outlet.numbers
    )
    head = "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='ar'><title>أ</title>"
    return outlet.put(f"{head}{entries}</feed>".encode(), "application/atom+xml")


def alerts_of_other_pages(outlet: Outlet) -> str:
    """Links of an alert service to stubs, and those to pages in sections, folded, with inserts."""
    items = []
    for n in outlet.numbers:
        title, parts = outlet.title(n), [f"<p>{part}</p>" for part in text_of(n)]
        insert = "<a href='/x'>اقرأ أيضا: أسعار الخبز ترتفع في مدينة أخرى</a>"
        parts[1] = parts[1].replace(" إن ", f" إن {insert} ", 1)
        outlet.web.put(
            outlet.host,
            f"/news/{n}",
            f"<html lang=ar><head><title>{title}</title></head><body><main><h1>{title}</h1><div>"
            f"{''.join(parts[:3])}</div><div class=ad>إعلان</div><div>{''.join(parts[3:6])}<div "
            f"class=more-text style='display:none'>{''.join(parts[6:])}</div></div></main></body>"
            "</html>",
        )
        stub = f"<meta http-equiv=refresh content='0;url=/news/{n}'><p>جاري تحويلك إلى الخبر</p>"
        outlet.web.put(outlet.host, f"/go/{n}", stub)
        outlet.press.pages += 1
        link = (
            f"https://alerts.example/url?ct=ga&url={quote(outlet.web.url(outlet.host, f'/go/{n}'))}"
        )
        items.append(item(n, link, title=title))
    return outlet.put(rss(items))


STATES: tuple[Callable[[Outlet], str], ...] = (
    plain,
    old_windows,
    atom_with_a_mark,
    json_feed,
    without_ids_and_twice,
    from_the_future_with_scripts,
    broken,
    whole_and_packed,
    moved,
    wordpress,
    atom_of_xhtml,
    alerts_of_other_pages,
)

ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "'
    + "خبر".encode() * 100
    + b'">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 100) for letter in b"bcdefgh"
    )
    + b"<!ENTITY file SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><item>"
    b"<title>&h;&file;</title></item></channel></rss>"
)


def put_up_hostile(web: LoopbackWeb, number: int) -> str:
    """One of the hostile feeds, by turns."""
    zeros = bytes(40 * 1024 * 1024)
    kinds = (
        ("loop", lambda: redirect("/feed")),
        ("metadata", lambda: redirect("http://169.254.169.254/latest/meta-data/")),
        ("file", lambda: redirect("file:///etc/passwd")),
        ("port", lambda: redirect("http://127.0.0.1:22/")),
        ("inner-name", lambda: redirect(f"http://inner.example:{web.port}/feed")),
        ("gzip", lambda: raw(packed(gzip.compress(zeros), "gzip", RSS))),
        ("deflate", lambda: raw(packed(zlib.compress(zeros), "deflate", RSS))),
        ("entities", lambda: raw(_answer(ENTITIES))),
        ("endless", lambda: endless(media_type="text/xml")),
        (f"{SLOW}-drip", lambda: drip(b"<item/>")),
        (f"{SLOW}-silent", lambda: silent()),
        ("headers", lambda: raw(b"HTTP/1.1 200 OK\r\n" + b"X-Flood: 1\r\n" * 50_000 + b"\r\n")),
        ("brotli", lambda: raw(packed(b"\xff" * 500, "br", RSS))),
        ("ssh", lambda: raw(b"SSH-2.0-OpenSSH_9.2\r\n")),
        ("short", lambda: raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")),
        ("binary", lambda: raw(_answer(bytes(range(256)) * 400))),
        ("deep", lambda: raw(_answer(b"<rss><channel>" + b"<item>" * 200_000))),
    )
    web.names.setdefault("inner.example", [["10.0.0.1", "127.0.0.1"]])
    assert len(kinds) == HOSTILE
    name, make = kinds[number % len(kinds)]
    return web.put(f"{name}-{number}.test", "/feed", make())


def _answer(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {RSS}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def put_up(web: LoopbackWeb, feeds: int, each: int, hostile: int) -> Press:
    """`feeds` good feeds of `each` articles, and `hostile` others."""
    press = Press()
    for number in range(feeds):
        outlet = Outlet(
            web, press, f"outlet{number}.test", [f"{number}-{turn}" for turn in range(each)]
        )
        press.feeds.append(STATES[number % len(STATES)](outlet))
    for number in range(hostile):
        press.hostile.append(put_up_hostile(web, number))
    return press


async def rows_kept(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Everything in the database, without what a check may write."""
    async with store.read_only() as c:
        return {
            table.name: [
                {name: value for name, value in row.items() if name not in CHECKED}
                for row in (await c.execute(select(table))).mappings()
            ]
            for table in metadata.sorted_tables
        }
