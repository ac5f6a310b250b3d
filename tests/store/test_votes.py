"""What readers think of stories, what a digest says of its own, and a week of it, on both
databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.store import articles, chats, digests, followed, rights, votes
from bot.store.audience import Audience
from bot.store.digests import Occasion, Placed
from bot.store.store import Store
from tests.store.made_records import article, publish, reader

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)


async def test_voices_are_summed_taken_back_and_gone_with_what_may_be_seen(store: Store) -> None:
    async with store.transaction() as c:
        chat = await reader(c)
        good, _ = await articles.add(c, article("غاز", "خفض أسعار الغاز"), NOW)
        bad, _ = await articles.add(c, article("كأس", "فوز المنتخب"), NOW)
        own, _ = await articles.add(c, article("مذكرة", "إغلاق مصنع"), NOW)
        for number in (good, bad):
            await publish(c, number)
        await rights.admit(c, own, Audience(chat=chat.id), NOW)
        for number, headline, value in ((good, "g", 1), (bad, "b", -1), (own, "o", 1)):
            assert await votes.cast(c, chat.id, number, headline, 5, value, NOW) == value
        assert await votes.taste_of(c, chat) == votes.Taste(("g", "o"), ("b",))
        assert await votes.cast(c, chat.id, good, "g", 6, -1, NOW) == -1
        assert await votes.cast(c, chat.id, bad, "b", 5, -1, NOW) == 0
        assert await votes.taste_of(c, chat) == votes.Taste(("o",), ())
        await rights.withdraw(c, own, chat.id)
        assert await votes.taste_of(c, chat) == votes.Taste((), ())
        assert [voice for _, voice, _ in await votes.listing(c, chat.id)] == [1, -1, 1]
        await chats.forget(c, chat.id)
        assert await votes.listing(c, chat.id) == []


async def test_a_digest_keeps_why_its_stories_stood_where_and_is_counted(store: Store) -> None:
    async with store.transaction() as c:
        chat = await reader(c)
        number, _ = await articles.add(c, article("غاز", "خفض أسعار الغاز", "RT"), NOW)
        await publish(c, number)
        made = await digests.insert_once(c, chat.id, "slot", NOW, NOW)
        at_once = await digests.insert_once(
            c, chat.id, "breaking 1", NOW, NOW, occasion=Occasion.BREAKING
        )
        assert made is not None
        assert at_once is not None
        placed = Placed(number, (("watched", 3.0, ("باتروشيف",)), ("outlets", 1.0, ())))
        await digests.add_articles(c, made, [number])
        await digests.add_stories(c, made, [placed])
        assert await digests.story_of(c, made, 1) == placed
        assert await digests.story_of(c, made, 2) is None
        assert await digests.sent_at_once(c, chat.id, NOW) == 1
        later = NOW + timedelta(seconds=1)
        assert await digests.sent_at_once(c, chat.id, later) == 0
        assert await digests.articles_since(c, chat.id, NOW, 9) == [number]
        await digests.add_articles(c, at_once, [number])
        empty = await digests.insert_once(c, chat.id, "empty", NOW, later)
        last = await digests.last_of(c, chat.id)
        assert last is not None and last.id == empty
        held = await digests.last_with_articles(c, chat.id)
        assert held is not None and held.id == made
        told = await followed.told(c, chat, NOW)
        assert [(each.stories, each.at_once) for each in told] == [(1, False), (0, True)]
        (report,) = await followed.reports(c, chat, NOW)
        assert report.outlet == "RT"
