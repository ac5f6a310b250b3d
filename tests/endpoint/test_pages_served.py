"""The folder of pages over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.commands.running import serve_with_endpoint
from bot.config import PagesSettings, Settings
from bot.endpoint.pages_server import PagesServer, check_pages
from bot.errors import BadSettings
from bot.language.found_words import words_to_find
from bot.pipeline.page_files import Listed, Listing, list_files

FOLDER = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32
GAS = ("Gas prices cut", "خفض أسعار الغاز")
LIBRARY = ("A library opens", "افتتاح المكتبة")
GONE = {"status": 404, "text": "There is no such page, or it is gone.\n"}


def write(folder: Path) -> None:
    there = folder / FOLDER
    there.mkdir(parents=True)
    stories = [
        Listed(
            "d-1.html",
            "Gas <b>prices</b> cut",
            words_to_find(["Gas prices cut", "خفض أسعار الغاز"]),
        ),
        Listed("d-2.html", "A library opens", words_to_find(["A library opens", "افتتاح المكتبة"])),
    ]
    listing = Listing("d.html", "Sunday", "2026-11-22T08:00:00+03:00", stories, "<p>gas</p>")
    for name, text in list_files([listing], folder=FOLDER, base="", days=14).items():
        (there / name).write_text(text, "utf-8")
    (there / "d.html").write_text("<!doctype html><title>d</title>", "utf-8")
    (there / ".made.json").write_text("{}")
    (folder / "index.html").write_text("not a chat's")
    (folder / "secret.txt").write_text("not a chat's")


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    write(tmp_path / "pages")
    (tmp_path / "outside.txt").write_text("outside")
    settings = Settings(pages=PagesSettings(folder=str(tmp_path / "pages"), listen="127.0.0.1:0"))
    server, stop = PagesServer(settings), asyncio.Event()
    serving = asyncio.create_task(server.serve(stop))
    await server.standing.wait()
    assert server.address is not None
    base = f"http://127.0.0.1:{server.address[1]}"
    async with httpx.AsyncClient(base_url=base, trust_env=False, timeout=30) as made:
        yield made
    stop.set()
    await serving


async def test_a_page_comes_with_its_policy_and_is_asked_for_each_time(
    client: httpx.AsyncClient,
) -> None:
    page = await client.get(f"/{FOLDER}/d.html")
    assert (page.status_code, page.text) == (200, "<!doctype html><title>d</title>")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in page.headers["x-robots-tag"]
    assert page.headers["cache-control"] == "private, no-cache"
    again = await client.get(f"/{FOLDER}/d.html", headers={"If-None-Match": page.headers["etag"]})
    assert again.status_code == 304
    feed = await client.get(f"/{FOLDER}/digests.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    index = await client.get(f"/{FOLDER}/")
    assert "<title>Digests</title>" in index.text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/index.html",
        "/secret.txt",
        f"/{OTHER}/",
        f"/{OTHER}/d.html",
        f"/{OTHER}/search?q=gas",
        f"/{FOLDER}/gone.html",
        f"/{FOLDER}/.made.json",
        f"/{FOLDER}/%2e%2e/secret.txt",
        f"/{FOLDER}/..%2f..%2foutside.txt",
        f"/{FOLDER}/./.made.json",
        "/..%2foutside.txt",
        f"/{FOLDER.upper()}/d.html",
    ],
)
async def test_what_is_not_there_and_what_is_not_to_be_read_are_answered_alike(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(path)
    assert {"status": answer.status_code, "text": answer.text} == GONE
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_only_reading_is_answered(client: httpx.AsyncClient) -> None:
    assert (await client.post(f"/{FOLDER}/d.html")).status_code == 404
    assert (await client.head(f"/{FOLDER}/d.html")).status_code == 200
    assert (await client.get("/robots.txt")).text == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("gas", ["d-1.html"]),
        ("PRICE cut", ["d-1.html"]),
        ("أسعار", ["d-1.html"]),
        ("اسعار غاز", ["d-1.html"]),
        ("المكتبه", ["d-2.html"]),
        ("librar", ["d-2.html"]),
        ("gas library", []),
        ("؟", []),
        ("", []),
    ],
)
async def test_search_finds_words_of_both_languages(
    client: httpx.AsyncClient, asked: str, found: list[str]
) -> None:
    page = (await client.get(f"/{FOLDER}/search", params={"q": asked})).text
    assert [f"d-{n}.html" for n in (1, 2) if f'href="d-{n}.html"' in page] == found
    assert f"{len(found)} stor" in page


async def test_what_is_searched_for_is_shown_as_text(client: httpx.AsyncClient) -> None:
    asked = '"><script>alert(1)</script> gas'
    page = (await client.get(f"/{FOLDER}/search", params={"q": asked})).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    found = (await client.get(f"/{FOLDER}/search", params={"q": "gas"})).text
    assert "Gas &lt;b&gt;prices&lt;/b&gt; cut" in found


def test_settings_that_cannot_work_are_said(tmp_path: Path) -> None:
    assert check_pages(Settings()) == "off"
    with pytest.raises(BadSettings, match=r"no pages\.folder"):
        check_pages(Settings(pages=PagesSettings(listen="127.0.0.1:1")))
    said = check_pages(Settings(pages=PagesSettings(folder=str(tmp_path), url="https://a.example")))
    assert said == f"{tmp_path}, linked as https://a.example"


@pytest.mark.parametrize(
    "url", ["http://localhost/x", "ftp://a.example", "a.example", "https://a b.c"]
)
def test_an_address_that_telegram_refuses_on_a_button_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="url"):
        PagesSettings(folder="x", url=url)


async def test_the_bot_does_not_start_with_pages_that_cannot_stand() -> None:
    settings = Settings(pages=PagesSettings(listen="127.0.0.1:1"))
    with pytest.raises(BadSettings, match=r"pages\.folder"):
        await serve_with_endpoint(settings, asyncio.Event())
