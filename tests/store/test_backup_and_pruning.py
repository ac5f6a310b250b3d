from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import BadSettings, CannotWrite, MissingFile
from bot.store import (
    articles,
    callbacks,
    chats,
    digests,
    entries,
    figures,
    incidents,
    lease,
    outbox,
    outgoing,
    sources,
    updates,
)
from bot.store.backup import backup, restore
from bot.store.chats import ChatKind
from bot.store.entries import NewEntry
from bot.store.incidents import Incident
from bot.store.outbox import Priority
from bot.store.pruning import Pruned, prune
from bot.store.source import NewSource, SourceKind
from bot.store.store import Store, migrate_down, open_store
from tests.store.made_records import article

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'mujaz.db'}"


async def test_a_backup_made_in_the_midst_of_writing_is_whole(
    database: str, tmp_path: Path
) -> None:
    store = await open_store(database)
    async with store.transaction() as c:
        await chats.ensure(c, 1, ChatKind.PRIVATE, NOW)
        await articles.add(c, article("مطر", "هطل المطر"), NOW)
    async with store.transaction() as c:
        await chats.ensure(c, 2, ChatKind.PRIVATE, NOW)
        await backup(database, tmp_path / "copy.db")
    copy = await open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    async with copy.read_only() as c:
        assert await chats.find(c, 1)
        assert await chats.find(c, 2) is None
    await copy.close()
    await store.close()
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0


async def test_a_restore_under_a_running_bot_is_seen_by_it_and_ends_its_lease(
    database: str, tmp_path: Path
) -> None:
    store = await open_store(database)
    async with store.transaction() as c:
        await chats.ensure(c, 1, ChatKind.PRIVATE, NOW)
        await lease.take(c, "sender", await lease.look(c, "sender"), "me")
    await backup(database, tmp_path / "copy.db")
    async with store.transaction() as c:
        await chats.ensure(c, 2, ChatKind.PRIVATE, NOW)
    await restore(database, tmp_path / "copy.db")
    async with store.transaction() as c:
        assert await chats.find(c, 1)
        assert await chats.find(c, 2) is None
        assert not await lease.beat(c, "sender", "me")
        await chats.ensure(c, 3, ChatKind.PRIVATE, NOW)
    await store.close()


async def test_a_backup_of_older_tables_is_brought_up_to_date(
    database: str, tmp_path: Path
) -> None:
    await (await open_store(database)).close()
    await backup(database, tmp_path / "copy.db")
    copy = await open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    await migrate_down(copy, "0001")
    await copy.close()
    await restore(database, tmp_path / "copy.db")
    with sqlite3.connect(database.removeprefix("sqlite:///")) as restored:
        restored.execute("SELECT * FROM requests")
        restored.execute("SELECT formerly FROM former_ids")


async def test_what_is_no_backup_changes_nothing(database: str, tmp_path: Path) -> None:
    store = await open_store(database)
    async with store.transaction() as c:
        await chats.ensure(c, 1, ChatKind.PRIVATE, NOW)
    (tmp_path / "text.db").write_text("no database at all" * 100)
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE x (y)")
    for name, error in (
        ("text.db", BadSettings),
        ("other.db", BadSettings),
        ("none.db", MissingFile),
    ):
        with pytest.raises(error):
            await restore(database, tmp_path / name)
    async with store.read_only() as c:
        assert await chats.find(c, 1)
    await store.close()


async def test_where_there_is_nothing_to_back_up_or_nowhere_to_put_it(
    database: str, tmp_path: Path
) -> None:
    with pytest.raises(MissingFile):
        await backup(database, tmp_path / "copy.db")
    await (await open_store(database)).close()
    with pytest.raises(CannotWrite):
        await backup(database, tmp_path / "no" / "copy.db")
    with pytest.raises(BadSettings, match="pg_dump"):
        await backup("postgresql://u@host/x", tmp_path / "copy.db")


async def test_pruning_takes_what_is_old_and_leaves_what_an_unsent_message_needs(
    store: Store,
) -> None:
    async with store.transaction() as c:
        rows = {}
        for telegram_id in (1, 2):
            chat = (await chats.ensure(c, telegram_id, ChatKind.PRIVATE, NOW)).id
            number, _ = await articles.add(c, article(f"خبر {telegram_id}", "نص"), NOW)
            digest = await digests.insert_once(c, chat, "s", NOW, NOW)
            assert digest is not None
            await digests.add_articles(c, digest, [number])
            rows[telegram_id] = await outbox.add(c, chat, [{}], Priority.DIGEST, NOW, digest=digest)
            await callbacks.make(c, chat, "why", NOW)
        await incidents.add(c, Incident.RUN, NOW)
        assert await updates.record(c, 1, NOW)
        feed, _ = await sources.add(c, NewSource("https://a.example/feed", SourceKind.FEED), NOW)
        texts = {"old": None, "standing": None, "waiting": "{}"}
        made = [NewEntry(key, None, None, None, text) for key, text in texts.items()]
        await entries.add(c, feed, made, NOW)
        await entries.shown(c, feed, {"standing"}, NOW)
        await outgoing.sent(c, {rows[1][0]: 5}, NOW)
        await figures.record(c, figures.Figures(1, 2.0, 9, 1, 0, 0), NOW)
    assert await prune(store, NOW + DAY, 2 * DAY) == Pruned(0, 0, 0, 0, 0, 0, 0, 0)
    assert await prune(store, NOW + 3 * DAY, 2 * DAY) == Pruned(1, 1, 1, 1, 1, 1, 1, 1)
    async with store.transaction() as c:
        await outgoing.sent(c, {rows[2][0]: 6}, NOW)
    assert await prune(store, NOW + 3 * DAY, 2 * DAY) == Pruned(1, 1, 1, 1, 0, 0, 0, 0)
