"""The internal memo of the tests of privacy: its words, looked for wherever they could be."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.intake.submission import Answer
from bot.intake.submissions import Intake
from bot.store import articles
from bot.store.store import Store
from tests.delivery.faulty_server import until
from tests.delivery.newsroom import GROUP, READER, Newsroom, Telegram
from tests.delivery.table_translator import MEMO
from tests.telegram_server import Fields

WORDS = ("قنطريش", "برزوخ", "qantarish", "barzukh", "matter secret", "كتمان")
SECOND = 11
"""Another reader whom the operator lets in."""
TITLE = "Internal memo on closing the Qantarish plant"

_FORMS = tuple(
    form.encode() for word in WORDS for form in (word, json.dumps(word).strip('"'))
)  # JSON in a SQLite column writes Arabic as escapes.


def found_in(data: bytes | str) -> list[str]:
    """Those of the memo's words that stand in it, plain or escaped, in any case."""
    raw = data.encode() if isinstance(data, str) else data
    lowered = raw.lower()
    return [form.decode() for form in _FORMS if form in lowered]


def told(server: Telegram, chat: int, thread: int | None = None) -> str:
    """Everything the server was ever sent for a chat, files and buttons with it."""
    said = [
        json.dumps(fields, ensure_ascii=False)
        for _, fields, _ in server.calls
        if fields.get("chat_id") == chat
        and (thread is None or fields.get("message_thread_id", 0) == thread)
    ]
    said += [
        f"{server.files[m['document']['file_id']]}"
        for (where, _), m in server.messages.items()
        if where == chat and "document" in m and m["from"]["is_bot"]
    ]
    return "\n".join(said)


def nobody_was_told(server: Telegram, *but: int) -> None:
    """Nobody but these chats got a word of the memo, nor a passing answer to a press."""
    for chat in set(server.chats) - set(but):
        assert not found_in(told(server, chat)), chat
    assert not found_in(json.dumps(list(server.answers.values()), ensure_ascii=False))


async def in_tables(store: Store) -> dict[str, list[str]]:
    """The memo's words in each table that has any."""

    def rows(c: Connection) -> dict[str, list[str]]:
        found = {}
        for name in inspect(c).get_table_names():
            values = [v for row in c.execute(text(f'SELECT * FROM "{name}"')) for v in row]
            if words := [word for value in values for word in found_in(_raw(value))]:
                found[name] = words
        return found

    async with store.read_only() as c:
        return await c.run_sync(rows)


def _raw(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def in_files(folder: Path, but: Iterable[str] = ()) -> dict[str, list[str]]:
    """The memo's words in the raw bytes of every file under a folder."""
    return {
        file.name: words
        for file in folder.rglob("*")
        if file.is_file() and file.name not in but and (words := found_in(file.read_bytes()))
    }


async def pasted(room: Newsroom, chat: int = READER, user: int = READER, **more: object) -> Fields:
    """The memo's brief, after it was pasted."""
    await room.say(MEMO, chat, user, **more)
    return await room.wait(TITLE, chat)


async def published(room: Newsroom, text: str | None, **more: object) -> Answer:
    """An article that another system pushed, once it has its brief."""
    intake = Intake(room.store, room.parts.web, room.parts.runner.nudge)
    answer = await intake.submit({"text": text, **more} if text else more)

    async def briefed() -> bool:
        async with room.store.read_only() as c:
            stored = await articles.get(c, answer.article or 0)
        return stored is not None and stored.brief is not None

    await until(briefed)
    return answer


async def briefed(room: Newsroom, count: int) -> bool:
    """Whether so many articles have their brief."""
    async with room.store.read_only() as c:
        by_stage = await articles.count_by_stage(c)
    return by_stage.get(articles.Stage.BRIEFED, 0) >= count


async def gone(room: Newsroom, message: Fields) -> None:
    """Until a message of the bot's is out of Telegram."""

    async def away() -> bool:
        return message not in room.messages(message["chat"]["id"])

    await until(away)


async def shared(room: Newsroom, brief: Fields) -> Fields:
    """With GROUP, which administers READER; its brief there."""
    await room.say("/help", GROUP, READER)
    await room.wait("What I can do", GROUP)
    await room.press(brief, "Share")
    to = await room.wait("with which chat?")
    await room.press(to, "Desk")
    sure = await room.wait("Everybody there can read it")
    await room.press(sure, "Share it")
    await room.wait("Shared with Desk.")
    return await room.wait(TITLE, GROUP)
