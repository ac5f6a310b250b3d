"""The sender against the Bot API on loopback."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import event

from bot.delivery.sending.post import BotRefused, Payload, to_row
from bot.store import chats, lease, message_ids, outbox, outgoing
from bot.store.chats import ChatKind, ChatState
from bot.store.incidents import Incident
from bot.store.outbox import MessageState, Priority
from tests.delivery.faulty_server import Chances, until
from tests.delivery.office import Office, now
from tests.store.made_records import message
from tests.telegram_html import Refused
from tests.telegram_server import Fields

BOTH = pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)


@BOTH
async def test_messages_of_a_chat_arrive_in_order_and_their_ids_are_kept(office: Office) -> None:
    one, two = await office.chat(1), await office.chat(2)
    await office.say(one, "a", "b", "<b>c</b>")
    await office.say(two, "x", "y")
    await office.run_dry()
    assert office.server.texts(1) == ["a", "b", "c"]
    assert office.server.texts(2) == ["x", "y"]
    async with office.store.read_only() as c:
        kept = await message_ids.known_ids(c, None, list(ChatKind), 0)
    assert kept == {number for _, number in office.server.messages}


@pytest.mark.parametrize(("level", "asked"), [("INFO", True), ("WARNING", False)])
async def test_what_a_message_shows_is_read_only_where_the_log_says_it(
    office: Office, caplog: pytest.LogCaptureFixture, level: str, asked: bool
) -> None:
    caplog.set_level(level)
    chat = await office.chat(1)
    await office.say(chat, "a")
    statements: list[str] = []

    @event.listens_for(office.store.engine.sync_engine, "before_cursor_execute")
    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        statements.append(statement)

    await office.run_dry()
    assert office.server.texts(1) == ["a"]
    assert any("FROM outbox_articles" in each for each in statements) is asked


async def test_a_topic_a_file_and_silence_reach_telegram(office: Office) -> None:
    topic = await office.chat(-1005, ChatKind.SUPERGROUP, thread=9)
    payload = Payload("<i>cap</i>", silent=True, file_name="نص.html", file_text="<p>نص</p>")
    async with office.store.transaction() as c:
        rows = [to_row(payload), to_row(Payload("b", silent=True))]
        await outbox.add(c, topic, rows, Priority.ANSWER, now())
    await office.run_dry()
    calls = [fields for method, fields, _ in office.server.calls if method.startswith("send")]
    assert [str(fields["message_thread_id"]) for fields in calls] == ["9", "9"]
    assert {fields["disable_notification"] for fields in calls} <= {True, "true"}
    ((name, data),) = office.server.files.values()
    assert (name, data.decode()) == ("نص.html", "<p>نص</p>")


async def test_markup_telegram_cannot_read_goes_out_as_text(office: Office) -> None:
    chat = await office.chat(1)
    await office.say(chat, "<b>5 &lt; 6</i> <a href='https://x.example'>there</a>", "after")
    await office.run_dry()
    assert office.server.texts(1) == ["5 < 6 there (https://x.example)", "after"]
    assert await office.happened() == [Incident.PLAIN_TEXT]


async def test_a_message_telegram_will_never_take_is_dropped_and_the_next_goes(
    office: Office,
) -> None:
    chat = await office.chat(1)
    await office.say(chat, "x" * 4097, "after")
    async with office.store.transaction() as c:
        await outbox.add(c, chat, [{"txt": "no payload"}], Priority.ANSWER, now())
    await office.say(chat, "last")
    await office.run_dry()
    assert office.server.texts(1) == ["after", "last"]
    assert await office.happened() == [Incident.MESSAGE_DROPPED] * 2


@pytest.mark.parametrize("reason", ["bot was blocked by the user", "bot was kicked"])
@BOTH
async def test_a_chat_that_refuses_twice_is_gone_and_keeps_its_settings(
    office: Office, reason: str
) -> None:
    chat, other = await office.chat(1), await office.chat(2)
    async with office.store.transaction() as c:
        await chats.save_settings(c, chat, {"points": 3}, 1)
    office.server.blocked[1] = reason
    await office.say(chat, "a", "b")
    await office.say(other, "x")
    await office.run_dry()
    found = await office.found(chat)
    assert (found.state, found.settings) == (ChatState.GONE, {"points": 3})
    assert await office.happened() == [Incident.CHAT_DOUBTFUL, Incident.CHAT_GONE]
    assert office.server.texts(2) == ["x"]
    tries = [fields for method, fields, status in office.server.calls if status == 403]
    assert len(tries) == 2


async def test_a_chat_not_found_once_is_only_doubted(office: Office) -> None:
    chat = await office.chat(1)
    refusals = iter([Refused(400, "Bad Request: chat not found")])
    office.server.faults.append(
        lambda method, fields: next(refusals, None) if method == "sendMessage" else None
    )
    await office.say(chat, "a")
    await office.run_dry()
    assert office.server.texts(1) == ["a"]
    assert (await office.found(chat)).state is ChatState.ACTIVE
    assert await office.happened() == [Incident.CHAT_DOUBTFUL]


@BOTH
async def test_a_migrated_group_is_followed_with_all_that_waits(office: Office) -> None:
    chat = await office.chat(-5, ChatKind.GROUP)
    office.server.add_chat(-1005, "supergroup")
    office.server.migrated[-5] = -1005
    await office.say(chat, "a", "b")
    await office.run_dry()
    assert office.server.texts(-1005) == ["a", "b"]
    found = await office.found(chat)
    assert (found.telegram_id, found.kind) == (-1005, ChatKind.SUPERGROUP)
    assert await office.happened() == [Incident.CHAT_MIGRATED]


async def test_a_flooded_chat_waits_and_the_others_do_not(office: Office) -> None:
    one, two = await office.chat(1), await office.chat(2)
    office.server.flood(times=1, retry_after=1, chat_id=1)
    await office.say(one, "a", "b")
    await office.say(two, *"wxyz")
    await office.run_dry()
    assert office.server.texts(1) == ["a", "b"]
    sent = [(m["chat"]["id"], m["text"]) for m in office.server.messages.values()]
    assert [chat for chat, _ in sent] == [2] * 4 + [1] * 2


async def test_an_answer_that_was_lost_is_looked_for_and_not_sent_again(office: Office) -> None:
    chat, other = await office.chat(1), await office.chat(2)
    await office.say(other, "first on record")
    lost = iter([True, True])
    office.server.lose = lambda method, fields: (
        method == "sendMessage" and fields.get("text") in ("a", "b") and next(lost, False)
    )
    office.start()
    await office.all_done()
    await office.say(chat, "a", "b", "c")
    await office.all_done()
    assert office.server.texts(1) == ["a", "b", "c"]
    assert office.server.edited == []
    assert await office.happened() == []


async def test_what_cannot_be_known_is_sent_again_and_recorded(office: Office) -> None:
    chat = await office.chat(1)
    await office.say(chat, "on record", "a", buttons=False)
    lost = iter([True])
    office.server.lose = lambda method, fields: fields.get("text") == "a" and next(lost, False)
    await office.run_dry()
    assert office.server.texts(1) == ["on record", "a", "a"]
    assert await office.happened() == [Incident.SENT_AGAIN]


async def test_in_a_channel_nothing_is_looked_for(office: Office) -> None:
    chat = await office.chat(-1009, ChatKind.CHANNEL)
    await office.say(chat, "on record", "a")
    lost = iter([True])
    office.server.lose = lambda method, fields: fields.get("text") == "a" and next(lost, False)
    await office.run_dry()
    assert not [m for m, _, _ in office.server.calls if m == "editMessageReplyMarkup"]
    assert await office.happened() == [Incident.SENT_AGAIN]


@BOTH
async def test_faults_of_every_kind_lose_and_reorder_nothing(office: Office) -> None:
    office.server.chances = Chances(error=0.1, lost=0.1)
    keys = {n: await office.chat(n) for n in range(1, 9)}
    await office.say(keys[1], "on record")
    for number, chat in keys.items():
        await office.say(chat, *(f"{number}.{part}" for part in range(5)))
    await office.run_dry()
    for number in keys:
        told = [t for t in office.server.texts(number) if t != "on record"]
        assert list(dict.fromkeys(told)) == [f"{number}.{part}" for part in range(5)]
        assert told == sorted(told)
    assert office.server.edited == []


@BOTH
async def test_a_row_marked_by_a_killed_sender_is_looked_for_first(office: Office) -> None:
    chat = await office.chat(1)
    await office.say(chat, "on record")
    office.start()
    await office.all_done()
    await office.close()
    # As a kill leaves it: marked, sent, not recorded.
    await office.say(chat, "a", "b")
    async with office.store.transaction() as c:
        await lease.take(c, "sender", await lease.look(c, "sender"), "dead")
        (head,) = await outgoing.heads(c, now(), 1)
        await outgoing.starting(c, [head.id], now(), "sender", "dead")
        await lease.release(c, "sender", "dead")
    keyboard = {
        "inline_keyboard": [[{"text": "Why?", "callback_data": head.payload["keyboard"][0][0][1]}]]
    }
    office.server._do_sendmessage({"chat_id": 1, "text": "a", "reply_markup": keyboard}, {})
    office.stop = asyncio.Event()
    office.sender = office.new_sender()
    await office.run_dry()
    assert office.server.texts(1) == ["on record", "a", "b"]
    assert await office.happened() == []


@BOTH
async def test_of_two_senders_one_sends_and_the_other_takes_over(office: Office) -> None:
    chat = await office.chat(1)
    second = office.new_sender()
    first_stop, second_stop = asyncio.Event(), asyncio.Event()
    first_run = asyncio.create_task(office.sender.run(first_stop))

    async def first_holds() -> bool:
        return office.sender.holding

    await until(first_holds)
    second_run = asyncio.create_task(second.run(second_stop))
    await office.say(chat, *(f"{n:02}" for n in range(20)))
    await office.all_done()
    assert not second.holding
    first_stop.set()
    await first_run

    async def second_holds() -> bool:
        return second.holding

    await until(second_holds)
    await office.say(chat, "20")
    await office.all_done()
    second_stop.set()
    await second_run
    assert office.server.texts(1) == [f"{n:02}" for n in range(21)]


async def test_a_dead_holders_lease_is_taken_over(office: Office) -> None:
    async with office.store.transaction() as c:
        await lease.take(c, "sender", await lease.look(c, "sender"), "dead")
    office.sender = office.new_sender(ttl=0.2)
    chat = await office.chat(1)
    await office.say(chat, "a")
    await office.run_dry()
    assert office.server.texts(1) == ["a"]


async def test_a_refused_token_stops_the_sender_and_drops_nothing(office: Office) -> None:
    chat = await office.chat(1)

    def unknown(method: str, fields: Fields) -> Refused:
        return Refused(401, "Unauthorized")

    office.server.faults.append(unknown)
    await office.say(chat, "a")
    with pytest.raises(BotRefused) as refused:
        await office.sender.run(office.stop)
    assert "secret" not in str(refused.value)
    async with office.store.read_only() as c:
        (head,) = await outgoing.heads(c, now(), 1)
    assert head.state is MessageState.WAITING


async def test_a_pause_of_hours_does_not_hold_up_the_end(office: Office) -> None:
    keys = [await office.chat(number) for number in range(1, 7)]
    office.server.flood(times=6, retry_after=3600)
    for key in keys:
        await office.say(key, "a")
    office.start()

    async def all_paused() -> bool:
        return sum(status == 429 for _, _, status in office.server.calls) >= 3

    await until(all_paused)
    async with asyncio.timeout(90):
        await office.close()
    async with office.store.read_only() as c:
        assert await outbox.count_unsent(c) == 6
        left = [await message(c, row) for row in range(1, 7)]
    assert {row.state for row in left if row} == {MessageState.WAITING}


async def test_answers_go_before_digests_and_digests_before_broadcasts(office: Office) -> None:
    keys = {number: await office.chat(number) for number in range(1, 6)}
    async with office.store.transaction() as c:
        for number, priority in ((1, 2), (2, 2), (3, 1), (4, 0), (5, 1)):
            rows = [to_row(Payload(f"{Priority(priority).name} {number}"))]
            await outbox.add(c, keys[number], rows, Priority(priority), now())
    office.sender._concurrency = 1
    await office.run_dry()
    order = [message["chat"]["id"] for message in office.server.messages.values()]
    assert order == [4, 3, 5, 1, 2]
