"""A burst of new entries, in the running bot."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.delivery.scheduling.preferences import Preferences, to_json
from bot.store import articles, chats, schedules, sources
from bot.store.chats import ChatKind
from bot.store.schedules import NewSchedule
from bot.store.source import NewSource, SourceKind
from tests.delivery.faulty_server import until
from tests.delivery.loopback import HOST, feed_of, newsroom_on_the_web, page_of
from tests.delivery.newsroom import OWNER, READER, Newsroom, Telegram
from tests.delivery.table_translator import GAS
from tests.sources.web import LoopbackWeb

HOUR = timedelta(hours=1)


async def _subscribed(room: Newsroom, telegram_id: int, hours: int, chosen: Preferences) -> None:
    now = room.parts.context.now()
    async with room.store.transaction() as c:
        chat = await chats.ensure(c, telegram_id, ChatKind.PRIVATE, now)
        await chats.save_settings(c, chat.id, to_json(chosen), 2)
        at = now.replace(microsecond=0) + hours * HOUR
        await schedules.replace(c, chat.id, [NewSchedule("09:00", "0123456", "UTC", at)])


async def test_an_article_waits_for_the_soonest_digest_of_those_who_follow_its_source(
    telegram: Telegram, tmp_path: Path
) -> None:
    async with LoopbackWeb() as web:
        web.put(HOST, "/gas", page_of(GAS))
        feed = feed_of(web, [("/gas", GAS.split("\n\n")[0])])
        url = web.put(HOST, "/feed", feed, media_type="application/rss+xml")
        async with newsroom_on_the_web(tmp_path, telegram, web) as room:
            await _subscribed(room, OWNER, 1, Preferences(sources_keep=(99,)))
            await _subscribed(room, READER, 3, Preferences())
            now = room.parts.context.now()
            async with room.store.transaction() as c:
                await sources.add(c, NewSource(url, SourceKind.FEED), now)
            room.parts.poller.wake()

            async def taken() -> bool:
                async with room.store.read_only() as c:
                    return await articles.get(c, 1) is not None

            await until(taken)
            async with room.store.read_only() as c:
                stored, reader = await articles.get(c, 1), await chats.find(c, READER)
                assert stored is not None
                assert reader is not None
                (its,) = await schedules.of_chat(c, reader.id)
            assert stored.slot == its.next_run
