"""Messages that do not go through the outbox keep to the same limits."""

from __future__ import annotations

import asyncio

from bot.delivery.sending.direct import Direct
from bot.delivery.sending.pacing import SendingLimits
from bot.delivery.sending.sender import Sender
from bot.delivery.sending.telegram_post import TelegramPost
from tests.delivery.faulty_server import until
from tests.delivery.office import Office


def direct(office: Office) -> Direct:
    return Direct(office.bot, office.store, office.sender)


def calls(office: Office) -> list[tuple[int, int]]:
    """(chat, HTTP status) of every message sent, in order."""
    return [(f["chat_id"], code) for m, f, code in office.server.calls if m == "sendMessage"]


async def test_a_429_met_beside_the_outbox_holds_the_outbox_of_that_chat(office: Office) -> None:
    one, two = await office.chat(1), await office.chat(2)
    office.start()
    office.server.flood(1, retry_after=1, chat_id=1)
    said = asyncio.create_task(direct(office).send(1, "beside"))

    async def refused() -> bool:
        return calls(office) == [(1, 429)]

    await until(refused)
    await office.say(one, "held")
    await office.say(two, "free")
    await office.all_done()
    assert await said is not None
    assert calls(office) == [(1, 429), (2, 200), (1, 200), (1, 200)]
    assert sorted(office.server.texts(1)) == ["beside", "held"]


async def test_a_pause_longer_than_anybody_waits_gives_a_direct_message_up(office: Office) -> None:
    await office.chat(1)
    office.server.flood(1, retry_after=3600, chat_id=1)
    assert await direct(office).send(1, "beside") is None
    assert not await direct(office).edit(1, 1, "beside")
    assert calls(office) == [(1, 429)]


async def test_what_goes_beside_the_outbox_counts_and_edits_count_overall(office: Office) -> None:
    limits = SendingLimits(overall=1000, per_chat=1000, per_group=1)
    sender = Sender(office.store, TelegramPost(office.bot), limits=limits)
    assert await sender.claim(-5, 1)
    assert not await sender.claim(-5, 1)
    assert await sender.claim(-6, 1)
    assert await sender.claim(-5, 1, edit=True)
    slow = Sender(office.store, TelegramPost(office.bot), limits=SendingLimits(overall=1))
    assert await slow.claim(1, 0)
    assert not await slow.claim(2, 0, edit=True)
