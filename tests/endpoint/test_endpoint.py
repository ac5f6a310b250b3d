"""The endpoint over real HTTP, on a loopback port."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog

from bot.config import EndpointSettings
from bot.endpoint import server
from bot.endpoint.guarding import Rate, is_bearer
from bot.endpoint.server import Endpoint, check
from bot.errors import BadSettings, ServerTrouble
from bot.intake.submissions import Intake
from bot.sources.fetching.requests import Fetched, Request
from bot.store.store import Store, open_store
from tests.empty_database import new_database

TOKEN = "a-token-that-is-long-enough"
TEXT = (
    "قال وزير الخارجية العماني اليوم إن محادثات وقف إطلاق النار ستستأنف في مسقط يوم الأحد "
    "بعد توقف دام ثلاثة أسابيع، مضيفا أن الوفدين وصلا مساء الجمعة إلى العاصمة."
)
ARTICLE = {"text": TEXT, "title": "استئناف المحادثات في مسقط", "key": "talks-1"}


class NoWeb:
    """The web is away."""

    async def fetch(self, request: Request) -> Fetched:
        raise ServerTrouble("The site answered 503.")


@asynccontextmanager
async def running(
    store: Store, **settings: Any
) -> AsyncIterator[tuple[httpx.AsyncClient, list[int]]]:
    nudges: list[int] = []
    given = EndpointSettings(listen="127.0.0.1:0", token=TOKEN, **settings)
    endpoint = Endpoint(given, Intake(store, NoWeb(), lambda: nudges.append(1)))
    stop = asyncio.Event()
    serving = asyncio.create_task(endpoint.serve(stop))
    await endpoint.standing.wait()
    assert endpoint.address is not None
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{endpoint.address[1]}",
        headers={"Authorization": f"Bearer {TOKEN}"},
        trust_env=False,
        # The first article loads what reads articles, which a busy machine takes long for.
        timeout=60,
    ) as client:
        yield client, nudges
    stop.set()
    await serving


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(new_database(tmp_path), migrated=False)
    yield opened
    await opened.close()


async def test_an_article_is_taken_and_sent_again_is_the_same(store: Store) -> None:
    async with running(store) as (client, nudges):
        first = await client.post("/articles", json=ARTICLE)
        again = await client.post("/articles", json=ARTICLE)
        edited = await client.post(
            "/articles", json=ARTICLE | {"text": TEXT.replace("ثلاثة", "أربعة")}
        )
    assert (first.status_code, again.status_code, edited.status_code) == (201, 200, 201)
    made = first.json()
    assert made == {
        "status": "new",
        "key": "talks-1",
        "article": 1,
        "id": made["id"],
        "retry": False,
    }
    assert again.json() == made | {"status": "known"}
    assert edited.json()["version_of"] == 1
    assert len(nudges) == 2


async def test_a_list_is_answered_in_order_and_a_bad_one_loses_no_other(store: Store) -> None:
    sent = [
        ARTICLE,
        {"text": "This text is in English only and no Arabic at all."},
        {"key": "x"},
        7,
        ARTICLE | {"colour": "red"},
        {"url": "https://news.example/1", "key": "later"},
        ARTICLE,
    ]
    async with running(store) as (client, _):
        answers = (await client.post("/articles", json=sent)).json()
    assert [a["status"] for a in answers] == ["new", *["refused"] * 5, "known"]
    assert [a.get("error") for a in answers[1:6]] == [
        "NotArabic",
        "BadSubmission",
        "BadSubmission",
        "BadSubmission",
        "ServerTrouble",
    ]
    assert "exactly one of text, html and url" in answers[2]["reason"]
    assert "colour" in answers[4]["reason"]
    assert not any("Input" in a["reason"] or "Value error" in a["reason"] for a in answers[1:6])
    assert [a["retry"] for a in answers] == [False] * 5 + [True, False]


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer \xff"],
)
async def test_nothing_is_read_from_whoever_has_no_token(store: Store, header: str | None) -> None:
    async with running(store, max_bytes=1024) as (client, _):
        del client.headers["Authorization"]
        headers = {} if header is None else {"Authorization": header.encode("latin-1")}
        # Far over the limit: the answer must be the refusal of the caller, not of the body.
        answer = await client.post("/articles", content=b"[" * 5000, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 900, 400),
        (b"nul", 400),
        (b"null", 422),
        (b'{"text": 5}', 422),
        (b'{"text": "\\ud800", "key": "\\u0000"}', 422),
        (json.dumps({"text": TEXT, "published_at": "yesterday"}).encode(), 422),
        (json.dumps({"text": TEXT, "published_at": "9031-01-01"}).encode(), 422),
        (json.dumps({"text": TEXT, "link": "file:///etc/passwd"}).encode(), 422),
        (json.dumps({"url": "http://user:pass@news.example/"}).encode(), 422),
        (b" " * 3000, 413),
        (json.dumps([{}] * 6).encode(), 413),
    ],
)
async def test_a_malformed_request_is_refused_in_words(
    store: Store, body: bytes, status: int
) -> None:
    async with running(store, max_bytes=2048, max_articles=5) as (client, _):
        answer = await client.post("/articles", content=body)
        assert answer.status_code == status
        assert answer.json()["error"]
        assert answer.json()["reason"]
        assert (await client.post("/articles", json=ARTICLE)).status_code == 201


async def test_a_body_without_a_stated_length_is_bounded_too(store: Store) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1000):
            yield b" " * 1024

    async with running(store, max_bytes=2048) as (client, _):
        answer = await client.post("/articles", content=endless())
    assert answer.status_code == 413


async def test_too_many_requests_are_told_when_to_come_again(store: Store) -> None:
    async with running(store, per_minute=2) as (client, _):
        codes = [(await client.post("/articles", json=ARTICLE)).status_code for _ in range(2)]
        answer = await client.post("/articles", json=ARTICLE)
        assert (await client.get("/health")).status_code == 200
    assert (codes, answer.status_code) == ([201, 200], 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 31


async def test_one_key_pushed_many_times_at_once_is_one_article(store: Store) -> None:
    async with running(store) as (client, nudges):
        answers = await asyncio.gather(*(client.post("/articles", json=ARTICLE) for _ in range(12)))
    assert {answer.json()["article"] for answer in answers} == {1}
    assert sorted(answer.status_code for answer in answers) == [200] * 11 + [201]
    assert len(nudges) == 1


async def test_a_key_of_another_article_is_a_conflict(store: Store) -> None:
    other = {"text": "أبقى البنك المركزي أسعار الفائدة من دون تغيير في اجتماعه.", "key": "talks-1"}
    async with running(store) as (client, _):
        await client.post("/articles", json=ARTICLE)
        answer = await client.post("/articles", json=other)
    assert (answer.status_code, answer.json()["error"]) == (409, "KeyTaken")


async def test_what_the_caller_states_is_kept(store: Store) -> None:
    from bot.store import articles

    stated = {
        "outlet": "عمان",
        "author": "سالم",
        "published_at": "2026-11-20T19:40:00+04:00",
        "link": "https://news.example/talks?utm_source=x",
    }
    async with running(store) as (client, _):
        assert (await client.post("/articles", json=ARTICLE | stated)).status_code == 201
        html = {"html": f"<p>{TEXT}</p>", "link": "https://m.news.example/talks"}
        again = await client.post("/articles", json=html | {"title": ARTICLE["title"]})
    assert again.json() | {"key": None} == again.json() | {"status": "known", "key": None}
    async with store.read_only() as c:
        stored = await articles.get(c, 1)
    assert stored is not None
    article = stored.article
    assert (article.title, article.outlet, article.author) == (ARTICLE["title"], "عمان", "سالم")
    assert article.published is not None
    assert article.published.iso() == "2026-11-20T19:40:00+04:00"
    assert [p.text for p in article.prose] == [TEXT]


async def test_it_is_described_for_people_and_machines(store: Store) -> None:
    async with running(store) as (client, _):
        del client.headers["Authorization"]
        assert (await client.get("/health")).json() == {"status": "ok"}
        described = (await client.get("/openapi.json")).json()
        shown = await client.get("/")
    operation = described["paths"]["/articles"]["post"]
    assert {"401", "409", "413", "422", "429"} <= set(operation["responses"])
    assert operation["security"] == [{"bearer": []}]
    assert described["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    for field in ("text", "published_at", "POST /articles", "429"):
        assert field in shown.text
    assert "<script" not in shown.text


async def test_a_database_that_is_away_is_said(store: Store) -> None:
    async with running(store) as (client, _):
        async with store.transaction() as c:
            await c.exec_driver_sql("ALTER TABLE article_keys RENAME TO elsewhere")
        answer = await client.post("/articles", json=ARTICLE)
    assert (answer.status_code, answer.json()["error"], answer.json()["retry"]) == (
        503,
        "DatabaseAway",
        True,
    )


async def test_a_process_that_stands_by_says_so_once_and_says_when_it_takes_over(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.endpoint.server.AGAIN", 0.0)
    busy = socket.create_server(("127.0.0.1", 0))
    real, tries = server._listening, 0

    def counted(listen: str) -> socket.socket:
        nonlocal tries
        tries += 1
        if tries == 4:
            busy.close()
        return real(listen)

    monkeypatch.setattr(server, "_listening", counted)
    listen = f"127.0.0.1:{busy.getsockname()[1]}"
    second = Endpoint(EndpointSettings(listen=listen, token=TOKEN), Intake(store, NoWeb()))
    stop = asyncio.Event()
    with structlog.testing.capture_logs() as logs:
        serving = asyncio.create_task(second.serve(stop, patient=True))
        await second.standing.wait()
        stop.set()
        await serving
    events = [each["event"] for each in logs]
    assert tries == 4
    assert events == ["endpoint_waits", "endpoint_takes_over", "endpoint_listens"]


async def test_an_address_that_is_taken_is_said_or_waited_for(store: Store) -> None:
    async with running(store) as (client, _):
        port = client.base_url.port
        settings = EndpointSettings(listen=f"127.0.0.1:{port}", token=TOKEN)
        second = Endpoint(settings, Intake(store, NoWeb()))
        with pytest.raises(BadSettings, match=str(port)):
            await second.serve(asyncio.Event())
        stop = asyncio.Event()
        waiting = asyncio.create_task(second.serve(stop, patient=True))
        await asyncio.sleep(0)
        stop.set()
        await waiting
        assert not second.standing.is_set()


def test_an_endpoint_that_cannot_stand_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check(EndpointSettings()) == "off"
    with pytest.raises(BadSettings, match=r"endpoint\.token"):
        check(EndpointSettings(listen="127.0.0.1:0"))
    given = EndpointSettings(listen="127.0.0.1:0", token=TOKEN)
    assert check(given) == "http://127.0.0.1:0"
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(BadSettings, match=r"\.\[endpoint\]"):
        check(given)


@pytest.mark.parametrize(
    "wrong",
    [
        {"listen": "8787"},
        {"listen": "host:http"},
        {"listen": "127.0.0.1:70000"},
        {"token": "short"},
        {"token": "with spaces in between the words"},
    ],
)
def test_settings_that_cannot_be_meant_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="Value error"):
        EndpointSettings(**wrong)


def test_the_rate_fills_again() -> None:
    now = [0.0]
    rate = Rate(60, lambda: now[0])
    assert [rate.wait() for _ in range(60)] == [0.0] * 60
    assert rate.wait() == pytest.approx(1.0)
    now[0] += 1.0
    assert rate.wait() == 0.0
    assert rate.wait() > 0
    now[0] += 3600
    assert [rate.wait() for _ in range(60)] == [0.0] * 60


def test_an_empty_token_lets_nobody_in() -> None:
    assert not is_bearer("Bearer ", "")
    assert is_bearer(f"bearer {TOKEN}", TOKEN)
