"""One article is followed by its number from the feed's entry to the message, in the logs and in
the metrics of a real run; neither says whose chat it was, or what it said."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.commands.log import set_up_logging
from bot.commands.running import serve_with_endpoint
from bot.config import MonitoringSettings, TranslationSettings
from bot.store import articles, sources
from bot.store.articles import Stage
from bot.store.source import NewSource, SourceKind
from tests.cli.test_endpoint_beside import free_port
from tests.delivery.faulty_server import until
from tests.delivery.loopback import HOST, feed_of, page_of
from tests.delivery.newsroom import TOKEN, Newsroom, Telegram
from tests.delivery.table_translator import GAS, PAIRS
from tests.sources.web import LoopbackWeb

AT = "127.0.0.1"


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as server:
        assert isinstance(server, Telegram)
        yield server


@pytest.fixture
async def web() -> AsyncIterator[LoopbackWeb]:
    async with LoopbackWeb() as server:
        server.put(HOST, "/gas", page_of(GAS))
        feed = feed_of(server, [("/gas", GAS.partition("\n")[0])])
        server.put(HOST, "/feed", feed, media_type="application/rss+xml")
        yield server


async def test_an_article_is_followed_from_the_feed_to_the_message(
    telegram: Telegram, web: LoopbackWeb, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up_logging("json", "info", (TOKEN,))
    at = f"{AT}:{free_port()}"
    room = Newsroom(tmp_path, telegram, sources=web.settings(private_hosts=(HOST,)))
    monitoring = MonitoringSettings(listen=at)
    translation = TranslationSettings(whole_when_idle=False)
    room.settings = room.settings.model_copy(
        update={"monitoring": monitoring, "translation": translation}
    )
    room.serve = serve_with_endpoint
    async with room, httpx.AsyncClient(base_url=f"http://{at}", trust_env=False) as client:
        before = _counts((await client.get("/metrics")).text)
        async with room.store.transaction() as c:
            given = NewSource(web.url(HOST, "/feed"), SourceKind.FEED, title="Desk of the minister")
            await sources.add(c, given, datetime.now(UTC))
        room.parts.poller.wake()
        await until(partial(_briefed, room))
        await room.say("/now")
        await room.wait("cut in gas prices")
        await until(partial(_received, client))
        page = (await client.get("/metrics")).text
        assert (await client.get("/readyz")).json()["sender"] == "ok"
    written = capfd.readouterr().err
    told = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    _is_followed(told)
    _is_counted(before, _counts(page))
    for secret in (TOKEN, "Rana", "Desk of the minister", *PAIRS, *PAIRS.values()):
        assert secret not in page
    for secret in (TOKEN, "Desk of the minister", *PAIRS, *PAIRS.values()):
        assert secret not in written


async def _briefed(room: Newsroom) -> bool:
    async with room.store.read_only() as c:
        return (await articles.count_by_stage(c)).get(Stage.BRIEFED, 0) == 1


async def _received(client: httpx.AsyncClient) -> bool:
    """Whether Telegram's receipt of an answer is on record."""
    return 'mujaz_delivery_seconds_count{priority="answer"}' in (await client.get("/metrics")).text


def _is_followed(told: list[dict[str, Any]]) -> None:
    """By the number alone: what happened to the article, in order."""
    (taken,) = (line for line in told if line["event"] == "article_taken")
    number = taken["article"]
    assert (taken["way"], taken["source"], type(taken["entry"])) == ("feed", 1, int)
    about = [
        line for line in told if line.get("article") == number or number in line.get("articles", ())
    ]
    assert [line["event"] for line in about] == [
        "article_taken",
        "article_translated",
        "article_briefed",
        "digest_promised",
        "message_sent",
    ]
    promised, sent = about[-2:]
    assert promised["digest"] == sent["digest"]


def _counts(page: str) -> dict[str, float]:
    """Every line of the page that is a number, by name and labels."""
    lines = (line.rpartition(" ") for line in page.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def _is_counted(before: dict[str, float], after: dict[str, float]) -> None:
    def more(name: str) -> float:
        return after[name] - before.get(name, 0.0)

    assert more('mujaz_articles_taken_total{outcome="new",way="feed"}') == 1
    assert more('mujaz_polls_total{outcome="feedchanged"}') == 1
    for step in ("poll", "entry", "translate", "brief", "compose"):
        assert more(f'mujaz_stage_seconds_count{{stage="{step}"}}') == 1, step
    assert more('mujaz_sends_total{outcome="sent",priority="answer"}') >= 1
    assert more('mujaz_delivery_seconds_count{priority="answer"}') >= 1
    assert more("mujaz_words_translated_total") > 10
    assert after["mujaz_sender_held"] == after["mujaz_database_up"] == 1
