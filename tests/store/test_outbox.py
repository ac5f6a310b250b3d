from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import chats, digests, lease, message_ids, outbox, outgoing
from bot.store.chats import ChatKind
from bot.store.outbox import MessageState, Priority
from bot.store.store import Store
from tests.store.made_records import message

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def a_chat(c: AsyncConnection, telegram_id: int = 7) -> int:
    return (await chats.ensure(c, telegram_id, ChatKind.PRIVATE, NOW)).id


async def texts(c: AsyncConnection, now: datetime = NOW, limit: int = 99) -> list[str]:
    return [head.payload["text"] for head in await outgoing.heads(c, now, limit)]


async def test_the_head_of_a_chat_is_its_oldest_unsent_row(store: Store) -> None:
    async with store.transaction() as c:
        chat = await a_chat(c)
        rows = await outbox.add(c, chat, [{"text": t} for t in "abc"], Priority.DIGEST, NOW)
        await outbox.add(c, chat, [{"text": "answer"}], Priority.ANSWER, NOW)
        seen = []
        for row in rows:
            seen += await texts(c)
            await outgoing.sent(c, {row: 100 + row}, NOW)
        seen += await texts(c)
        assert seen == ["a", "b", "c", "answer"]
        assert await outbox.count_unsent(c) == 1
        first = await message(c, rows[0])
    assert first is not None
    assert (first.state, first.message_id) == (MessageState.SENT, 100 + rows[0])


async def test_urgent_chats_go_first_and_pull_what_stands_before_them(store: Store) -> None:
    async with store.transaction() as c:
        one, two, three = [await a_chat(c, n) for n in (1, 2, 3)]
        await outbox.add_to_all(c, [one, two, three], {"text": "all"}, Priority.BROADCAST, NOW)
        await outbox.add(c, three, [{"text": "answer"}], Priority.ANSWER, NOW)
        await outbox.add(c, two, [{"text": "digest"}], Priority.DIGEST, NOW)
        heads = await outgoing.heads(c, NOW, 9)
        assert [head.chat for head in heads] == [three, two, one]
        assert {head.payload["text"] for head in heads} == {"all"}
        assert len(await outgoing.heads(c, NOW, 2)) == 2


async def test_a_held_back_row_holds_its_chat(store: Store) -> None:
    async with store.transaction() as c:
        chat = await a_chat(c)
        row, _ = await outbox.add(c, chat, [{"text": t} for t in "ab"], Priority.DIGEST, NOW)
        await outgoing.again(c, row, NOW + HOUR, "network", certain=True)
        assert await texts(c) == []
        assert await texts(c, NOW + HOUR) == ["a"]


async def test_only_the_lease_holder_starts_a_message(store: Store) -> None:
    async with store.transaction() as c:
        (row,) = await outbox.add(c, await a_chat(c), [{"text": "a"}], Priority.DIGEST, NOW)
        await lease.take(c, "sender", await lease.look(c, "sender"), "me")
        assert await outgoing.starting(c, [row], NOW, "sender", "other") == frozenset()
        waiting = await message(c, row)
        assert waiting is not None and waiting.state is MessageState.WAITING
        assert await outgoing.starting(c, [row, 999], NOW, "sender", "me") == {row}
        (started,) = await outgoing.heads(c, NOW, 9)
        assert (started.state, started.attempts) == (MessageState.SENDING, 1)
        assert started.started_at == NOW
        await outgoing.starting(c, [row], NOW + HOUR, "sender", "me")
        (in_doubt,) = await outgoing.heads(c, NOW, 9)
        assert (in_doubt.attempts, in_doubt.started_at) == (2, NOW)
        await outgoing.again(c, row, None, "", certain=True)
        await outgoing.starting(c, [row], NOW + HOUR, "sender", "me")
        (anew,) = await outgoing.heads(c, NOW, 9)
        assert anew.started_at == NOW + HOUR


async def test_whether_it_may_have_arrived_is_kept(store: Store) -> None:
    async with store.transaction() as c:
        (row,) = await outbox.add(c, await a_chat(c), [{"text": "a"}], Priority.DIGEST, NOW)
        for certain, state in ((False, MessageState.SENDING), (True, MessageState.WAITING)):
            await outgoing.again(c, row, None, "why", certain=certain, plain=certain)
            found = await message(c, row)
            assert found is not None
            assert (found.state, found.plain, found.error) == (state, certain, "why")


async def test_dropping_and_pruning_touch_no_other_chat_and_nothing_unsent(store: Store) -> None:
    async with store.transaction() as c:
        one, two = await a_chat(c, 1), await a_chat(c, 2)
        digest = await digests.insert_once(c, one, "s", NOW, NOW)
        rows = await outbox.add(
            c, one, [{"text": t} for t in "abc"], Priority.DIGEST, NOW, digest=digest
        )
        await outbox.add(c, two, [{"text": "z"}], Priority.DIGEST, NOW)
        await outgoing.drop(c, rows[0], NOW, "bad request")
        assert await texts(c) == ["b", "z"]
        assert await outgoing.drop_all(c, one, NOW, "gone") == 2
        assert await texts(c) == ["z"]
        assert [m.error for m in await outbox.of_digest(c, digest or 0)] == [
            "bad request",
            "gone",
            "gone",
        ]
        assert await outbox.prune(c, NOW + HOUR) == 3
        assert await texts(c) == ["z"]


async def test_known_message_ids_are_told_by_chat_and_by_kind(store: Store) -> None:
    private = [ChatKind.PRIVATE, ChatKind.GROUP]
    async with store.transaction() as c:
        one, two = await a_chat(c, 1), await a_chat(c, 2)
        big = (await chats.ensure(c, -1005, ChatKind.SUPERGROUP, NOW)).id
        for number, chat in enumerate((one, two, big, two)):
            (row,) = await outbox.add(c, chat, [{}], Priority.DIGEST, NOW)
            await outgoing.sent(c, {row: 50 + number}, NOW + number * HOUR)
        assert await message_ids.known_ids(c, None, private, 50) == {51, 53}
        assert await message_ids.known_ids(c, [-1005], [ChatKind.SUPERGROUP], 0) == {52}
        assert await message_ids.last_id_before(c, None, private, NOW + HOUR) == 51
        assert await message_ids.last_id_before(c, [-1005], [ChatKind.SUPERGROUP], NOW) is None


async def test_a_message_sent_around_the_outbox_is_put_on_record(store: Store) -> None:
    async with store.transaction() as c:
        await a_chat(c, 7)
        await message_ids.note(c, 7, 0, 41, NOW)
        await message_ids.note(c, 8, 0, 42, NOW)
        assert await message_ids.known_ids(c, None, [ChatKind.PRIVATE], 0) == {41}
        assert await message_ids.last_id_before(c, None, [ChatKind.PRIVATE], NOW) == 41
        assert await outgoing.heads(c, NOW, 9) == []
