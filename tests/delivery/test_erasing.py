"""What was taken back goes from Telegram, or is emptied, or its sender is told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.store import chats, requests
from tests.delivery.memo import TITLE, found_in, pasted
from tests.delivery.newsroom import GROUP, OWNER, READER, Newsroom, Telegram
from tests.delivery.table_translator import MEMO
from tests.telegram_html import Refused
from tests.telegram_server import Fields


class Kept:
    """Telegram deletes nothing, as with messages of more than two days; nor edits, if told so."""

    def __init__(self, telegram: Telegram, *methods: str) -> None:
        self.methods = methods
        telegram.faults.append(self._fault)

    def _fault(self, method: str, fields: Fields) -> Refused | None:
        if method not in self.methods:
            return None
        return Refused(400, "Bad Request: message can't be deleted")


async def _deleted(people: Newsroom) -> None:
    await people.press(await pasted(people), "Delete")
    await people.press(await people.wait("Delete “Internal memo"), "Delete it")
    await people.wait("Deleted, here and wherever")


async def test_a_message_that_may_not_be_deleted_is_emptied(
    people: Newsroom, telegram: Telegram
) -> None:
    Kept(telegram, "deleteMessage")
    await _deleted(people)

    def emptied() -> Fields | None:
        held = found_in(repr(people.messages(READER)))
        return None if held else {}

    await people._until(emptied, lambda: repr(telegram.texts(READER)), 30)
    assert "Deleted." in telegram.texts(READER)


async def test_what_telegram_will_not_let_go_is_told(people: Newsroom, telegram: Telegram) -> None:
    Kept(telegram, "deleteMessage", "editMessageText")
    await _deleted(people)
    said = await people.wait("Telegram does not let me remove")
    assert "Please delete what you still see by hand" in said["text"]


async def test_a_request_keeps_what_its_sender_was_told_when_the_newsroom_opens(
    telegram: Telegram, tmp_path: Path
) -> None:
    """Sent in private, read after a restart with newsroom mode on: it stays private."""
    async with Newsroom(tmp_path, telegram) as room:
        await room.say("/help")
        await room.wait("What I can do")
        source = {"text": MEMO, "origin": "a message", "part": len(MEMO), "url": None}
        async with room.store.transaction() as c:
            chat = await chats.find(c, READER)
            assert chat is not None
            await requests.add(c, chat.id, source, 1, datetime.now(UTC), user=READER)
    async with Newsroom(tmp_path, telegram, newsroom=True) as room:
        await room.wait(TITLE)
        await room.say("/latest", OWNER)
        await room.wait("No article has come in yet", OWNER)


async def test_the_operators_word_about_another_chat_is_the_operators_alone(
    people: Newsroom, telegram: Telegram
) -> None:
    await people.say("/subscribe")
    await people.wait("Subscribed")
    await people.say("/help", GROUP, READER)
    await people.wait("What I can do", GROUP)
    # In a group the operator forgets that group, whatever number stands behind the command.
    await people.say(f"/forget {READER}", GROUP, OWNER)
    sure = await people.wait("Everything kept about this chat", GROUP)
    await people.press(sure, "Delete it", READER)
    await people.wait("Deleted, with all settings", GROUP)
    async with people.store.read_only() as c:
        assert await chats.find(c, READER) is not None
    await people.say(f"/forget {READER}", OWNER)
    await people.wait(f"Everything kept about Rana ({READER})", OWNER)
