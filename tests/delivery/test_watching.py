"""The operator is told once when something begins to be wrong, and once when it ends."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections import namedtuple
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import BackupSettings
from bot.delivery import backups, loops, watching
from bot.errors import EngineUnavailable
from bot.pipeline.seams import Models
from bot.records import Article, Progress, Translation
from bot.store import chats, digests, outbox, sources, troubles
from bot.store.backup import back_up_daily, dated
from bot.store.outbox import Priority
from bot.store.source import Health, NewSource, SourceKind
from tests.delivery.faulty_server import until
from tests.delivery.newsroom import OWNER, READER, Newsroom, Telegram
from tests.delivery.table_translator import GAS, LIBRARY, TableRooms

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "WATCH", 0.2)
    monkeypatch.setattr(loops, "BACK_UP", 0.2)
    monkeypatch.setattr(watching, "PATIENCE", 2.0)


async def met(room: Newsroom) -> None:
    """The operator has a chat, where they can be told."""
    await room.say("/help", OWNER)
    await room.wait("What I can do", OWNER)


def told(room: Newsroom, mark: str) -> list[str]:
    return [text for text in room.server.texts(OWNER) if text.startswith(mark)]


async def test_a_disk_that_fills_is_told_once_also_over_a_restart(
    telegram: Telegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = 100_000_000
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, free))
    async with Newsroom(tmp_path, telegram) as room:
        await met(room)
        said = await room.wait("nearly full: 100 MB are left at", OWNER)
        assert str(tmp_path) in said["text"]
    async with Newsroom(tmp_path, telegram) as room:
        await met(room)
        free = 10**10
        await room.wait("has room again", OWNER)
        assert len(told(room, "⚠")) == 1
        assert len(told(room, "✓")) == 1
        async with room.store.read_only() as c:
            assert await troubles.listing(c) == {}


class Dead(TableRooms):
    """An engine that cannot be used until somebody mends it."""

    mended = False

    def translate(
        self,
        given: Sequence[Article | Translation],
        shared: frozenset[str] | Sequence[str] = (),
        points: int | None = None,
    ) -> list[Translation]:
        if not Dead.mended:
            raise EngineUnavailable("The endpoint <b>answers</b> 500.")
        return super().translate(given, shared, points)

    def translate_private(
        self,
        given: Sequence[Article | Translation],
        *,
        may_leave: bool = False,
        points: int | None = None,
    ) -> list[Translation]:
        self.translate(())
        return super().translate_private(given, may_leave=may_leave, points=points)


class Down(Newsroom):
    def load(self, progress: Progress) -> Models:
        return Dead(self.settings, progress)


async def test_a_dead_engine_is_told_and_its_return(
    telegram: Telegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Dead, "mended", False)
    async with Down(tmp_path, telegram) as room:
        await met(room)
        await room.say(GAS)
        said = await room.wait("engine does not work", OWNER)
        assert "The endpoint <b>answers</b> 500." in said["text"]
        monkeypatch.setattr(Dead, "mended", True)
        await room.publish(LIBRARY)
        await room.wait("engine works again", OWNER)
        assert (len(told(room, "⚠")), len(told(room, "✓"))) == (1, 1)


async def test_most_sources_failing_is_told_and_their_return(newsroom: Newsroom) -> None:
    await met(newsroom)
    async with newsroom.store.transaction() as c:
        now = datetime.now(UTC)
        new = [NewSource(f"https://s{n}.example/", SourceKind.FEED) for n in range(3)]
        added = [(await sources.add(c, each, now))[0] for each in new]
        for each in added:
            await sources.change(c, each, health=Health.GONE)
    await newsroom.wait("Most sources fail: 3 of 3", OWNER)
    async with newsroom.store.transaction() as c:
        for each in added:
            await sources.change(c, each, health=Health.PAUSED)
    await newsroom.wait("Most sources answer again", OWNER)
    assert (len(told(newsroom, "⚠")), len(told(newsroom, "✓"))) == (1, 1)


async def test_a_late_digest_is_told_and_that_it_went(newsroom: Newsroom) -> None:
    await met(newsroom)
    await newsroom.say("/help")
    await newsroom.wait("What I can do")
    past = datetime.now(UTC) - timedelta(minutes=20)
    async with newsroom.store.transaction() as c:
        chat = await chats.find(c, READER)
        assert chat is not None
        digest = await digests.insert_once(c, chat.id, "2026-01-01T08:00", past, past)
        assert digest is not None
        later = datetime.now(UTC) + timedelta(hours=1)
        await outbox.add(c, chat.id, [{"text": "The news"}], Priority.DIGEST, past, digest=digest)
        await c.execute(outbox.outbox.update().values(not_before=later))
    await newsroom.wait("more than 15 minutes late in 1 chat", OWNER)
    async with newsroom.store.transaction() as c:
        await c.execute(outbox.outbox.update().values(not_before=None))
    await newsroom.wait("The news")
    await newsroom.wait("in time again", OWNER)


async def test_a_database_held_by_another_is_told_beside_it(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    await met(newsroom)
    # So that the watch has seen that this process sends, and to whom it tells.
    async with newsroom.store.transaction() as c:
        await troubles.begin(c, "disk", datetime.now(UTC))
    await newsroom.wait("has room again", OWNER)
    other = sqlite3.connect(
        tmp_path / "mujaz.db", isolation_level=None, timeout=60, check_same_thread=False
    )
    # In a thread: a write of the bot that is under way ends only while its loop goes on.
    await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
    try:
        await newsroom.wait("cannot be written: database is locked", OWNER)
    finally:
        other.execute("ROLLBACK")
        other.close()
    await newsroom.wait("can be written again", OWNER)
    assert len(told(newsroom, "⚠")) == 1


async def test_each_day_has_its_backup_and_seven_stay(telegram: Telegram, tmp_path: Path) -> None:
    room = Newsroom(tmp_path, telegram)
    room.settings = room.settings.model_copy(update={"backup": BackupSettings(daily=True)})
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "mujaz-mine.db").write_text("by hand")
    for day in range(1, 9):
        (folder / dated(date(2020, 1, day))).touch()
    async with room:
        await met(room)

        async def made() -> bool:
            return len([f for f in folder.iterdir() if "2020" not in f.name]) == 2

        await until(made)
    names = sorted(file.name for file in folder.iterdir())
    assert "mujaz-mine.db" in names
    assert sum(name.startswith("mujaz-2020") for name in names) == backups.KEPT - 1
    newest = folder / names[-2]
    with sqlite3.connect(newest) as copy:
        assert copy.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    assert newest.stat().st_mode & 0o077 == 0
    today = date.fromisoformat(newest.name[6:16])
    assert not await back_up_daily(room.settings.database_url, folder, today, 7)


async def test_a_backup_that_fails_is_told(telegram: Telegram, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    room = Newsroom(tmp_path, telegram)
    where = str(tmp_path / "file" / "backups")
    room.settings = room.settings.model_copy(
        update={"backup": BackupSettings(daily=True, folder=where)}
    )
    async with room:
        await met(room)
        said = await room.wait("daily backup could not be made", OWNER)
        assert where in said["text"]
        (tmp_path / "file").unlink()
        await room.wait("backup is made again", OWNER)
