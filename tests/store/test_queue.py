from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.store import articles, chats, queue, schedules, sources
from bot.store.articles import Stage
from bot.store.schedules import NewSchedule
from bot.store.source import NewSource, SourceKind
from bot.store.store import Store
from tests.store.made_records import article, brief

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_the_oldest_digest_goes_first_then_priority_then_age(store: Store) -> None:
    async with store.transaction() as c:
        plain, _ = await sources.add(c, NewSource("https://a.test/", SourceKind.FEED), NOW)
        urgent, _ = await sources.add(
            c, NewSource("https://b.test/", SourceKind.FEED, priority=5), NOW
        )

        async def add(title: str, source: int | None, slot: datetime | None) -> None:
            await articles.add(c, article(title, title), NOW, source=source, slot=slot)

        await add("nobody waits", None, None)
        await add("tomorrow 1", plain, NOW + 24 * HOUR)
        await add("tomorrow 2", plain, NOW + 24 * HOUR)
        await add("tomorrow, urgent", urgent, NOW + 24 * HOUR)
        await add("missed", plain, NOW - HOUR)
        await add("soon", plain, NOW + HOUR)
        await add("two days ago", plain, NOW - 48 * HOUR)
        await add("yesterday", plain, NOW - 24 * HOUR)
        order = []
        while (number := await queue.first(c, NOW)) is not None:
            found = await articles.get(c, number)
            assert found is not None
            order.append(found.article.title)
            await articles.set_brief(c, number, brief(found.article, "English"), NOW)
        assert order == [
            "missed",
            "soon",
            "tomorrow, urgent",
            "tomorrow 1",
            "tomorrow 2",
            "yesterday",
            "two days ago",
            "nobody waits",
        ]
        assert await queue.waiting(c) == 0


async def test_what_is_translated_goes_first_and_what_rests_is_passed_over(store: Store) -> None:
    async with store.transaction() as c:
        numbers = [(await articles.add(c, article(t, t), NOW))[0] for t in ("أ", "ب", "ج")]
        first = await articles.get(c, numbers[2])
        assert first is not None
        await articles.set_translation(c, numbers[2], brief(first.article, "E").translation)
        await articles.failed(c, numbers[0], "Broken", retry_at=NOW + HOUR)
        assert await queue.first(c, NOW) == numbers[2]
        await articles.failed(c, numbers[2], "Broken")
        assert await queue.first(c, NOW) == numbers[1]
        assert await queue.first(c, NOW + HOUR) == numbers[0]
        assert await queue.waiting(c) == 2


async def test_an_article_without_a_slot_of_its_own_waits_for_the_soonest_digest(
    store: Store,
) -> None:
    async with store.transaction() as c:
        chat = await chats.ensure(c, 7, chats.ChatKind.PRIVATE, NOW)
        await schedules.replace(c, chat.id, [NewSchedule("09:00", "0123456", "UTC", NOW + HOUR)])
        number, _ = await articles.add(c, article("عنوان", "نص"), NOW)
        stored = await articles.get(c, number)
        assert stored is not None
        assert (stored.slot, stored.stage) == (NOW + HOUR, Stage.READ)
