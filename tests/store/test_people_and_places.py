"""Chats, users, schedules, digests, menus, invites, incidents and the lease."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.intake.ingest import take_within
from bot.store import (
    articles,
    callbacks,
    chats,
    digests,
    former_ids,
    incidents,
    invites,
    lease,
    message_ids,
    outbox,
    outgoing,
    rights,
    schedules,
    updates,
    users,
)
from bot.store.audience import Audience
from bot.store.chats import ChatKind, ChatState
from bot.store.incidents import Incident
from bot.store.migration_of_chats import move
from bot.store.outbox import Priority
from bot.store.removal import forget_chat
from bot.store.rights import article_for
from bot.store.schedules import NewSchedule
from bot.store.store import Store
from bot.store.users import Access
from tests.store.made_records import article, message

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def a_chat(c: AsyncConnection, telegram_id: int = 7, thread: int = 0) -> int:
    return (await chats.ensure(c, telegram_id, ChatKind.GROUP, NOW, thread=thread)).id


async def test_a_topic_is_a_chat_of_its_own(store: Store) -> None:
    async with store.transaction() as c:
        await chats.ensure(c, -5, ChatKind.SUPERGROUP, NOW, settings={"points": 3})
        topic = await chats.ensure(c, -5, ChatKind.SUPERGROUP, NOW, thread=9, title="News")
        again = await chats.ensure(c, -5, ChatKind.SUPERGROUP, NOW + HOUR, thread=9)
        await chats.save_settings(c, topic.id, {"points": 5}, 2)
        whole = await chats.find(c, -5)
        saved = await chats.get(c, topic.id)
    assert again == topic
    assert whole is not None and whole.settings == {"points": 3}
    assert saved is not None and (saved.settings, saved.settings_version) == ({"points": 5}, 2)
    assert saved.title == "News"


async def test_a_gone_chat_keeps_its_settings(store: Store) -> None:
    async with store.transaction() as c:
        chat = await chats.ensure(c, 7, ChatKind.PRIVATE, NOW, settings={"points": 3})
        await chats.set_state(c, chat.id, ChatState.GONE, NOW, "bot was blocked by the user")
        assert await chats.everywhere(c) == []
        assert await chats.count_by_state(c) == {ChatState.GONE: 1}
        (gone,) = await chats.everywhere(c, ChatState.GONE)
    assert gone.settings == {"points": 3}
    assert gone.state_reason == "bot was blocked by the user"


async def test_forgetting_a_chat_leaves_nothing_of_it(store: Store) -> None:
    async with store.transaction() as c:
        chat = await a_chat(c)
        digest = await digests.insert_once(c, chat, "s", NOW, NOW)
        (row,) = await outbox.add(c, chat, [{}], Priority.DIGEST, NOW, digest=digest)
        button = await callbacks.make(c, chat, "why", NOW)
        await schedules.replace(c, chat, [NewSchedule("08:00", "0123456", "UTC", NOW)])
        await chats.forget(c, chat)
        assert await message(c, row) is None
        assert await callbacks.get(c, button, chat, 1) is None
        assert await schedules.of_chat(c, chat) == []
        assert await digests.last_of(c, chat) is None


async def test_a_migrated_group_takes_everything_with_it(store: Store) -> None:
    async with store.transaction() as c:
        chat, topic = await a_chat(c, -5), await a_chat(c, -5, thread=3)
        await message_ids.note(c, -5, 0, 17, NOW)
        await outbox.add(c, chat, [{"text": "a"}], Priority.DIGEST, NOW)
        assert await message_ids.known_ids(c, [-5], list(ChatKind), 0) == {17}
        assert await move(c, -5, -1005)
        assert not await message_ids.known_ids(c, [-1005], list(ChatKind), 0)
        assert not await move(c, -5, -1005)
        moved = {each.id: each for each in await chats.of_telegram(c, -1005)}
        (head,) = await outgoing.heads(c, NOW, 9)
        for each in moved:
            await chats.forget(c, each)
        assert await former_ids.find(c, -1005) == -5
    assert set(moved) == {chat, topic}
    assert moved[chat].kind is ChatKind.SUPERGROUP
    assert (head.telegram_id, head.kind) == (-1005, ChatKind.SUPERGROUP)


async def test_a_blocked_group_does_not_get_in_by_migrating(store: Store) -> None:
    async with store.transaction() as c:
        await a_chat(c, -5)
        await users.set_standing(c, -5, Access.BLOCKED, NOW)
        await move(c, -5, -1005)
        kept = await users.get(c, -1005)
    assert kept is not None
    assert kept.standing is Access.BLOCKED


async def test_a_migrated_group_joins_the_supergroup_the_bot_met_already(store: Store) -> None:
    async with store.transaction() as c:
        old, young = await a_chat(c, -5), await a_chat(c, -1005)
        await chats.save_settings(c, old, {"points": 3}, 1)
        await digests.insert_once(c, old, "same", NOW, NOW)
        doubled = await digests.insert_once(c, young, "same", NOW, NOW)
        other = await digests.insert_once(c, young, "other", NOW, NOW)
        await outbox.add(c, young, [{"text": "twice"}], Priority.DIGEST, NOW, digest=doubled)
        await outbox.add(c, young, [{"text": "once"}], Priority.DIGEST, NOW, digest=other)
        entry = NewSchedule("08:00", "0123456", "UTC", NOW)
        await schedules.replace(c, old, [entry])
        await schedules.replace(c, young, [entry, NewSchedule("09:00", "0", "UTC", NOW)])
        await move(c, -5, -1005)
        (kept,) = await chats.of_telegram(c, -1005)
        heads = await outgoing.heads(c, NOW, 9)
        walls = [s.wall for s in await schedules.of_chat(c, old)]
    assert (kept.id, kept.settings) == (old, {"points": 3})
    assert [head.payload for head in heads] == [{"text": "once"}]
    assert walls == ["08:00", "09:00"]


async def test_articles_sent_in_the_supergroup_stay_with_the_group_that_joins_it(
    store: Store,
) -> None:
    async with store.transaction() as c:
        old, young = await a_chat(c, -5), await a_chat(c, -1005)
        mine = Audience(chat=old, user=1)
        both = (await take_within(c, article("a", "نص أول"), audience=mine, now=NOW)).number
        await rights.share(c, both, young, NOW, 1)
        theirs = Audience(chat=young, user=1)
        late = (await take_within(c, article("b", "نص آخر"), audience=theirs, now=NOW)).number
        await move(c, -5, -1005)
        (chat,) = await chats.of_telegram(c, -1005)
        kept = {each.article: each.own for each in await rights.of_chat(c, old)}
        assert await article_for(c, chat, late) is not None
        assert (await forget_chat(c, chat, NOW)).articles == 2
        assert await articles.count_by_stage(c) == {}
    assert kept == {both: True, late: True}


async def test_a_user_is_seen_let_in_blocked_and_forgotten(store: Store) -> None:
    async with store.transaction() as c:
        await users.seen(c, 1, "Huda", NOW)
        seen = await users.seen(c, 1, "Huda A.", NOW + HOUR)
        assert (seen.name, seen.first_seen, seen.last_seen) == ("Huda A.", NOW, NOW + HOUR)
        assert seen.standing is Access.UNKNOWN
        await users.set_standing(c, 1, Access.ALLOWED, NOW)
        await users.set_standing(c, 2, Access.BLOCKED, NOW)
        await users.seen(c, 3, "Rami", NOW)
        for user in (1, 2, 3):
            await users.forget(c, user)
        assert await users.get(c, 3) is None
        allowed, blocked = await users.get(c, 1), await users.get(c, 2)
    # Access is not forgotten, the name is.
    assert allowed is not None and (allowed.name, allowed.standing) == ("", Access.ALLOWED)
    assert blocked is not None and blocked.standing is Access.BLOCKED


async def test_a_slot_is_advanced_by_one_alone(store: Store) -> None:
    async with store.transaction() as c:
        chat = await a_chat(c)
        await schedules.replace(c, chat, [NewSchedule("08:00", "0123456", "UTC", NOW)])
        (due,) = await schedules.due(c, NOW)
        assert await schedules.due(c, NOW - HOUR) == []
        assert await schedules.soonest(c) == NOW
        assert await schedules.advance(c, due.id, NOW, NOW + HOUR)
        assert not await schedules.advance(c, due.id, NOW, NOW + 2 * HOUR)
        assert (await schedules.of_chat(c, chat))[0].next_run == NOW + HOUR
        await chats.set_state(c, chat, ChatState.GONE, NOW)
        assert await schedules.due(c, NOW + HOUR) == []
        assert await schedules.soonest(c) is None


async def test_changing_one_time_leaves_the_others_where_they_stand(store: Store) -> None:
    async with store.transaction() as c:
        chat = await a_chat(c)
        await schedules.replace(
            c, chat, [NewSchedule(w, "0123456", "UTC", NOW) for w in ("08:00", "18:00")]
        )
        await schedules.replace(
            c,
            chat,
            [
                NewSchedule("08:00", "0123456", "UTC", NOW + HOUR),
                NewSchedule("18:00", "01234", "UTC", NOW + HOUR),
            ],
        )
        runs = {s.wall: s.next_run for s in await schedules.of_chat(c, chat)}
    assert runs == {"08:00": NOW, "18:00": NOW + HOUR}


async def test_one_digest_for_a_slot(store: Store) -> None:
    async with store.transaction() as c:
        chat, other = await a_chat(c), await a_chat(c, 8)
        first = await digests.insert_once(c, chat, "s", NOW, NOW, late_by=60, content="{}")
        assert first is not None
        assert await digests.insert_once(c, chat, "s", NOW, NOW) is None
        assert await digests.insert_once(c, other, "s", NOW, NOW) is not None
        last = await digests.last_of(c, chat)
        assert last is not None and last.id == first
        assert (last.late_by, last.content, last.due_at) == (60, "{}", NOW)
    with pytest.raises(IntegrityError):
        async with store.transaction() as c:
            values = {"chat": chat, "slot": "s", "occasion": "asked", "due_at": NOW, "made_at": NOW}
            await c.execute(digests.digests.insert().values(**values))


async def test_a_button_answers_its_chat_and_its_user_alone(store: Store) -> None:
    async with store.transaction() as c:
        chat, other = await a_chat(c), await a_chat(c, 8)
        theirs = await callbacks.make(c, chat, "set", NOW, user=1, data={"points": 3})
        anyone = await callbacks.make(c, chat, "why", NOW)
        assert len(theirs.encode()) <= 64
        found = await callbacks.get(c, theirs, chat, 1)
        assert found is not None and (found.action, found.data) == ("set", {"points": 3})
        assert await callbacks.get(c, theirs, chat, 2) is None
        assert await callbacks.get(c, theirs, other, 1) is None
        assert await callbacks.get(c, anyone, chat, 2) is not None
        assert await callbacks.prune(c, NOW + HOUR) == 2
        assert await callbacks.get(c, anyone, chat, 2) is None


async def test_an_invite_is_used_as_often_as_it_says_and_not_after_its_end(store: Store) -> None:
    async with store.transaction() as c:
        twice, once = "a" * 22, "b" * 22
        await invites.add(c, twice, 1, NOW, uses=2, until=NOW + HOUR)
        await invites.add(c, once, 1, NOW)
        assert await invites.redeem(c, twice, NOW)
        assert not await invites.redeem(c, twice, NOW + HOUR)
        assert await invites.redeem(c, twice, NOW)
        assert not await invites.redeem(c, twice, NOW)
        assert not await invites.redeem(c, "nonsense", NOW)
        assert await invites.redeem(c, once, NOW)
        assert not await invites.redeem(c, once, NOW)
        stored = (await c.execute(invites.invites.select())).all()
    assert twice not in str(stored)


async def test_incidents_are_counted_and_outlive_their_chat(store: Store) -> None:
    async with store.transaction() as c:
        chat = await a_chat(c)
        await incidents.add(c, Incident.SLOT_DROPPED, NOW, chat=chat, subject="s", detail="late")
        await incidents.add(c, Incident.RUN, NOW + HOUR, detail="x" * 2000)
        assert await incidents.count_since(c, NOW + HOUR) == {Incident.RUN: 1}
        (own,) = await incidents.recent(c, chat=chat)
        assert (own.kind, own.subject, own.detail) == (Incident.SLOT_DROPPED, "s", "late")
        await chats.forget(c, chat)
        assert [i.chat for i in await incidents.recent(c)] == [None, None]
        assert await incidents.prune(c, NOW + HOUR) == 1


async def test_a_lease_has_one_holder(store: Store) -> None:
    async with store.transaction() as c:
        free = await lease.look(c, "sender")
        assert await lease.take(c, "sender", free, "a")
        assert not await lease.take(c, "sender", free, "b")
        seen = await lease.look(c, "sender")
        assert await lease.beat(c, "sender", "a")
        assert not await lease.beat(c, "sender", "b")
        assert not await lease.take(c, "sender", seen, "b")
        assert await lease.take(c, "sender", await lease.look(c, "sender"), "b")
        assert not await lease.beat(c, "sender", "a")
        await lease.release(c, "sender", "a")
        assert (await lease.look(c, "sender")).holder == "b"
        await lease.release(c, "sender", "b")
        assert (await lease.look(c, "sender")).holder == ""


async def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        async with store.transaction() as c:
            await a_chat(c)
            raise ZeroDivisionError
    async with store.read_only() as c:
        assert await chats.find(c, 7) is None


async def test_writers_at_once_wait_for_each_other(store: Store) -> None:
    async def write(number: int) -> None:
        async with store.transaction() as c:
            await chats.ensure(c, number, ChatKind.PRIVATE, NOW)
            await chats.find(c, number)

    await asyncio.gather(*(write(number) for number in range(1, 31)))
    async with store.read_only() as c:
        assert await chats.count_by_state(c) == {ChatState.ACTIVE: 30}


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="no zone"):
        async with store.transaction() as c:
            await chats.ensure(c, 1, ChatKind.PRIVATE, datetime(2026, 1, 1))


async def test_an_update_goes_on_record_once_and_its_number_may_come_again_later(
    store: Store,
) -> None:
    async with store.transaction() as c:
        assert not await updates.known(c, 2**40)
        assert await updates.record(c, 2**40, NOW)
        assert await updates.known(c, 2**40)
        assert not await updates.record(c, 2**40, NOW)
        assert await updates.prune(c, NOW) == 0
        assert await updates.prune(c, NOW + HOUR) == 1
        assert await updates.record(c, 2**40, NOW)
