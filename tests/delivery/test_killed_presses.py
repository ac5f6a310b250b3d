"""Buttons that work once: a kill at any commit loses neither what they do nor its answer."""

from __future__ import annotations

import itertools
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.requests.files import TelegramFiles
from bot.store import callbacks, chats, outbox, requests, sources
from bot.store.chats import ChatKind
from bot.store.outbox import Priority
from bot.store.source import NewSource, SourceKind
from bot.store.store import open_store
from tests.delivery.life import Life, press_of, update_of
from tests.delivery.newsroom import OWNER, READER, Newsroom, Telegram
from tests.sources.telegram_pages import TelegramSite, page, post, text
from tests.telegram_server import Fields

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
OPML = (
    '<opml version="2.0"><body><outline text="A" type="rss" xmlUrl="https://a.example/feed"/>'
    '<outline text="C" type="rss" xmlUrl="https://c.example/feed"/></body></opml>'
)
NEW = {"url": "https://a.example/feed", "kind": "feed", "title": "A", "language": "ar"}
PRESSES: dict[str, tuple[dict[str, Any], str]] = {
    "opml": ({"file": "f"}, "Imported: 2"),
    "broadcast": ({"text": "Hello"}, "on its way to 2 chats"),
    "add": (NEW, "Added as source 2"),
}


@pytest.fixture(autouse=True)
def files(monkeypatch: pytest.MonkeyPatch) -> None:
    async def opml(*given: object) -> bytes:
        return OPML.encode()

    monkeypatch.setattr(TelegramFiles, "download", opml)


async def prepared(database: Path, action: str, data: dict[str, Any]) -> list[str]:
    """A source, two chats, and a question with its two buttons: their ids."""
    store = await open_store(f"sqlite:///{database}", migrated=False)
    async with store.transaction() as c:
        await sources.add(c, NewSource("https://old.example", SourceKind.FEED, title="Old"), NOW)
        reader = await chats.ensure(c, READER, ChatKind.PRIVATE, NOW)
        chat = await chats.ensure(c, OWNER, ChatKind.PRIVATE, NOW)
        if action == "broadcast":
            # The button holds the chats that were shown, and those that get digests are sent it.
            for each in (reader, chat):
                await chats.save_settings(c, each.id, {"subscribed": True}, each.settings_version)
            data = {**data, "to": [reader.id, chat.id], "send": True}
        other = {"id": 1, "do": "keep"} if action == "source" else {}
        names = [await callbacks.make(c, chat.id, action, NOW, data=each) for each in (data, other)]
    await store.close()
    return names


async def found(life: Life) -> tuple[tuple[int, int], list[str]]:
    """Sources and broadcasts promised; what the operator was answered."""
    store = await open_store(life.url, migrated=False)
    async with store.read_only() as c:
        rows = (await c.execute(outbox.outbox.select())).all()
        sent = sum(row.priority == Priority.BROADCAST for row in rows)
        state = await sources.count(c), sent
    await store.close()
    return state, [row.payload["text"] for row in rows if row.priority == Priority.ANSWER]


@pytest.mark.parametrize("action", ["opml", "broadcast", "add"])
async def test_killed_after_any_commit_a_press_is_done_and_answered_once(
    telegram: Telegram, tmp_path: Path, empty: Path, action: str
) -> None:
    data, said = PRESSES[action]
    telegram.add_chat(OWNER)
    wanted = None
    database = Path(shutil.copy(empty, tmp_path))
    yes, no = await prepared(database, action, data)
    for kill_at in itertools.count():
        life = Life(tmp_path / str(kill_at), telegram, database)
        told = press_of(telegram, 5, yes, [no], OWNER)
        await life.hear(told, kill_at=kill_at)
        await life.hear(told, press_of(telegram, 6, no, [yes], OWNER))
        state, (answer, old) = await found(life)
        if wanted is None:
            assert said in answer
            wanted = state
        assert state == wanted, f"killed after commit {kill_at}"
        # Imported twice it is known the second time; all else says the same.
        assert said in answer or ("Imported" in answer and "2" in answer), answer
        # The other answer is no longer open.
        assert old == "This menu is out of date."
        if kill_at and not life.killed:
            assert kill_at > 2
            break


async def test_a_press_takes_the_buttons_off_its_message(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    await newsroom.say("/subscribe", OWNER)
    await newsroom.wait("Subscribed", OWNER)
    await newsroom.say("/broadcast Hello all", OWNER)
    question = await newsroom.wait("Hello all", OWNER)
    await newsroom.press(question, "Send it")
    await newsroom.wait("on its way", OWNER, after=question)
    assert await newsroom.toast(1) is None
    assert not telegram.messages[OWNER, question["message_id"]].get("reply_markup")


# ---------------------------------------------------------------------------------------- /add

CHANNEL = "https://t.me/s/akhbar"


async def open_requests(life: Life) -> int:
    store = await open_store(life.url, migrated=False)
    async with store.read_only() as c:
        found = await requests.count_open(c)
    await store.close()
    return found


async def test_add_told_again_is_looked_at_once(
    telegram: Telegram, tmp_path: Path, empty: Path
) -> None:
    told = update_of(telegram, 5, "/add @akhbar", OWNER)
    for kill_at in itertools.count(1):
        life = Life(tmp_path / str(kill_at), telegram, empty)
        await life.hear(told, kill_at=kill_at)
        await life.hear(told)
        assert await open_requests(life) == 1, f"killed after commit {kill_at}"
        if not life.killed:
            break


async def test_what_a_kill_left_of_add_is_looked_at_after_the_next_start(
    telegram: Telegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = TelegramSite({CHANNEL: page(post(1, text("خبر أول من أخبار المدينة اليوم")))})
    monkeypatch.setattr("bot.delivery.app.fetcher", lambda settings: _Site(site))
    telegram.add_chat(OWNER)
    shown = telegram._store(telegram.chats[OWNER], telegram.me, text="Looking")
    room = Newsroom(tmp_path, telegram)
    store = await open_store(room.settings.database_url)
    async with store.transaction() as c:
        chat = await chats.ensure(c, OWNER, ChatKind.PRIVATE, NOW)
        for number, address in enumerate(("@akhbar", "@nobody"), start=1):
            asked = await requests.add(c, chat.id, {"add": address}, number, NOW, user=OWNER)
            if number == 1:
                await requests.shown(c, asked, shown["message_id"])
    await store.close()
    async with room:
        question = await room.wait("Draft translation", OWNER)
        # In place of the message that said it was looking.
        assert question["message_id"] == shown["message_id"]
        assert "صحيفة المثال" in question["text"]
        await room.wait("could not be read", OWNER)
        await room.press(question, "Add it")
        await room.wait("Added as source 1", OWNER)
        async with room.store.read_only() as c:
            assert await requests.count_open(c) == 0


class _Site:
    """The fetcher of a newsroom whose web is t.me alone."""

    def __init__(self, site: TelegramSite) -> None:
        self.fetch = site.fetch

    async def __aenter__(self) -> _Site:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing is open."""


def targets(message: Fields) -> list[str]:
    return [entity["url"] for entity in message.get("entities", ()) if "url" in entity]


async def test_a_link_to_a_post_is_answered_with_its_channel_time_and_link(
    telegram: Telegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.delivery.table_translator import GAS

    words = text("<br><br>".join(GAS.split("\n\n")))
    site = TelegramSite({f"{CHANNEL}/5": page(post(4, text("خبر")), post(5, words))})
    monkeypatch.setattr("bot.delivery.app.fetcher", lambda settings: _Site(site))
    async with Newsroom(tmp_path, telegram) as room:
        await room.say("https://t.me/akhbar/5?single")
        brief = await room.wait("cut in gas prices")
        assert "صحيفة المثال" in brief["text"]
        assert "22 November 2026, 08:00 Amman" in brief["text"]
        assert "https://t.me/akhbar/5" in targets(brief)
        for link, said in (("akhbar/99", "no such post"), ("c/12/5", "Forward the post")):
            asked = await room.say(f"https://t.me/{link}")
            answer = await room.wait("could not be read", after=asked)
            assert said in answer["text"]
