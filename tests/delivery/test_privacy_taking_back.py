"""Delete: what goes, from where, and that nothing of it is left."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.delivery.faulty_server import until
from tests.delivery.memo import (
    SECOND,
    found_in,
    gone,
    in_files,
    in_tables,
    pasted,
    published,
    shared,
    told,
)
from tests.delivery.newsroom import GROUP, OWNER, READER, STRANGER, Newsroom, Telegram, button
from tests.delivery.table_translator import GAS
from tests.telegram_server import Fields, Uploads


async def test_delete_takes_it_back_from_everywhere_at_once(
    people: Newsroom, telegram: Telegram, tmp_path: Path
) -> None:
    brief = await pasted(people)
    given = await shared(people, brief)
    for label in ("Share", "Delete"):
        assert label not in str(given["reply_markup"])
    await people.press(given, "Full translation", SECOND)
    whole = await people.wait("keep this matter secret", GROUP, after=given)
    await people.press(brief, "Delete")
    sure = await people.wait("Delete “Internal memo")
    assert "It goes from these chats too: Desk." in sure["text"]
    old = dict(sure), dict(given), dict(whole), dict(brief)
    await people.press(sure, "Delete it")
    done = await people.wait("Deleted, here and wherever")

    async def away() -> bool:
        return not found_in(repr([m for c in (READER, GROUP) for m in people.messages(c)]))

    await until(away)
    assert await in_tables(people.store) == {}

    async def scrubbed() -> bool:
        return in_files(tmp_path) == {}

    await until(scrubbed)
    # Old buttons, and the confirmation pressed a second time.
    for message, label, user in (
        (old[0], "Delete it", READER),
        (old[1], "Why?", SECOND),
        (old[2], "As a file", SECOND),
        (old[3], "Arabic", READER),
    ):
        before = len(telegram.answers)
        await people.press(message, label, user)
        assert await people.toast(before + 1) == "This menu is out of date."
    assert not found_in(told(telegram, OWNER))
    assert not [m for m in people.messages(READER) if m["message_id"] < done["message_id"]
                and found_in(repr(m))]  # fmt: skip


async def test_what_is_on_its_way_while_it_is_deleted_goes_when_it_arrives(
    people: Newsroom, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    await people.say("/help", GROUP, READER)
    await people.wait("What I can do", GROUP)
    brief = await pasted(people)
    await people.press(brief, "Delete")
    really = await people.wait("Delete “Internal memo")
    await people.press(brief, "Share")
    await people.press(await people.wait("with which chat?"), "Desk")
    sure = await people.wait("Everybody there can read it")
    arrive, under_way, send = asyncio.Event(), asyncio.Event(), telegram._do_sendmessage

    async def slowly(fields: Fields, uploads: Uploads) -> Fields:
        if fields["chat_id"] == GROUP:
            under_way.set()
            await arrive.wait()
        return send(fields, uploads)

    monkeypatch.setattr(telegram, "_do_sendmessage", slowly)
    await people.press(sure, "Share it")
    await under_way.wait()
    await people.press(really, "Delete it")
    await people.wait("Deleted, here and wherever")
    arrive.set()

    async def deleted() -> bool:
        return any(
            (method, fields.get("chat_id"), status) == ("deleteMessage", GROUP, 200)
            for method, fields, status in telegram.calls
        )

    await until(deleted)
    assert not found_in(repr(people.messages(GROUP)))


async def test_delete_can_be_declined(people: Newsroom) -> None:
    brief = await pasted(people)
    await people.press(brief, "Delete")
    sure = await people.wait("Delete “Internal memo")
    await people.press(sure, "Keep it")
    await people.wait("Nothing was deleted.")
    await people.press(brief, "Full translation")
    await people.wait("keep this matter secret", after=sure)


async def test_in_a_group_its_sender_and_its_administrators_delete_and_nobody_else(
    people: Newsroom,
) -> None:
    await people.say("/latest", GROUP, READER)
    reply = await people.wait("No article", GROUP)
    # SECOND, a member, sends it.
    brief = await pasted(people, GROUP, SECOND, reply_to_message=reply)
    for label, said in (("Delete", "can delete it."), ("Share", "can share it.")):
        await people.press(brief, label, STRANGER)
        await people.wait(f"or an administrator of this chat, {said}", GROUP)
    await people.press(brief, "Delete", READER)
    sure = await people.wait("Delete “Internal memo", GROUP)
    await people.press(sure, "Delete it", STRANGER)
    await people.wait("can delete it.", GROUP, after=sure)
    assert "articles" in await in_tables(people.store)
    await people.press(sure, "Delete it", SECOND)
    await people.wait("Deleted, here and wherever", GROUP)
    assert await in_tables(people.store) == {}


async def test_what_is_public_stays_for_everybody_and_another_chats_own_with_it(
    people: Newsroom,
) -> None:
    await published(people, GAS)
    own = {}
    for chat in (READER, SECOND):
        await people.say(GAS, chat)
        own[chat] = await people.wait("cut in gas prices", chat)
    await people.press(own[SECOND], "Delete", SECOND)
    sure = await people.wait("Delete “Energy minister", SECOND)
    await people.press(sure, "Delete it", SECOND)
    await people.wait("Deleted from this chat", SECOND)
    await gone(people, own[SECOND])
    assert own[READER] in people.messages(READER)
    await people.press(own[READER], "Why?")
    await people.wait("What each statement is based on", after=own[READER])
    await people.say("/latest", SECOND)
    latest = await people.wait("cut in gas prices", SECOND, after=sure)
    button(latest, "Why?")
