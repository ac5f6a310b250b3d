from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from bot.errors import BadSettings
from bot.store import amendments, articles, chats, former_ids, troubles, users
from bot.store import store as store_module
from bot.store.amendments import AmendmentState
from bot.store.store import Store, migrate, migrate_down, open_store, revision
from bot.store.tables import metadata
from bot.store.users import Access
from tests.store.made_records import article

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def newest() -> str | None:
    return ScriptDirectory(
        str(Path(store_module.__file__).parent / "migrations")
    ).get_current_head()


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def differences(connection: Connection) -> list[object]:
    def ours(thing: object, name: str | None, kind: str, *rest: object) -> bool:
        # FTS5 keeps tables of its own; reflection does not see an index on an expression, nor
        # the name and ON DELETE of a key that SQLite was given with its column.
        in_words = kind == "foreign_key_constraint" and connection.dialect.name == "sqlite"
        return not (
            (kind == "table" and name and name.startswith("article_words"))
            or name == "ix_articles_words"
            or (in_words and name in (None, "fk_articles_source", "fk_callbacks_article"))
        )

    context = MigrationContext.configure(
        connection, opts={"include_object": ours, "compare_server_default": False}
    )
    return list(compare_metadata(context, metadata))


async def test_the_migrations_make_the_tables_the_code_knows(store: Store) -> None:
    async with store.read_only() as c:
        assert await c.run_sync(differences) == []
        assert set(metadata.tables) < await c.run_sync(tables)


async def test_the_full_text_index_is_there(store: Store) -> None:
    query = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE name = 'article_words'",
        "postgresql": "SELECT count(*) FROM pg_indexes WHERE indexname = 'ix_articles_words'",
    }
    async with store.read_only() as c:
        assert (await c.exec_driver_sql(query[store.dialect])).scalar() == 1


async def test_down_leaves_nothing_and_up_again_works_with_rows_in_it(store: Store) -> None:
    for _ in range(2):
        async with store.transaction() as c:
            await articles.add(c, article("عنوان", "نص المقال"), NOW)
            await chats.ensure(c, 7, chats.ChatKind.PRIVATE, NOW)
        await migrate_down(store)
        assert await revision(store) is None
        async with store.read_only() as c:
            left = await c.run_sync(tables)
        assert not {name for name in left if not name.startswith("alembic")}
        await migrate(store)
        assert await revision(store) == newest()


async def test_migrating_twice_changes_nothing(store: Store) -> None:
    async with store.transaction() as c:
        await chats.ensure(c, 7, chats.ChatKind.PRIVATE, NOW)
    await migrate(store)
    async with store.read_only() as c:
        assert await chats.find(c, 7)


async def test_a_percent_sign_in_the_path_does_no_harm(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / '100%.db'}")
    assert await revision(store) == newest()
    await store.close()


async def test_a_server_that_just_restarts_is_waited_for(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "COMING_AGAIN", 0.0)
    tries = 0

    async def migrated(store: Store) -> None:
        nonlocal tries
        tries += 1
        if tries == 2:
            raise ConnectionRefusedError
        async with store.transaction() as c:
            if tries == 1:
                await c.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(store_module, "migrate", migrated)
    await (await open_store(postgres)).close()
    assert tries == 3
    # One that never answered is no such server.
    tries = 1
    with pytest.raises(BadSettings, match="cannot be opened"):
        await open_store(postgres)
    assert tries == 2


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("mysql://root@localhost/x", "mysql"),
        ("no url", "URL"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///file:x.db", "names no file"),
        ("sqlite:////tmp/\x00x.db", "names no file"),
        ("sqlite://x.db", "a slash too few"),
        ("sqlite:///x.db?mode=ro", "options"),
        ("postgresql://u:secret@127.0.0.1:port/x", "cannot be read"),
        ("postgresql://u:two@secret@127.0.0.1:1/x", "%40"),
        ("sqlite:////nowhere/at/all.db", "cannot be opened"),
        ("postgresql://u:secret@127.0.0.1:1/x", "cannot be opened"),
    ],
)
async def test_a_bad_url_is_refused_in_words_and_without_its_password(url: str, word: str) -> None:
    with pytest.raises(BadSettings, match=word) as refused:
        await open_store(url)
    assert "secret" not in str(refused.value)


async def test_former_ids_move_to_a_table_of_their_own_and_back(store: Store) -> None:
    await migrate_down(store, "0003")
    async with store.transaction() as c:
        await c.exec_driver_sql(
            "INSERT INTO chats (telegram_id, kind, settings, state_since, created_at, formerly) "
            "VALUES (-1005, 'supergroup', '{}', '2026-11-22', '2026-11-22', -5)"
        )
    for _ in range(2):
        await migrate(store)
        async with store.read_only() as c:
            assert await former_ids.find(c, -1005) == -5
        await migrate_down(store, "0003")
        async with store.read_only() as c:
            assert (await c.exec_driver_sql("SELECT formerly FROM chats")).scalar() == -5
    await migrate(store)


async def test_processes_that_start_at_once_on_a_new_database_all_come_up(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'mujaz.db'}"
    stores = await asyncio.gather(*(open_store(url) for _ in range(6)))
    for store in stores:
        assert await revision(store) == newest()
        await store.close()


async def test_filters_on_words_keep_their_words_under_their_new_name(store: Store) -> None:
    async with store.transaction() as c:
        wanted = {"words_keep": ["gas"], "stories": 3}
        chat = await chats.ensure(c, 7, chats.ChatKind.PRIVATE, NOW, settings=wanted)
    await migrate_down(store, "0010")
    async with store.read_only() as c:
        before = await c.run_sync(lambda on: on.exec_driver_sql("SELECT settings FROM chats").all())
    assert "topics_keep" in str(before)
    await migrate(store)
    async with store.read_only() as c:
        after = await chats.get(c, chat.id)
    assert after is not None
    assert after.settings == wanted


async def test_people_of_older_tables_keep_their_standing(store: Store) -> None:
    async with store.transaction() as c:
        await users.seen(c, 8, "Rana", NOW)
        await users.set_standing(c, 8, Access.ALLOWED, NOW)
        await users.seen(c, 9, "Sami", NOW)
        await chats.ensure(c, 8, chats.ChatKind.PRIVATE, NOW, settings={"stories": 3})
    await migrate_down(store, "0010")
    async with store.transaction() as c:
        await c.exec_driver_sql("UPDATE users SET standing = 'blocked' WHERE id = 9")
    await migrate(store)
    async with store.transaction() as c:
        rana, sami = await users.get(c, 8), await users.get(c, 9)
        assert rana is not None
        assert sami is not None
        assert (rana.standing, rana.before, rana.invitation) == (Access.ALLOWED, None, None)
        # What somebody was before a block was not kept then.
        assert (sami.standing, sami.before) == (Access.BLOCKED, None)
        assert await users.unblock(c, 9, NOW) is Access.UNKNOWN
        await troubles.begin(c, "disk", NOW)
        assert await troubles.listing(c) == {"disk": NOW}
        assert await amendments.in_state(c, AmendmentState) == []
