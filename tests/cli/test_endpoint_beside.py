"""`mujaz run` has the endpoint beside the bot where one is configured."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.commands.running import serve_with_endpoint
from bot.config import EndpointSettings
from bot.errors import BadSettings
from tests.delivery.newsroom import Newsroom, Telegram

TOKEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as server:
        assert isinstance(server, Telegram)
        yield server


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def room_with(folder: Path, telegram: Telegram, **endpoint: str) -> Newsroom:
    room = Newsroom(folder, telegram)
    given = EndpointSettings.model_validate(endpoint)
    room.settings = room.settings.model_copy(update={"endpoint": given})
    room.serve = serve_with_endpoint
    return room


async def test_it_answers_as_long_as_the_bot_runs(telegram: Telegram, tmp_path: Path) -> None:
    at = f"127.0.0.1:{free_port()}"
    transport = httpx.AsyncHTTPTransport(retries=5)
    async with (
        room_with(tmp_path, telegram, listen=at, token=TOKEN),
        httpx.AsyncClient(base_url=f"http://{at}", transport=transport) as patient,
    ):
        assert (await patient.get("/health")).json() == {"status": "ok"}
    async with httpx.AsyncClient(base_url=f"http://{at}", trust_env=False) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get("/health")


async def test_the_bot_does_not_start_with_an_endpoint_that_cannot_stand(
    telegram: Telegram, tmp_path: Path
) -> None:
    with pytest.raises(BadSettings, match=r"endpoint\.token"):
        async with room_with(tmp_path, telegram, listen="127.0.0.1:1"):
            pass
