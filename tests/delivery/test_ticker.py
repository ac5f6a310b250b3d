from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.delivery.scheduling.promising import (
    Composed,
    Overtaken,
    enqueue_asked_digest,
    enqueue_breaking,
    enqueue_digest,
)
from bot.delivery.scheduling.schedule import Quiet, Slot, next_slot
from bot.delivery.scheduling.ticker import Ticker
from bot.delivery.sending.outbox import enqueue_broadcast
from bot.delivery.sending.post import Payload
from bot.store import articles, chats, digests, incidents, outbox, outgoing, schedules, versions
from bot.store.chats import Chat, ChatKind
from bot.store.digests import Occasion
from bot.store.incidents import Incident
from bot.store.outbox import Priority
from bot.store.schedules import NewSchedule
from bot.store.store import Store
from tests.store.made_records import article

START = datetime(2026, 11, 21, 12, tzinfo=UTC)
BOTH = pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EIGHT = datetime(2026, 11, 22, 8, tzinfo=UTC)


async def subscribed(store: Store, telegram_id: int = 1, *walls: str) -> int:
    async with store.transaction() as c:
        chat = (await chats.ensure(c, telegram_id, ChatKind.PRIVATE, START)).id
        entries = [
            NewSchedule(wall, "0123456", "UTC", next_slot(START, wall, "0123456", "UTC").at)
            for wall in walls or ("08:00",)
        ]
        await schedules.replace(c, chat, entries)
    return chat


class Composer:
    """Two messages that name the slot; fails for the chats it is told to."""

    def __init__(self) -> None:
        self.made: list[tuple[int, str, timedelta]] = []
        self.broken: set[int] = set()

    async def __call__(self, chat: Chat, slot: Slot, late_by: timedelta) -> Composed:
        if chat.telegram_id in self.broken:
            raise RuntimeError("no model")
        self.made.append((chat.telegram_id, slot.key, late_by))
        return Composed((Payload(f"{slot.key} 1"), Payload(f"{slot.key} 2")))


def never_quiet(chat: Chat) -> None:
    return None


async def texts(store: Store, chat: int) -> list[str]:
    async with store.read_only() as c:
        query = select(outbox.outbox.c.payload).where(outbox.outbox.c.chat == chat)
        rows = (await c.execute(query.order_by(outbox.outbox.c.id))).scalars()
        return [row["text"] for row in rows]


async def test_a_slot_that_has_come_is_promised_once(store: Store) -> None:
    chat = await subscribed(store)
    compose = Composer()
    ticker = Ticker(store, compose, never_quiet)
    assert await ticker.tick(EIGHT - timedelta(seconds=1)) == 0
    assert await ticker.tick(EIGHT) == 1
    assert await ticker.tick(EIGHT) == 0
    assert await Ticker(store, compose, never_quiet).tick(EIGHT + HOUR) == 0
    key = "2026-11-22T08:00[UTC]"
    assert await texts(store, chat) == [f"{key} 1", f"{key} 2"]
    assert compose.made == [(1, key, timedelta())]


async def test_two_tickers_that_saw_the_same_slot_promise_it_once(store: Store) -> None:
    chat = await subscribed(store)
    inner, outer = Composer(), Composer()

    class Slow(Composer):
        async def __call__(self, chat: Chat, slot: Slot, late_by: timedelta) -> Composed:
            # While this one composes, the other comes and goes.
            assert await Ticker(store, inner, never_quiet).tick(EIGHT) == 1
            return await outer(chat, slot, late_by)

    assert await Ticker(store, Slow(), never_quiet).tick(EIGHT) == 0
    assert len(await texts(store, chat)) == 2


async def test_a_missed_slot_is_late_or_dropped_with_a_record(store: Store) -> None:
    chat = await subscribed(store, 1, "08:00", "12:00")
    compose = Composer()
    assert await Ticker(store, compose, never_quiet).tick(EIGHT + 8 * HOUR) == 1
    assert compose.made == [(1, "2026-11-22T12:00[UTC]", 4 * HOUR)]
    async with store.read_only() as c:
        (dropped,) = await incidents.recent(c, kind=Incident.SLOT_DROPPED)
        last = await digests.last_of(c, chat)
    assert (dropped.chat, dropped.subject) == (chat, "2026-11-22T08:00[UTC]")
    assert last is not None and last.late_by == 4 * 3600


async def test_days_of_downtime_give_one_late_digest(store: Store) -> None:
    await subscribed(store)
    compose = Composer()
    assert await Ticker(store, compose, never_quiet).tick(EIGHT + 3 * DAY + HOUR) == 1
    assert compose.made == [(1, "2026-11-25T08:00[UTC]", HOUR)]
    async with store.read_only() as c:
        assert len(await incidents.recent(c, kind=Incident.SLOT_DROPPED)) == 3


ZONES = (
    "Asia/Amman", "Africa/Cairo", "Asia/Beirut", "Asia/Baghdad", "America/New_York",
    "Europe/London", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Nuuk",
    "Africa/Casablanca", "Pacific/Auckland",
)  # fmt: skip


@pytest.mark.parametrize(
    "begin", [datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 10, 23, 12, tzinfo=UTC)]
)
async def test_clock_changes_in_the_database_give_one_digest_a_slot(
    store: Store, begin: datetime
) -> None:
    walls = ("00:30", "01:30", "02:30")
    async with store.transaction() as c:
        for number, zone in enumerate(ZONES):
            chat = (await chats.ensure(c, number + 1, ChatKind.PRIVATE, begin)).id
            entries = [
                NewSchedule(w, "0123456", zone, next_slot(begin, w, "0123456", zone).at)
                for w in walls
            ]
            await schedules.replace(c, chat, entries)
    compose = Composer()
    now = begin
    while now < begin + 3 * DAY:
        now += HOUR
        # A new one each time, as after a restart; twice, as by two processes.
        for _ in range(2):
            await Ticker(store, compose, never_quiet).tick(now)
    days = Counter(key[:10] for _, key, _ in compose.made)
    keys = [key for _, key, _ in compose.made]
    assert len(keys) == len(set(keys)) == 3 * len(walls) * len(ZONES)
    assert max(days.values()) == len(walls) * len(ZONES)
    async with store.read_only() as c:
        assert await incidents.recent(c) == []


async def test_quiet_hours_hold_a_digest_until_they_end(store: Store) -> None:
    await subscribed(store)
    compose = Composer()
    ticker = Ticker(store, compose, lambda chat: Quiet(time(22), time(9), "UTC"))
    assert await ticker.tick(EIGHT) == 0
    assert await ticker.tick(EIGHT + HOUR) == 1
    assert compose.made == [(1, "2026-11-22T08:00[UTC]", timedelta())]


async def test_a_digest_that_fails_keeps_no_other_waiting_and_is_tried_again(
    store: Store,
) -> None:
    first, second = await subscribed(store, 1), await subscribed(store, 2)
    compose = Composer()
    compose.broken = {1}
    ticker = Ticker(store, compose, never_quiet)
    assert await ticker.tick(EIGHT) == 1
    assert await ticker.tick(EIGHT + timedelta(seconds=30)) == 0
    compose.broken = set()
    assert await ticker.tick(EIGHT + timedelta(minutes=1)) == 1
    assert len(await texts(store, first)) == len(await texts(store, second)) == 2
    async with store.read_only() as c:
        assert len(await incidents.recent(c, kind=Incident.DIGEST_FAILED)) == 1


async def test_a_digest_is_promised_whole_or_not_at_all(store: Store) -> None:
    chat = await subscribed(store)
    slot = Slot("s", EIGHT)
    async with store.transaction() as c:
        number, _ = await articles.add(c, article("عنوان", "نص"), START)
        composed = Composed((Payload("a"), Payload("b")), (number,), content="{}")
        digest = await enqueue_digest(c, chat, slot, composed, EIGHT)
        assert digest is not None
        assert await enqueue_digest(c, chat, slot, composed, EIGHT) is None
        assert await digests.articles_of(c, digest) == [number]
        rows = await outbox.of_digest(c, digest)
    assert [(r.position, r.payload["text"], r.priority) for r in rows] == [
        (0, "a", Priority.DIGEST),
        (1, "b", Priority.DIGEST),
    ]


@BOTH
async def test_a_digest_that_was_overtaken_is_made_anew_without_what_overtook_it(
    store: Store,
) -> None:
    chat = await subscribed(store)
    async with store.transaction() as c:
        one, two = [(await articles.add(c, article(t, t), START))[0] for t in ("أول", "ثان")]
    made: list[tuple[int, ...]] = []

    async def compose(of: Chat, slot: Slot, late_by: timedelta) -> Composed:
        async with store.read_only() as c:
            left = tuple([n for n in (one, two) if not await digests.any_held(c, chat, [n])])
        made.append(left)
        if len(made) == 1:
            # A story breaks in the same second.
            async with store.transaction() as c:
                await enqueue_breaking(c, chat, Composed((Payload("now"),), (one,)), EIGHT)
        return Composed((Payload(f"{len(left)} articles"),), left)

    assert await Ticker(store, compose, never_quiet).tick(EIGHT) == 1
    assert made == [(one, two), (two,)]
    assert await texts(store, chat) == ["now", "1 articles"]


@BOTH
async def test_of_two_digests_promised_at_once_one_holds_the_article(store: Store) -> None:
    chat = await subscribed(store)
    async with store.transaction() as c:
        number, _ = await articles.add(c, article("عنوان", "نص"), START)
    composed = Composed((Payload("a"),), (number,))
    looked, promised = asyncio.Event(), asyncio.Event()

    async def breaking() -> None:
        async with store.transaction() as c:
            await enqueue_breaking(c, chat, composed, EIGHT)
            looked.set()
            # The other is at the lock by then; on SQLite it cannot begin.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.05):
                    await promised.wait()

    async def scheduled() -> None:
        await looked.wait()
        async with store.transaction() as c:
            await enqueue_digest(c, chat, Slot("s", EIGHT), composed, EIGHT)
        promised.set()

    told = await asyncio.gather(breaking(), scheduled(), return_exceptions=True)
    assert [type(each) for each in told] == [type(None), Overtaken]
    assert not promised.is_set()
    assert await texts(store, chat) == ["a"]


@BOTH
async def test_a_correction_is_promised_once(store: Store) -> None:
    chat = await subscribed(store)
    async with store.transaction() as c:
        first, second = [(await articles.add(c, article(t, t), START))[0] for t in ("أ", "ب")]
        await versions.add_version(c, second, first, START)
        await enqueue_asked_digest(c, chat, Composed((Payload("a"),), (first,)), EIGHT)
    again = Composed((Payload("b"),), told=(second,))
    async with store.transaction() as c:
        await enqueue_asked_digest(c, chat, again, EIGHT + HOUR)
    with pytest.raises(Overtaken):
        async with store.transaction() as c:
            await enqueue_digest(c, chat, Slot("s", EIGHT), again, EIGHT + HOUR)


async def test_a_digest_asked_for_is_as_urgent_as_an_answer(store: Store) -> None:
    chat = await subscribed(store)
    async with store.transaction() as c:
        digest = await enqueue_asked_digest(c, chat, Composed((Payload("a"),)), EIGHT)
        found = await digests.last_of(c, chat)
        (row,) = await outbox.of_digest(c, digest)
    assert found is not None and found.occasion is Occasion.ASKED
    assert row.priority is Priority.ANSWER


async def test_a_broadcast_reaches_each_chat_once(store: Store) -> None:
    async with store.transaction() as c:
        plain = (await chats.ensure(c, 1, ChatKind.PRIVATE, START)).id
        forum = [
            (await chats.ensure(c, -5, ChatKind.SUPERGROUP, START, thread=t)).id for t in (7, 3)
        ]
        everybody = await chats.everywhere(c)
        assert await enqueue_broadcast(c, everybody, Payload("all"), START) == 2
        heads = await outgoing.heads(c, START, 9)
    assert {head.chat for head in heads} == {plain, forum[1]}
