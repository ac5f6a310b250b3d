"""The same bot on PostgreSQL: one way through everything that touches the database."""

from __future__ import annotations

from pathlib import Path

from bot.config import Settings, StoreSettings
from bot.store import articles
from bot.store.articles import Stage
from tests.delivery.memo import in_tables, pasted
from tests.delivery.newsroom import OWNER, READER, Newsroom, Telegram
from tests.delivery.table_translator import GAS
from tests.store.conftest import database_of


async def test_a_reader_and_the_operator_on_postgresql(
    telegram: Telegram, tmp_path: Path, postgres: str
) -> None:
    room = Newsroom(tmp_path, telegram)
    given = room.settings.model_dump(exclude={"store"})
    url = database_of(postgres, "talked")
    room.settings = Settings(**given, store=StoreSettings(url=url))
    async with room:
        await room.say("/subscribe")
        await room.wait("Subscribed")
        await room.say("/quiet 22:00 07:00")
        await room.wait("Quiet hours: 22:00–07:00")
        await room.say(GAS)
        brief = await room.wait("cut in gas prices")
        await room.press(brief, "Why?")
        await room.wait("What each statement is based on", after=brief)
        await room.say("/search اسعار")
        await room.wait("1 found for")
        await room.say("/now")
        await room.wait("1 article, 1 story")
        await room.say("/status", OWNER)
        await room.wait("ready: 1", OWNER)
        async with room.store.transaction() as c:
            await articles.failed(c, 1, "made up")
            await articles.retry(c, 1)
            stored = await articles.get(c, 1)
            assert stored is not None
            assert stored.stage is Stage.TRANSLATED
        await pasted(room)
        assert {"articles", "outbox"} <= set(await in_tables(room.store))
        await room.say(f"/forget {READER}", OWNER)
        sure = await room.wait("There is no way back", OWNER)
        await room.press(sure, "Delete it")
        await room.wait("Deleted, with all settings", OWNER)
        assert await in_tables(room.store) == {}
