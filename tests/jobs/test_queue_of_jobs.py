"""What is to be done stands on the queue in the transaction that makes it needed, and nowhere
else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.jobs import housekeeping
from bot.jobs.missing import put_in
from bot.jobs.tables import prepare
from bot.store import articles, chats, entries, jobs, polls, requests, schedules, sources
from bot.store.entries import NewEntry
from bot.store.jobs import urgency
from bot.store.schedules import NewSchedule
from bot.store.source import NewSource, SourceKind
from bot.store.store import Store
from tests.store.made_records import article

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SLOT = NOW + timedelta(hours=1)


async def standing(store: Store) -> list[tuple[str, str, str, int]]:
    """(queue, task, lock, number), in the order in which they are worked."""
    async with store.read_only() as c:
        rows = await c.execute(
            text(
                "SELECT queue_name, task_name, lock, (args->>'number')::int "
                "FROM procrastinate_jobs WHERE status = 'todo' "
                "ORDER BY queue_name, priority DESC, id"
            )
        )
        return [tuple(row) for row in rows]


async def everything(store: Store) -> dict[str, int]:
    """One of each thing that there is to work."""
    async with store.transaction() as c:
        chat = await chats.ensure(c, 7, chats.ChatKind.PRIVATE, NOW)
        number, _ = await articles.add(c, article("أ", "نص"), NOW)
        request = await requests.add(c, chat.id, {}, 1, NOW)
        await requests.read(c, request, number)
        await schedules.replace(c, chat.id, [NewSchedule("08:00", "0123456", "UTC", SLOT)])
        (schedule,) = await schedules.of_chat(c, chat.id)
        source, _ = await sources.add(c, NewSource("https://a.example/feed", SourceKind.FEED), NOW)
        await entries.add(c, source, [NewEntry("k", None, None, None, "payload")], NOW, SLOT)
        (entry,) = await entries.recent(c, source)
    return {
        "article": number,
        "schedule": schedule.id,
        "chat": chat.id,
        "source": source,
        "entry": entry.id,
    }


async def test_each_thing_is_on_the_queue_of_its_urgency(queued_store: Store) -> None:
    made = await everything(queued_store)
    article_, source = made["article"], made["source"]
    assert await standing(queued_store) == [
        ("articles", "article", f"article:{article_}", article_),
        ("digests", "schedule", f"digests:{made['chat']}", made["schedule"]),
        ("interactive", "article", f"article:{article_}", article_),
        ("polling", "source", f"source:{source}", source),
        ("polling", "entry", f"pages:{source}", made["entry"]),
    ]


async def test_what_is_undone_leaves_nothing_on_the_queue(queued_store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        async with queued_store.transaction() as c:
            await articles.add(c, article("أ", "نص"), NOW)
            raise ZeroDivisionError
    assert await standing(queued_store) == []


async def test_a_database_without_a_queue_is_left_alone(store: Store) -> None:
    await everything(store)
    assert not store.queued


async def test_what_has_no_job_is_given_one_once(queued_store: Store) -> None:
    await everything(queued_store)
    before = await standing(queued_store)
    async with queued_store.transaction() as c:
        await c.exec_driver_sql("DELETE FROM procrastinate_jobs")
    await put_in(queued_store)
    await put_in(queued_store)
    assert sorted(await standing(queued_store)) == sorted(before)


async def test_preparing_again_changes_nothing(queued_store: Store) -> None:
    await everything(queued_store)
    before = await standing(queued_store)
    await prepare(queued_store)
    assert await standing(queued_store) == before


async def test_what_is_done_with_a_source_sets_its_next_job(queued_store: Store) -> None:
    later = NOW + timedelta(hours=2)
    async with queued_store.transaction() as c:
        number, _ = await sources.add(c, NewSource("https://a.example/", SourceKind.FEED), NOW)
        source = await polls.seize(c, number, NOW, later, "one")
        assert source is not None
        # Who was taken for dead meanwhile writes nothing.
        assert await polls.seize(c, number, NOW, later, "two") is not None
        assert not await polls.unchanged(c, source, "one", NOW, later)
        assert await polls.unchanged(c, source, "two", NOW, later)
        assert await polls.seize(c, number, NOW, later, "one") is None
    assert len(await standing(queued_store)) == 2


async def test_what_missed_its_digest_for_long_goes_behind_what_is_in_time(
    queued_store: Store,
) -> None:
    now = datetime.now(UTC)

    def hours(count: int) -> datetime:
        return now + timedelta(hours=count)

    in_this_order = [
        (hours(-5), 0),
        (hours(1), 0),
        # Missed: the newest digest first, and then a source's own priority.
        (hours(-7), 10),
        (hours(-7), -10),
        (hours(-30), 10),
        (None, 10),
    ]
    waiting = [jobs.article(n, slot, own) for n, (slot, own) in enumerate(in_this_order)]
    async with queued_store.transaction() as c:
        # One that somebody waits for stays where it is.
        await jobs.add(c, *reversed(waiting), jobs.awaited(9))
    house = {kind.name: kind for kind in housekeeping.kinds(queued_store, timedelta(days=90))}
    for _ in range(2):
        await house["put behind what was missed"].do(0, 0)
        numbers = [number for *_, number in await standing(queued_store)]
        assert numbers == [*range(len(in_this_order)), 9]


times = st.one_of(
    st.none(),
    st.datetimes(datetime(2021, 1, 1), datetime(2045, 1, 1), timezones=st.just(UTC)),
)


@given(times, times, st.integers(-10, 10), st.integers(-10, 10))
def test_what_is_wanted_sooner_goes_first(
    one: Any, other: Any, own_of_one: int, own_of_other: int
) -> None:
    if one is None or other is None:
        sooner = one is not None and other is None
    else:
        sooner = one + timedelta(minutes=1) <= other
    if sooner:
        assert urgency(one, own_of_one) > urgency(other, own_of_other)
    assert -(2**31) < urgency(one, own_of_one) < jobs.awaited(1).priority
