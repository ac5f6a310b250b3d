"""What one fetch gives, and what no answer of the web can do to the machine."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace
from functools import partial

import pytest

from bot.errors import (
    BadAddress,
    FetchError,
    ForbiddenAddress,
    Gone,
    NotFound,
    Refused,
    ServerTrouble,
    TimedOut,
    TooBig,
    TooManyRedirects,
    UnknownHost,
    Unreachable,
    WrongKind,
)
from bot.sources.fetching import FEED, HTML, Fetched, Fetcher, Request, Validators
from tests.sources.web import LoopbackWeb, drip, endless, packed, raw, redirect, silent

HOST = "news.test"
QUICK = replace(HTML, seconds=0.3)


async def fetch(web: LoopbackWeb, path: str, request: Request | None = None) -> Fetched:
    asked = request or Request("")
    async with Fetcher(web.settings(), resolve=web.resolve) as fetcher:
        return await fetcher.fetch(replace(asked, url=web.url(HOST, path)))


async def test_a_page_comes_with_what_its_header_says(web: LoopbackWeb) -> None:
    data = "خبر".encode("windows-1256")
    web.put(HOST, "/خبر", data, media_type="text/HTML; charset=Windows-1256")
    page = await fetch(web, "/خبر#part")
    assert (page.data, page.media_type, page.charset) == (data, "text/html", "Windows-1256")
    assert page.url == web.url(HOST, "/%D8%AE%D8%A8%D8%B1")
    assert (page.status, page.moved_to, page.whole) == (200, None, True)


async def test_an_unchanged_page_costs_a_conditional_request(web: LoopbackWeb) -> None:
    web.put(HOST, "/feed", b"<rss/>")
    first = await fetch(web, "/feed", Request("", FEED))
    second = await fetch(web, "/feed", Request("", FEED, validators=first.validators))
    assert second.unchanged
    assert second.data == b""
    assert second.validators == first.validators
    assert "If-None-Match" not in web.asked[0].headers
    assert web.asked[1].headers["If-None-Match"] == first.validators.etag


async def test_a_304_that_was_not_asked_for_is_no_answer(web: LoopbackWeb) -> None:
    web.put(HOST, "/", b"", status=304)
    for nothing in (None, Validators()):
        with pytest.raises(ServerTrouble):
            await fetch(web, "/", Request("", validators=nothing))


async def test_we_say_who_we_are_and_take_no_packing_that_cannot_be_bounded(
    web: LoopbackWeb,
) -> None:
    web.put(HOST, "/", b"x")
    settings = web.settings(contact="editor@example.com")
    async with Fetcher(settings, resolve=web.resolve) as fetcher:
        await fetcher.fetch(Request(web.url(HOST)))
        await fetcher.fetch(Request(web.url(HOST), user_agent="Other\r\nX-Evil: 1 خبر"))
    assert web.asked[0].headers["User-Agent"].startswith("Mujaz/")
    assert web.asked[0].headers["User-Agent"].endswith("(+editor@example.com)")
    assert web.asked[0].headers["Accept-Encoding"] == "gzip, deflate"
    assert web.asked[1].headers["User-Agent"] == "Other X-Evil: 1"
    assert "X-Evil" not in web.asked[1].headers


STATUSES = [
    (401, Refused),
    (403, Refused),
    (404, NotFound),
    (410, Gone),
    (418, Refused),
    (429, ServerTrouble),
    (451, Refused),
    (202, ServerTrouble),
    (300, ServerTrouble),
    (500, ServerTrouble),
    (503, ServerTrouble),
]


@pytest.mark.parametrize(("status", "error"), STATUSES)
async def test_each_status_has_its_error(
    web: LoopbackWeb, status: int, error: type[FetchError]
) -> None:
    web.put(HOST, "/", b"x", status=status, headers={"Retry-After": "120"})
    with pytest.raises(error) as caught:
        await fetch(web, "/")
    assert type(caught.value) is error
    assert caught.value.retry_after == 120
    assert caught.value.gone == (status == 410)


async def test_only_permanent_redirects_move_an_address(web: LoopbackWeb) -> None:
    web.put(HOST, "/new", b"x")
    web.put(HOST, "/gone-for-now", redirect("/new", 302))
    web.put(HOST, "/moved", redirect("new", 301))
    web.put(HOST, "/moved-then-not", redirect("/gone-for-now", 308))
    web.put(HOST, "/not-then-moved", redirect("/moved", 307))
    assert (await fetch(web, "/moved")).moved_to == web.url(HOST, "/new")
    assert (await fetch(web, "/gone-for-now")).moved_to is None
    assert (await fetch(web, "/moved-then-not")).moved_to == web.url(HOST, "/gone-for-now")
    assert (await fetch(web, "/not-then-moved")).moved_to is None
    assert (await fetch(web, "/not-then-moved")).url == web.url(HOST, "/new")


async def test_a_redirect_to_itself_with_a_cookie_is_followed_and_the_cookie_forgotten(
    web: LoopbackWeb,
) -> None:
    from aiohttp import web as aio

    async def consent(request: aio.Request) -> aio.StreamResponse:
        if request.cookies.get("seen"):
            return aio.Response(text="the page")
        return aio.Response(status=302, headers={"Location": "/", "Set-Cookie": "seen=1"})

    web.put(HOST, "/", consent)
    async with Fetcher(web.settings(), resolve=web.resolve) as fetcher:
        for _ in range(2):
            assert (await fetcher.fetch(Request(web.url(HOST)))).data == b"the page"
    assert ["Cookie" in one.headers for one in web.asked] == [False, True, False, True]


async def test_redirects_end(web: LoopbackWeb) -> None:
    web.put(HOST, "/a", redirect("/b"))
    web.put(HOST, "/b", redirect("/a"))
    for number in range(20):
        web.put(HOST, f"/{number}", redirect(f"/{number + 1}"))
    with pytest.raises(TooManyRedirects, match="circle"):
        await fetch(web, "/a")
    with pytest.raises(TooManyRedirects, match="8 times"):
        await fetch(web, "/0")
    assert web.asked_for(HOST) == 2 + HTML.redirects + 1


ELSEWHERE = [
    ("http://169.254.169.254/latest/meta-data/", ForbiddenAddress),
    ("http://[::ffff:169.254.169.254]/", ForbiddenAddress),
    ("http://10.0.0.1/", ForbiddenAddress),
    ("http://127.0.0.1:{port}/", ForbiddenAddress),
    ("http://other.test:{port}/", ForbiddenAddress),
    ("http://news.test:22/", ForbiddenAddress),
    ("file:///etc/passwd", BadAddress),
    ("gopher://news.test:{port}/", BadAddress),
    ("javascript:alert(1)", BadAddress),
    ("http://me:secret@news.test:{port}/", BadAddress),
    ("http://[::1", Unreachable),
    ("http://news.test:99999/", BadAddress),
]


@pytest.mark.parametrize(("to", "error"), ELSEWHERE)
async def test_no_redirect_leads_where_an_address_may_not(
    web: LoopbackWeb, to: str, error: type[FetchError]
) -> None:
    web.put(HOST, "/", redirect(to.format(port=web.port)))
    with pytest.raises(error) as caught:
        await fetch(web, "/")
    assert type(caught.value) is error
    assert len(web.asked) == 1


INWARD = [
    "http://127.0.0.1",
    "http://localhost",
    "http://2130706433",
    "http://0x7f.1",
    "http://0177.0.0.1",
    "http://0.0.0.0",
    "http://[::1]",
    "http://[::ffff:127.0.0.1]",
    "http://[::7f00:1]",
    "http://[64:ff9b::7f00:1]",
    "http://[64:ff9b:1::1]",
    "http://[2002:7f00:1::1]",
    "http://[fe80::1]",
    "http://[fec0::1]",
    "http://[fd00::1]",
    "http://[ff02::1]",
    "http://169.254.169.254",
    "http://100.64.0.1",
    "http://192.0.0.8",
    "http://224.0.0.1",
    "http://255.255.255.255",
]


async def test_no_spelling_of_an_inner_address_is_connected_to(
    web: LoopbackWeb, refused: list[str]
) -> None:
    """With the system's resolver, which the guard lets see numbers and "localhost" only."""
    async with Fetcher(web.settings()) as fetcher:
        for url in INWARD:
            with pytest.raises((ForbiddenAddress, BadAddress)):
                await fetcher.fetch(Request(f"{url}:{web.port}/"))
    assert not web.asked


async def test_a_name_for_an_inner_address_is_not_even_connected_to(web: LoopbackWeb) -> None:
    web.names["evil.example"] = [["127.0.0.1"]]
    web.names["mixed.example"] = [["10.0.0.1", "127.0.0.1", "fd00::1"]]
    async with Fetcher(web.settings(), resolve=web.resolve) as fetcher:
        for name in web.names:
            with pytest.raises(ForbiddenAddress, match=name):
                await fetcher.fetch(Request(web.url(name)))
    assert not web.asked


async def test_a_name_that_changes_its_address_after_the_check_gains_nothing(
    web: LoopbackWeb, refused: list[str]
) -> None:
    web.names["rebinding.example"] = [["8.8.8.8"], ["127.0.0.1"]]
    async with Fetcher(web.settings(), resolve=web.resolve) as fetcher:
        with pytest.raises(Unreachable):
            await fetcher.fetch(Request(web.url("rebinding.example")))
        # Looked up once, and the very address that was checked was connected to.
        assert web.resolved == ["rebinding.example"]
        assert refused == ["8.8.8.8"]
        refused.clear()
        with pytest.raises(ForbiddenAddress):
            await fetcher.fetch(Request(web.url("rebinding.example")))
    assert not web.asked


async def test_a_host_is_allowed_with_its_port_or_with_all(web: LoopbackWeb) -> None:
    web.put(HOST, "/", b"x")
    for hosts, reached in [((f"{HOST}:{web.port}",), True), ((f"{HOST}:1",), False), ((), False)]:
        async with Fetcher(web.settings(private_hosts=hosts), resolve=web.resolve) as fetcher:
            if reached:
                await fetcher.fetch(Request(web.url(HOST)))
            else:
                with pytest.raises(ForbiddenAddress):
                    await fetcher.fetch(Request(web.url(HOST)))


async def test_a_name_that_does_not_exist_is_unreachable(web: LoopbackWeb) -> None:
    with pytest.raises(UnknownHost, match="not found"):
        async with Fetcher(web.settings(), resolve=web.resolve) as fetcher:
            await fetcher.fetch(Request("https://nothing.example/"))


ZEROS = 60 * 1024 * 1024
BOMBS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "bare deflate": partial(zlib.compress, wbits=-15),
}


@pytest.mark.parametrize("name", BOMBS)
async def test_a_bomb_is_not_unpacked_beyond_the_limit(web: LoopbackWeb, name: str) -> None:
    bomb = BOMBS[name](b"\0" * ZEROS)
    web.put(HOST, "/", raw(packed(bomb, name.split()[-1])))
    with pytest.raises(TooBig, match="5 MB"):
        await fetch(web, "/")


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress", "nonsense"])
async def test_a_packing_that_was_not_asked_for_is_refused(web: LoopbackWeb, encoding: str) -> None:
    web.put(HOST, "/", raw(packed(b"\x8b" * 100, encoding)))
    with pytest.raises(WrongKind):
        await fetch(web, "/")


async def test_packed_pages_are_unpacked(web: LoopbackWeb) -> None:
    text = b"<p>text</p>" * 30_000
    forms = {
        "gzip": gzip.compress(text),
        "x-gzip": gzip.compress(text[:7]) + gzip.compress(text[7:]),
        "deflate": zlib.compress(text),
        "Deflate": zlib.compress(text, wbits=-15),
        "gzip ": gzip.compress(text) + b"\0" * 512,
        "identity": text,
    }
    for number, (encoding, data) in enumerate(forms.items()):
        web.put(HOST, f"/{number}", raw(packed(data, encoding)))
        assert (await fetch(web, f"/{number}")).data == text, encoding


async def test_a_hundred_megabytes_are_not_read(web: LoopbackWeb) -> None:
    web.put(HOST, "/page", endless())
    web.put(HOST, "/film", endless(media_type="video/mp4"))
    with pytest.raises(TooBig):
        await fetch(web, "/page")
    with pytest.raises(WrongKind):
        await fetch(web, "/film")


async def test_a_file_may_be_larger_than_a_page(web: LoopbackWeb) -> None:
    large = b"%PDF-" + b"0" * (HTML.size + 1)
    web.put(HOST, "/pdf", large, media_type="application/pdf")
    web.put(HOST, "/page", large, media_type="text/html")
    assert len((await fetch(web, "/pdf")).data) == len(large)
    with pytest.raises(TooBig):
        await fetch(web, "/page")


async def test_what_drips_or_is_silent_ends_at_the_deadline(web: LoopbackWeb) -> None:
    web.put(HOST, "/drip", drip())
    web.put(HOST, "/silent", silent())
    for path in ("/drip", "/silent"):
        with pytest.raises(TimedOut):
            await fetch(web, path, Request("", QUICK))


PART = gzip.compress(b"<item>good</item>" * 5000)
BROKEN = {
    "cut off": b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<item>good</item>",
    "chunks without an end": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n",
    "gzip cut off": packed(PART[: len(PART) // 2], "gzip"),
    "gzip that is none": packed(b"<p>plain</p>", "gzip"),
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "nothing": b"",
    "a flood of headers": b"HTTP/1.1 200 OK\r\n" + b"X-Flood: 1234567890\r\n" * 20_000 + b"\r\n",
    "one endless header": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1_000_000,
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nab",
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_broken_answer_is_one_of_our_errors(web: LoopbackWeb, name: str) -> None:
    web.put(HOST, "/", raw(BROKEN[name]))
    with pytest.raises(Unreachable):
        await fetch(web, "/")


@pytest.mark.parametrize("name", ["cut off", "chunks without an end", "gzip cut off"])
async def test_of_a_feed_that_breaks_off_the_start_is_given_and_not_called_whole(
    web: LoopbackWeb, name: str
) -> None:
    web.put(HOST, "/", raw(BROKEN[name].replace(b" OK\r\n", b' OK\r\nETag: "1"\r\n', 1)))
    part = await fetch(web, "/", Request("", FEED))
    assert part.data
    assert not part.whole
    assert part.validators == Validators()


async def test_more_bytes_than_announced_are_not_read(web: LoopbackWeb) -> None:
    web.put(HOST, "/", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabHTTP/1.1 200 OK\r\n"))
    assert (await fetch(web, "/")).data == b"ab"
