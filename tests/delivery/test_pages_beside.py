"""`mujaz run` writes pages, links them, serves them, and takes them away."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import httpx
from sqlalchemy import update

from bot.commands.running import serve_with_endpoint
from bot.config import PagesSettings
from bot.store import digests
from tests.delivery.memo import published
from tests.delivery.newsroom import Newsroom, Telegram
from tests.delivery.table_translator import GAS
from tests.telegram_server import Fields

URL = "https://pages.example.org/mujaz"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def link_beneath(message: Fields) -> str:
    rows = message["reply_markup"]["inline_keyboard"]
    (url,) = [each["url"] for row in rows for each in row if "url" in each]
    return str(url)


async def until_answered(client: httpx.AsyncClient, path: str, status: int) -> str:
    async with asyncio.timeout(60):
        while (answer := await client.get(path)).status_code != status:
            await asyncio.sleep(0.05)
    return answer.text


async def test_a_digest_leads_to_its_page_and_forget_takes_it_away(
    telegram: Telegram, tmp_path: Path
) -> None:
    at = f"127.0.0.1:{free_port()}"
    pages = PagesSettings(folder=str(tmp_path / "pages"), url=URL, listen=at)
    async with httpx.AsyncClient(base_url=f"http://{at}", trust_env=False) as client:
        room = Newsroom(tmp_path, telegram)
        room.settings = room.settings.model_copy(update={"pages": pages})
        room.serve = serve_with_endpoint
        async with room:
            await room.say("/start")
            await published(room, GAS)
            await room.say("/now")
            digest = await room.wait("Energy minister announces cut in gas prices")
            link = link_beneath(digest)
            assert link.startswith(f"{URL}/")
            path = link.removeprefix(URL)
            page = await until_answered(client, path, 200)
            assert "Energy minister announces cut in gas prices" in page
            story = await until_answered(client, path.replace(".html", "-1.html"), 200)
            assert "أعلن وزير الطاقة خفض أسعار الغاز في البلاد." in story
            asked = await room.say("/digest today")
            again = await room.wait("cut in gas prices", after=asked)
            assert link_beneath(again) == link
            assert "put together again" not in again["text"]
            async with room.store.transaction() as c:
                await c.execute(update(digests.digests).values(content=None))
            asked = await room.say("/digest today")
            await room.wait("put together again", after=asked)
            await room.say("/forget")
            sure = await room.wait("There is no way back", after=digest)
            await room.press(sure, "Delete it")
            await until_answered(client, path, 404)
            assert list((tmp_path / "pages").iterdir()) == []
