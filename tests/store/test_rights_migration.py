"""Revision 0010 over a database of the version before: whose each stored article becomes."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.intake.identity import Keys, Text
from bot.intake.ingest import take
from bot.language.search import words
from bot.records import Article
from bot.store import articles, callbacks, chats, rights, serial
from bot.store.article_keys import _hashed as hashed
from bot.store.article_lists import latest, search
from bot.store.audience import PUBLIC, Audience
from bot.store.store import Store, migrate, migrate_down
from tests.store.made_records import article, brief

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
ONE, TWO = 1, 2
"""Two private chats, of the users 7 and 8."""
SHARED, OWN = 1, 2
"""A source of the catalogue, and one that the user 8 added."""


def made(number: int) -> Article:
    text = f"قال المدير إن المقال رقم {number} يصدر غدا صباحا في المدينة القديمة"
    return article(f"عنوان {number}", text, "Outlet")


class Before:
    """Rows as the version before wrote them, in plain SQL that both databases read."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def row(self, table: str, **values: Any) -> None:
        names = ", ".join(f'"{name}"' for name in values)
        shown = ", ".join(_literal(value) for value in values.values())
        self.statements.append(f"INSERT INTO {table} ({names}) VALUES ({shown})")

    def article(self, number: int, origin: str = "a message", **keys: str) -> None:
        given = made(number)
        done = brief(given, f"English {number}.")
        found = " ".join(words(given.paragraphs[0].text))
        self.row(
            "articles", number=number, id=given.id, origin=origin, title=given.title,
            received_at=_at(number), stage="briefed", ready_at=_at(number), words=found,
            article=serial.dumps(given), translation=serial.dumps(done.translation, ["article"]),
            brief=serial.dumps(done, ["translation"]),
        )  # fmt: skip
        for kind, value in {"text": Text.of(given).fingerprint, **keys}.items():
            self.key(number, kind, value)

    def key(self, number: int, kind: str, value: str) -> None:
        text = value if kind in ("source", "link") else None
        self.row("article_keys", kind=kind, key=hashed(value), article=number, value=text)

    def button(self, name: str, chat: int, number: int, day: int, action: str = "view") -> None:
        data = {"article": number, "view": "full"}
        self.row("callbacks", id=name, chat=chat, action=action, data=data, created_at=_at(day))


def _at(day: int) -> str:
    return f"2026-11-{day:02d} 08:00:00+00:00"


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    given = json.dumps(value) if isinstance(value, dict | list) else str(value)
    return "'" + given.replace("'", "''") + "'"


SHARED_FEED, USERS_FEED, PUSHED, ASKED, SHOWN, UNKNOWN, UNNAMED, BOTH = range(1, 9)
PUBLIC_ONES = {SHARED_FEED, PUSHED, UNNAMED, BOTH}


def _rows() -> list[str]:
    b = Before()
    for chat, user in ((ONE, 7), (TWO, 8)):
        b.row("chats", id=chat, telegram_id=user, kind="private", settings={},
              state_since=_at(1), created_at=_at(1))  # fmt: skip
    for source, owner in ((SHARED, None), (OWN, 8)):
        b.row("sources", id=source, url=f"https://{source}.example/", kind="feed", owner=owner,
              must=[], must_not=[], created_at=_at(1), next_check=_at(1))  # fmt: skip
    b.article(SHARED_FEED, source=str(SHARED), entry=f"{SHARED} guid")
    b.article(USERS_FEED, source=str(OWN), entry=f"{OWN} guid")
    b.article(PUSHED, "https://pushed.example/1", caller="their-key")
    b.article(ASKED)
    b.article(SHOWN, link="https://t.me/albalad/5")
    b.article(UNKNOWN)
    b.article(UNNAMED, "a submission")
    b.article(BOTH, source=str(OWN))
    b.key(BOTH, "source", str(SHARED))
    # Who opened a list saw others' articles too: neither the later nor another button counts.
    b.button("asked-elsewhere", ONE, ASKED, 1)
    b.row("requests", id=1, chat=TWO, user=8, reply_to=1, source={}, article=ASKED,
          state="waiting", created_at=_at(9))  # fmt: skip
    b.button("opened", ONE, SHOWN, 2, action="open")
    b.button("later", ONE, SHOWN, 4)
    b.button("oldest", TWO, SHOWN, 3)
    b.button("of-none", TWO, 999, 3)
    b.row("outbox", id=1, chat=TWO, priority=1, state="sent", created_at=_at(3), message_id=77,
          payload={"text": "brief", "keyboard": [[["Why?", "oldest", None]]]})  # fmt: skip
    for key, number, origin in (
        ("public", SHARED_FEED, "stated"),
        ("private", SHOWN, "stated"),
        ("named", SHOWN, "operator"),
    ):
        b.row("glossary", key=key, arabic=key, english=key, kind="person", origin=origin,
              first_seen=_at(1), changed_at=_at(1), article=number)  # fmt: skip
    return b.statements


@pytest.fixture
async def upgraded(store: Store, caplog: pytest.LogCaptureFixture) -> Store:
    await migrate_down(store, "0009")
    async with store.transaction() as c:
        for statement in _rows():
            await c.exec_driver_sql(statement.replace("%", "%%"))
        if store.dialect == "postgresql":
            # Rows with numbers of their own leave the sequence behind.
            await c.exec_driver_sql(
                "SELECT setval(pg_get_serial_sequence('articles', 'number'), "
                "nextval(pg_get_serial_sequence('articles', 'number')) + 8)"
            )
    with caplog.at_level(logging.WARNING):
        await migrate(store)
    return store


async def _seen(store: Store) -> dict[int, set[int]]:
    """What each chat is shown by /latest."""
    async with store.read_only() as c:
        found = {}
        for each in (ONE, TWO):
            chat = await chats.get(c, each)
            assert chat is not None
            found[each] = {stored.number for stored in await latest(c, chat, 50)}
        return found


SEEN = {ONE: PUBLIC_ONES, TWO: PUBLIC_ONES | {USERS_FEED, ASKED, SHOWN}}


async def test_each_goes_to_where_it_came_from_and_one_line_says_so(
    upgraded: Store, caplog: pytest.LogCaptureFixture
) -> None:
    assert await _seen(upgraded) == SEEN
    async with upgraded.read_only() as c:
        for number in (ASKED, SHOWN):
            (right,) = await rights.of_article(c, number)
            assert (right.chat, right.own) == (TWO, True)
        assert list(await rights.of_article(c, UNKNOWN)) == []
        two = await chats.get(c, TWO)
        assert two is not None
        assert (await search(c, two, "المدينة")).total == len(SEEN[TWO])
    said = [record.getMessage() for record in caplog.get_records("setup")]
    (line,) = [each for each in said if "belong" in each]
    assert "4 are public, 3 are kept" in line
    assert "and 1 are closed" in line


async def test_buttons_messages_and_names_learn_whose_they_are(upgraded: Store) -> None:
    async with upgraded.read_only() as c:
        about = dict((await c.exec_driver_sql("SELECT id, article FROM callbacks")).all())
        shown = (await c.exec_driver_sql("SELECT message, article FROM outbox_articles")).all()
        names = set((await c.exec_driver_sql("SELECT key FROM glossary")).scalars())
        pressed = await callbacks.get(c, "oldest", TWO, 8)
    assert (about["oldest"], about["opened"], about["of-none"]) == (SHOWN, SHOWN, None)
    assert [tuple(row) for row in shown] == [(1, SHOWN)]
    assert names == {"public", "named"}
    assert pressed is not None


async def test_what_is_known_comes_as_new_to_nobody_who_had_it(upgraded: Store) -> None:
    """By the words and by the entry's key, each within its audience."""
    for number, audience, more in (
        (SHARED_FEED, PUBLIC, {"source": SHARED, "keys": Keys(entry="guid")}),
        (USERS_FEED, Audience(source=OWN), {"source": OWN, "keys": Keys(entry="guid")}),
        (PUSHED, PUBLIC, {"keys": Keys(caller="their-key")}),
        (ASKED, Audience(chat=TWO, user=8), {}),
        (SHOWN, Audience(chat=TWO, user=8), {"keys": Keys(("https://t.me/albalad/5",))}),
        (SHARED_FEED, Audience(chat=ONE, user=7), {}),
    ):
        taken = await take(upgraded, made(number), audience=audience, now=NOW, **more)  # type: ignore[arg-type]
        assert (taken.number, taken.new) == (number, False)
    text = made(USERS_FEED).paragraphs[0].text
    edited = article(f"عنوان {USERS_FEED}", text.replace("غدا", "اليوم"))
    entry: dict[str, Any] = {"source": OWN, "keys": Keys(entry="guid")}
    taken = await take(upgraded, edited, audience=Audience(source=OWN), now=NOW, **entry)
    assert taken.version_of == USERS_FEED


async def test_to_others_what_is_private_is_as_if_it_had_never_come(upgraded: Store) -> None:
    for number in (USERS_FEED, ASKED, SHOWN, UNKNOWN):
        taken = await take(upgraded, made(number), audience=Audience(chat=ONE), now=NOW)
        assert taken.new
        assert taken.version_of is None


async def test_down_and_up_again_gives_the_same(
    upgraded: Store, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        await migrate_down(upgraded, "0009")
        async with upgraded.read_only() as c:
            ids = dict((await c.exec_driver_sql("SELECT number, id FROM articles")).all())
        assert ids == {number: made(number).id for number in range(1, 9)}
        await migrate(upgraded)
        assert await _seen(upgraded) == SEEN
        async with upgraded.read_only() as c:
            stored = await articles.get(c, SHOWN)
    assert stored is not None
    assert stored.brief is not None


async def test_an_empty_database_is_upgraded_without_a_word(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await migrate_down(store, "0009")
    with caplog.at_level(logging.WARNING):
        await migrate(store)
    assert not [r for r in caplog.records if "belong" in r.getMessage()]
