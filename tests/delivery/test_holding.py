"""What is looked at before each message leaves: /pause, and who may still be written to."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from bot.config import BotSettings
from bot.delivery.access import refusal
from bot.delivery.lateness import late_digests
from bot.delivery.scheduling.preferences import Preferences, quiet_at, to_json
from bot.delivery.scheduling.promising import Composed, enqueue_digest
from bot.delivery.scheduling.schedule import Slot
from bot.delivery.sending import holding
from bot.delivery.sending.outbox import enqueue_broadcast
from bot.delivery.sending.post import Payload
from bot.store import chats, former_ids, outbox, switches, users
from bot.store.chats import ChatKind
from bot.store.incidents import Incident
from bot.store.users import Access
from tests.delivery.faulty_server import until
from tests.delivery.office import Office, now

MANY = 40
BOTH = pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)


async def digest(office: Office, chat: int, *texts: str) -> None:
    async with office.store.transaction() as c:
        composed = Composed(tuple(Payload(text) for text in texts))
        await enqueue_digest(c, chat, Slot(texts[0], now()), composed, now())
    office.sender.wake()


async def pause(office: Office, on: bool = True) -> None:
    async with office.store.transaction() as c:
        if on:
            await switches.on(c, switches.PAUSED, now())
        else:
            await switches.off(c, switches.PAUSED)
    office.sender.wake()


async def left(office: Office, count: int) -> None:
    async def so_many() -> bool:
        async with office.store.read_only() as c:
            return await outbox.count_unsent(c) == count

    await until(so_many)


@BOTH
async def test_a_pause_holds_digests_and_broadcasts_and_answers_go_on(office: Office) -> None:
    one, two = await office.chat(1), await office.chat(2)
    await pause(office)
    await digest(office, one, "d1", "d2")
    async with office.store.transaction() as c:
        to = [chat for chat in await chats.everywhere(c) if chat.id == two]
        await enqueue_broadcast(c, to, Payload("to all"), now())
    office.start()
    await office.say(one, "answer")
    await office.say(two, "other")
    await left(office, 3)
    assert office.server.texts(1) == ["answer"]
    assert office.server.texts(2) == ["other"]
    await pause(office, on=False)
    await left(office, 0)
    assert office.server.texts(1) == ["answer", "d1", "d2"]
    assert office.server.texts(2) == ["other", "to all"]


async def test_a_pause_in_the_midst_of_a_digest_holds_what_has_not_left(office: Office) -> None:
    chat = await office.chat(1)
    await digest(office, chat, *(f"d{number}" for number in range(MANY)))
    office.start()

    async def begun() -> bool:
        return bool(office.server.texts(1))

    await until(begun)
    await pause(office)
    await office.say(chat, "answer")

    async def answered() -> bool:
        return "answer" in office.server.texts(1)

    await until(answered)
    said = office.server.texts(1)
    assert len(said) < MANY
    # At most the one on its way when the pause was written may have come after it.
    assert said == [*(f"d{number}" for number in range(len(said) - 1)), "answer"]
    await pause(office, on=False)
    await left(office, 0)
    assert [text for text in office.server.texts(1) if text != "answer"] == [
        f"d{number}" for number in range(MANY)
    ]


@BOTH
async def test_what_waits_for_a_chat_taken_off_the_list_is_dropped_with_a_record(
    office: Office,
) -> None:
    settings = BotSettings(owner=1, allowed_users=(2,), allowed_chats=(-5, -8))
    office.sender._holding._refuses = partial(refusal, settings=settings)
    keys = {
        telegram_id: await office.chat(telegram_id, kind)
        for telegram_id, kind in (
            (1, ChatKind.PRIVATE),
            (2, ChatKind.PRIVATE),
            (3, ChatKind.PRIVATE),
            (4, ChatKind.PRIVATE),
            (-5, ChatKind.GROUP),
            (-6, ChatKind.GROUP),
            (-7, ChatKind.GROUP),
            (-1008, ChatKind.SUPERGROUP),
        )
    }
    async with office.store.transaction() as c:
        await users.set_standing(c, 4, Access.BLOCKED, now())
        await chats.save_settings(c, keys[-7], {"admitted": True}, 1)
        await former_ids.put(c, -1008, -8)
    topic = await office.chat(-7, ChatKind.SUPERGROUP, thread=3)
    for key in (*keys.values(), topic):
        await digest(office, key, f"digest {key}", f"more {key}")
        await office.say(key, "answer")
    await office.run_dry()
    got = {number: len(office.server.texts(number)) for number in keys}
    assert got == {1: 3, 2: 3, 3: 1, 4: 0, -5: 3, -6: 1, -7: 6, -1008: 3}
    assert office.server.texts(3) == office.server.texts(-6) == ["answer"]
    assert await office.happened() == [Incident.MESSAGE_DROPPED] * 3


async def test_who_is_blocked_while_messages_wait_gets_no_more_of_them(office: Office) -> None:
    office.sender._holding._refuses = partial(refusal, settings=BotSettings(allowed_users=(1,)))
    chat = await office.chat(1)
    await digest(office, chat, *(f"d{number}" for number in range(MANY)))
    office.start()

    async def begun() -> bool:
        return bool(office.server.texts(1))

    await until(begun)
    async with office.store.transaction() as c:
        await users.set_standing(c, 1, Access.BLOCKED, now())
    await left(office, 0)
    assert len(office.server.texts(1)) < MANY
    assert await office.happened() == [Incident.MESSAGE_DROPPED]


@BOTH
async def test_what_was_held_up_until_the_quiet_hours_waits_for_their_end(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "QUIET_LOOK", timedelta(milliseconds=20))
    chat, other = await office.chat(1), await office.chat(2)
    settings = BotSettings(zone="UTC")
    office.sender = office.new_sender(quiet=partial(quiet_at, settings=settings))

    async def quiet(hours: tuple[str, str] | None) -> None:
        async with office.store.transaction() as c:
            await chats.save_settings(c, chat, to_json(Preferences(quiet=hours)), 1)

    at = now()
    await quiet((f"{at - timedelta(hours=2):%H:%M}", f"{at + timedelta(hours=2):%H:%M}"))
    await digest(office, chat, "d1", "d2")
    await digest(office, other, "elsewhere")
    async with office.store.transaction() as c:
        to = [each for each in await chats.everywhere(c) if each.id == chat]
        await enqueue_broadcast(c, to, Payload("to all"), now())
    office.start()
    await left(office, 3)
    await office.say(chat, "answer")
    await left(office, 3)
    assert office.server.texts(1) == ["answer"]
    assert office.server.texts(2) == ["elsewhere"]
    async with office.store.read_only() as c:
        later = now() + timedelta(hours=1)
        assert await late_digests(c, settings, later) == 0, "quiet hours make nothing late"
        assert await late_digests(c, settings, later + timedelta(hours=2)) == 1
    await quiet(None)
    await left(office, 0)
    assert office.server.texts(1) == ["answer", "d1", "d2", "to all"]
