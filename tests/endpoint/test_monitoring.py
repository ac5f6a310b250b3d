"""What machines that watch this one read, over real HTTP and a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.commands import monitoring
from bot.commands.monitoring import WholeMonitor
from bot.config import MonitoringSettings, Settings, StoreSettings
from bot.delivery.sending.lease import Leaseholder
from bot.endpoint.monitoring import monitoring_api
from bot.endpoint.server import Monitoring
from bot.reading.article import read
from bot.records import Document
from bot.store import articles, chats, outbox
from bot.store.outbox import Priority
from bot.store.store import Store, open_store
from tests.delivery.table_translator import GAS
from tests.empty_database import new_database

TOKEN = "a-token-that-is-long-enough"
HERE = ("127.0.0.1", 40_000)
AWAY = ("192.0.2.7", 40_000)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(new_database(tmp_path), migrated=False)
    yield opened
    await opened.close()


def settings_of(store: Store, folder: Path) -> Settings:
    return Settings(
        cache_dir=folder, store=StoreSettings(url=f"sqlite:///{store.engine.url.database}")
    )


@asynccontextmanager
async def asking(
    store: Store, folder: Path, token: str = "", caller: tuple[str, int] = HERE
) -> AsyncIterator[httpx.AsyncClient]:
    monitor = WholeMonitor(settings_of(store, folder), store)
    api = monitoring_api(MonitoringSettings(token=token), monitor)
    transport = httpx.ASGITransport(api, client=caller)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        yield client


def numbers(page: str) -> dict[str, float]:
    return {
        sample.name: sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if not sample.labels
    }


async def test_the_metrics_say_what_waits_and_since_when(store: Store, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    async with store.transaction() as c:
        article = read(Document("gas", GAS.encode()))
        await articles.add(c, article, now - timedelta(minutes=10))
        chat = await chats.ensure(c, 8, chats.ChatKind.PRIVATE, now)
        for minutes in (3, 1):
            made = now - timedelta(minutes=minutes)
            await outbox.add(c, chat.id, [{"text": "x"}], Priority.ANSWER, made)
    await Leaseholder(store).try_take()
    async with asking(store, tmp_path) as client:
        answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    found = numbers(answer.text)
    assert found["mujaz_database_up"] == found["mujaz_sender_held"] == 1
    assert (found["mujaz_queue_articles"], found["mujaz_outbox_messages"]) == (1, 2)
    assert 600 <= found["mujaz_queue_oldest_seconds"] < 900
    assert 180 <= found["mujaz_outbox_oldest_seconds"] < 480
    assert found["mujaz_disk_free_bytes"] > 0


async def test_a_database_that_is_away_is_said_and_hides_nothing_else(
    store: Store, tmp_path: Path
) -> None:
    async with store.transaction() as c:
        await c.exec_driver_sql("ALTER TABLE lease RENAME TO gone")
    async with asking(store, tmp_path) as client:
        found = numbers((await client.get("/metrics")).text)
        ready = await client.get("/readyz")
        alive = await client.get("/healthz")
    assert found["mujaz_database_up"] == 0
    assert "mujaz_disk_free_bytes" in found
    assert "mujaz_queue_articles" not in found
    assert (ready.status_code, ready.json()["database"]) == (503, "away")
    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})


async def test_it_is_ready_once_somebody_sends(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitoring, "KEPT", -1.0)
    holder = Leaseholder(store)
    async with asking(store, tmp_path, caller=AWAY) as client:
        before = await client.get("/readyz")
        await holder.try_take()
        after = await client.get("/readyz")
    assert before.status_code == 503
    assert before.json() == {
        "status": "not ready",
        "database": "ok",
        "sender": "no process sends",
        "models": "ok",
    }
    assert after.status_code == 200
    assert holder.holder not in after.text


async def test_asking_often_costs_one_look(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []
    real = monitoring.vitals.look

    async def counted(*given: object) -> object:
        looks.append(given)
        return await real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(monitoring.vitals, "look", counted)
    async with asking(store, tmp_path) as client:
        await asyncio.gather(*(client.get("/metrics") for _ in range(20)))
    assert len(looks) == 1


@pytest.mark.parametrize(
    ("token", "caller", "headers", "status"),
    [
        ("", HERE, {}, 200),
        ("", ("::1", 1), {}, 200),
        ("", AWAY, {}, 403),
        ("", HERE, {"X-Forwarded-For": "192.0.2.7"}, 403),
        ("", HERE, {"Forwarded": "for=192.0.2.7"}, 403),
        (TOKEN, HERE, {}, 401),
        (TOKEN, AWAY, {"Authorization": f"Bearer {TOKEN}x"}, 401),
        (TOKEN, AWAY, {"Authorization": f"Bearer {TOKEN}"}, 200),
    ],
)
async def test_who_may_read_the_metrics(
    store: Store,
    tmp_path: Path,
    token: str,
    caller: tuple[str, int],
    headers: dict[str, str],
    status: int,
) -> None:
    async with asking(store, tmp_path, token, caller) as client:
        answer = await client.get("/metrics", headers=headers)
    assert answer.status_code == status
    assert ("mujaz_queue_articles" in answer.text) == (status == 200)


async def test_it_stands_alone_on_an_address_of_its_own(store: Store, tmp_path: Path) -> None:
    given = MonitoringSettings(listen="127.0.0.1:0")
    served = Monitoring(given, WholeMonitor(settings_of(store, tmp_path), store))
    stop = asyncio.Event()
    serving = asyncio.create_task(served.serve(stop))
    await served.standing.wait()
    assert served.address is not None
    at = f"http://127.0.0.1:{served.address[1]}"
    async with httpx.AsyncClient(base_url=at, trust_env=False) as client:
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.post("/articles", json={})).status_code == 404
    stop.set()
    await serving
