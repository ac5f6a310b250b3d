from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import articles, entries, entry_work, polls, sources
from bot.store.entries import EntryState, NewEntry
from bot.store.source import UNASKED, FullText, Health, NewSource, Source, SourceKind
from bot.store.store import Store
from tests.store.made_records import article

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED = "https://news.example/feed"


def feed(url: str = FEED, **settings: object) -> NewSource:
    return NewSource(url, SourceKind.FEED, **settings)  # type: ignore[arg-type]


async def _due(c: AsyncConnection, now: datetime) -> list[Source]:
    """Those that a poller would ask now."""
    listed = await sources.listing(c, everybody=True)
    return [each for each in listed if each.next_check <= now and each.health not in UNASKED]


async def test_a_source_is_kept_as_it_was_given_and_is_due_at_once(store: Store) -> None:
    new = feed(
        title="  أخبار \n اليوم ",
        topic="world",
        priority=3,
        must=("غزة", "لبنان"),
        full_text=FullText.PAGE,
    )
    async with store.transaction() as c:
        number, made = await sources.add(c, new, NOW)
        assert made
        kept = await sources.get(c, number)
        assert kept is not None
        assert (kept.title, kept.must, kept.full_text) == (
            "أخبار اليوم",
            ("غزة", "لبنان"),
            FullText.PAGE,
        )
        assert (kept.health, kept.next_check) == (Health.OK, NOW)
        assert [each.id for each in await _due(c, NOW)] == [number]
        assert await sources.topics(c) == ["world"]


async def test_an_address_is_one_source_among_the_shared_and_one_for_each_owner(
    store: Store,
) -> None:
    async with store.transaction() as c:
        own, _ = await sources.add(c, feed(owner=7), NOW)
        assert await sources.add(c, feed(owner=7), NOW) == (own, False)
        other, made = await sources.add(c, feed(owner=8), NOW)
        assert made
        assert await sources.by_url(c, FEED) is None
        shared, _ = await sources.add(c, feed(), NOW)
        assert len({own, other, shared}) == 3
        for owner in (None, 7, 9):
            found = await sources.by_url(c, FEED, owner=owner)
            assert found is not None
            assert found.id == shared
        assert await sources.add(c, feed(owner=9), NOW) == (shared, False)
        assert [each.id for each in await sources.listing(c)] == [shared]
        assert await sources.count(c, owner=7) == 2
        assert await sources.count(c, everybody=True) == 3
        assert await sources.count_owned(c, 7) == 1
        assert await sources.remove_of(c, 7) == 1
        assert await sources.count(c, everybody=True) == 2


async def test_only_settings_can_be_set(store: Store) -> None:
    async with store.transaction() as c:
        number, _ = await sources.add(c, feed(), NOW)
        assert await sources.change(c, number, interval_minutes=30, must_not=("رياضة",))
        changed = await sources.get(c, number)
        assert changed is not None
        assert (changed.interval_minutes, changed.must_not) == (30, ("رياضة",))
        assert not await sources.change(c, number + 1, priority=1)
        with pytest.raises(ValueError, match="failures"):
            await sources.change(c, number, failures=0)
        with pytest.raises(ValueError, match="3000"):
            await sources.add(c, feed("h" * 3000), NOW)


async def test_two_claimants_never_hold_one_source_and_a_dead_ones_claim_ends(
    store: Store,
) -> None:
    async with store.transaction() as c:
        first, _ = await sources.add(c, feed(FEED + "/1"), NOW - HOUR)
        second, _ = await sources.add(c, feed(FEED + "/2"), NOW)
        await sources.add(c, feed(FEED + "/3"), NOW + HOUR)
        held = await polls.claim(c, NOW, NOW + HOUR, "a", limit=1)
        assert [each.id for each in held] == [first]
        rest = await polls.claim(c, NOW, NOW + HOUR, "b", limit=5)
        assert [each.id for each in rest] == [second]
        assert not await polls.claim(c, NOW, NOW + HOUR, "b", limit=5, only=first)
        again = await polls.claim(c, NOW + HOUR, NOW + 2 * HOUR, "c", limit=5, only=first)
        assert [each.id for each in again] == [first]
        # The one who held it before comes back late and writes nothing.
        assert not await polls.unchanged(c, held[0], "a", NOW, NOW + HOUR)
        assert await polls.unchanged(c, held[0], "c", NOW, NOW + 5 * HOUR)
        await polls.release(c, "b")
        assert [each.id for each in await _due(c, NOW)] == [second]
        assert await polls.soonest(c, NOW) == NOW


async def test_failures_add_up_are_reported_once_and_end_with_the_first_good_check(
    store: Store,
) -> None:
    async with store.transaction() as c:
        number, _ = await sources.add(c, feed(), NOW)
        for hours in (0, 5):
            (source,) = await polls.claim(c, NOW, NOW, "a", limit=1, only=number)
            at = NOW + hours * HOUR
            await polls.failed(
                c, source, "a", at, at + HOUR, error="TimedOut", reason="No answer in 20 s."
            )
        failing = await sources.get(c, number)
        assert failing is not None
        assert (failing.failures, failing.failing_since) == (2, NOW)
        assert failing.health is Health.FAILING
        assert not await polls.unreported(c, NOW - HOUR)
        assert [each.id for each in await polls.unreported(c, NOW)] == [number]
        await polls.reported(c, number, NOW)
        assert not await polls.unreported(c, NOW)
        await polls.claim(c, NOW, NOW, "a", limit=1, only=number)
        await polls.taken(c, failing, "a", NOW + 9 * HOUR, NOW + 10 * HOUR, etag='"x"')
        well = await sources.get(c, number)
        assert well is not None
        assert (well.failures, well.failing_since, well.error) == (0, None, "")
        assert (well.health, well.reported_at, well.etag) == (Health.OK, None, '"x"')


async def test_a_gone_source_is_listed_and_not_asked_until_revived(store: Store) -> None:
    async with store.transaction() as c:
        number, _ = await sources.add(c, feed(), NOW)
        (source,) = await polls.claim(c, NOW, NOW, "a", limit=1)
        await polls.failed(c, source, "a", NOW, NOW, error="Gone", reason="410", gone=True)
        assert not await _due(c, NOW + 99 * HOUR)
        assert await polls.soonest(c, NOW) is None
        assert not await polls.claim(c, NOW + 99 * HOUR, NOW, "a", limit=1)
        assert [each.health for each in await sources.listing(c)] == [Health.GONE]
        assert [each.id for each in await polls.unreported(c, NOW - HOUR)] == [number]
        assert await polls.revive(c, number, NOW + HOUR)
        assert [each.health for each in await _due(c, NOW + HOUR)] == [Health.OK]


async def test_a_removed_source_leaves_its_articles(store: Store) -> None:
    async with store.transaction() as c:
        number, _ = await sources.add(c, feed(), NOW)
        made, _ = await articles.add(c, article("عنوان", "نص المقال"), NOW, source=number)
        await entries.add(c, number, [NewEntry("k", None, None, None, "{}")], NOW)
        stored = await articles.get(c, made)
        assert stored is not None
        assert stored.source == number
        assert await sources.remove(c, number)
        left = await articles.get(c, made)
        assert left is not None
        assert left.source is None
        assert await entries.count_by_state(c) == {}
        assert not await sources.remove(c, number)


async def test_entries_wait_in_order_of_slot_priority_and_age(store: Store) -> None:
    async with store.transaction() as c:
        plain, _ = await sources.add(c, feed(FEED + "/1"), NOW)
        urgent, _ = await sources.add(c, feed(FEED + "/2", priority=5), NOW)
        await entries.add(c, plain, [_waiting("late 1"), _waiting("late 2")], NOW, NOW + 9 * HOUR)
        await entries.add(c, plain, [_waiting("no digest")], NOW)
        await entries.add(c, urgent, [_waiting("late urgent")], NOW, NOW + 9 * HOUR)
        await entries.add(c, plain, [_waiting("soon")], NOW, NOW + HOUR)
        order = []
        while found := await entry_work.claim(c, NOW, NOW + HOUR, "a"):
            order.append(found.title)
        assert order == ["soon", "late urgent", "late 1", "late 2", "no digest"]
        await entry_work.release(c, "a")
        found = await entry_work.claim(c, NOW, NOW + HOUR, "a", without=[plain])
        assert found is not None
        assert found.title == "late urgent"
        assert await entry_work.claim(c, NOW, NOW + HOUR, "a", without=[plain, urgent]) is None


def _waiting(title: str) -> NewEntry:
    return NewEntry(title, None, title, None, "{}")


async def test_what_became_of_an_entry_is_told_and_its_text_is_let_go(store: Store) -> None:
    async with store.transaction() as c:
        number, _ = await sources.add(c, feed(), NOW)
        article_number, _ = await articles.add(c, article("عنوان", "نص المقال"), NOW)
        new = [_waiting("a"), _waiting("b"), NewEntry("c", None, "c", None, None, "TooOld", "Old.")]
        await entries.add(c, number, new, NOW)
        assert (await entries.known(c, number, ["a", "c", "d"])).keys() == {"a", "c"}
        first = await entry_work.claim(c, NOW, NOW + HOUR, "x")
        assert first is not None
        await entry_work.postponed(c, first.id, NOW + HOUR, "TimedOut", "No answer.")
        second = await entry_work.claim(c, NOW, NOW + HOUR, "x")
        assert second is not None
        assert second.title == "b"
        await entry_work.refused(c, second.id, "LoginWall", "It asks to log in.")
        assert await entry_work.claim(c, NOW, NOW + HOUR, "x") is None
        again = await entry_work.claim(c, NOW + HOUR, NOW + 2 * HOUR, "x")
        assert again is not None
        assert again.attempts == 1
        await entry_work.taken(c, again.id, article_number)
        states = {each.title: (each.state, each.error) for each in await entries.recent(c, number)}
        assert states == {
            "a": (EntryState.TAKEN, ""),
            "b": (EntryState.REFUSED, "LoginWall"),
            "c": (EntryState.REFUSED, "TooOld"),
        }
        assert {each.payload for each in await entries.recent(c, number)} == {None}


async def test_an_entry_is_forgotten_only_a_while_after_its_feed_dropped_it(store: Store) -> None:
    async with store.transaction() as c:
        number, _ = await sources.add(c, feed(), NOW)
        old = [NewEntry(key, None, None, None, None, "TooOld") for key in "abc"]
        await entries.add(c, number, old, NOW)
        await entries.shown(c, number, {"a", "b"}, NOW)
        await entries.shown(c, number, {"b", "c"}, NOW + HOUR)
        assert await entries.prune(c, NOW + HOUR) == 0
        assert await entries.prune(c, NOW + 2 * HOUR) == 1
        assert (await entries.known(c, number, "abc")).keys() == {"b", "c"}


async def test_an_edited_entry_waits_again_with_what_the_feed_says_now(store: Store) -> None:
    async with store.transaction() as c:
        number, _ = await sources.add(c, feed(), NOW)
        await entries.add(c, number, [NewEntry("a", None, "قديم", None, "{}", "", "", "1")], NOW)
        first = await entry_work.claim(c, NOW, NOW + HOUR, "x")
        assert first is not None
        await entry_work.refused(c, first.id, "ThinPage", "Too little.")
        known = (await entries.known(c, number, ["a"]))["a"]
        assert (known.fingerprint, known.edits) == ("1", 0)
        await entries.edited(c, known.id, NewEntry("a", None, "جديد", None, "[]", "", "", "2"))
        again = await entry_work.claim(c, NOW, NOW + HOUR, "x")
        assert again is not None
        assert (again.id, again.title, again.payload) == (first.id, "جديد", "[]")
        assert (await entries.known(c, number, ["a"]))["a"].edits == 1
