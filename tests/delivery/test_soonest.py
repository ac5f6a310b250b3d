"""In which order a burst is worked off: the soonest digest of a chat that follows the source."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.scheduling.preferences import Preferences, to_json
from bot.delivery.scheduling.soonest import BELIEVED, SoonestDigest
from bot.store import articles, chats, entries, entry_work, schedules, sources
from bot.store.chats import ChatKind, ChatState
from bot.store.entries import NewEntry
from bot.store.schedules import NewSchedule
from bot.store.source import NewSource, Source, SourceKind
from bot.store.store import Store
from tests.store.made_records import article

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOME = Preferences()


async def chat_at(
    store: Store, telegram_id: int, hours: int, chosen: Preferences = SOME, *, gone: bool = False
) -> None:
    async with store.transaction() as c:
        chat = await chats.ensure(c, telegram_id, ChatKind.PRIVATE, NOW)
        await chats.save_settings(c, chat.id, to_json(chosen), 1)
        later = NewSchedule("23:00", "0123456", "UTC", NOW + 30 * HOUR)
        soon = NewSchedule("09:00", "0123456", "UTC", NOW + hours * HOUR)
        await schedules.replace(c, chat.id, [soon, later])
        if gone:
            await chats.set_state(c, chat.id, ChatState.GONE, NOW)


async def source_of(store: Store, name: str, topic: str = "", owner: int | None = None) -> Source:
    async with store.transaction() as c:
        new = NewSource(f"https://{name}.test/feed", SourceKind.FEED, topic=topic, owner=owner)
        number, _ = await sources.add(c, new, NOW)
        found = await sources.get(c, number)
        assert found is not None
        return found


@pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)
async def test_a_source_waits_for_the_soonest_digest_of_those_who_follow_it(store: Store) -> None:
    oil, sport = await source_of(store, "oil", "Economy"), await source_of(store, "sport", "Sport")
    plain, own = await source_of(store, "plain"), await source_of(store, "own", "Economy", 44)
    await chat_at(store, 11, 1, gone=True)
    await chat_at(store, 22, 2, replace(SOME, source_topics=("economy",)))
    await chat_at(store, 33, 3, replace(SOME, sources_keep=(sport.id,)))
    await chat_at(store, 44, 5)
    soonest = SoonestDigest(lambda: NOW)
    async with store.transaction() as c:
        found = {each.id: await soonest(c, each) for each in (oil, sport, plain, own)}
    assert found == {
        oil.id: NOW + 2 * HOUR,
        sport.id: NOW + 3 * HOUR,
        plain.id: NOW + 5 * HOUR,
        # One user's source is no other's of that topic.
        own.id: NOW + 5 * HOUR,
    }


async def test_another_chat_follows_a_users_source_by_its_number_alone(store: Store) -> None:
    own = await source_of(store, "own", owner=44)
    await chat_at(store, 11, 1)
    soonest = SoonestDigest(lambda: NOW)
    async with store.transaction() as c:
        assert await soonest(c, own) is None
    await chat_at(store, 22, 2, replace(SOME, sources_keep=(own.id,)))
    async with store.transaction() as c:
        assert await SoonestDigest(lambda: NOW)(c, own) == NOW + 2 * HOUR


async def test_what_chats_chose_is_read_anew_after_a_while(store: Store) -> None:
    source, now = await source_of(store, "one"), NOW
    soonest = SoonestDigest(lambda: now)
    async with store.transaction() as c:
        assert await soonest(c, source) is None
    await chat_at(store, 11, 1)
    now += BELIEVED
    async with store.transaction() as c:
        assert await soonest(c, source) == NOW + HOUR


async def test_entries_of_the_sooner_digest_are_read_first_though_they_came_later(
    store: Store,
) -> None:
    late, soon = await source_of(store, "late"), await source_of(store, "soon", "Economy")
    unread = await source_of(store, "unread", owner=99)
    await chat_at(store, 11, 1, replace(SOME, source_topics=("Economy",)))
    await chat_at(store, 22, 6, replace(SOME, sources_keep=(late.id,)))
    soonest = SoonestDigest(lambda: NOW)
    names = {each.id: each.url for each in (late, soon, unread)}
    async with store.transaction() as c:
        for source in (unread, late, soon):
            new = NewEntry("k", None, "t", None, "{}", "", "", "f")
            await entries.add(c, source.id, [new], NOW, await soonest(c, source))
        order = []
        while (entry := await entry_work.claim(c, NOW, NOW + HOUR, "me")) is not None:
            order.append(names[entry.source])
    assert order == [soon.url, late.url, unread.url]


async def test_what_nobody_follows_is_not_translated_before_what_somebody_does(
    store: Store,
) -> None:
    own = await source_of(store, "own", owner=99)
    await chat_at(store, 11, 1)
    async with store.transaction() as c:
        number, _ = await articles.add(c, article("عنوان", "نص"), NOW, source=own.id)
        stored = await articles.get(c, number)
    assert stored is not None
    assert stored.slot is None
