"""Sources: feeds and channels that are looked at again and again, and what is set for each.

A source belongs to everybody (`owner` None: the operator's catalogue) or to one user. How its
polls go is kept in the same row and written by bot/store/polls.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import articles, jobs
from bot.store.schema import Json, Key, Utc, metadata
from bot.store.source import LONGEST_URL, FullText, Health, NewSource, Source, SourceKind

sources = Table(
    "sources",
    metadata,
    Column("id", Key, primary_key=True),
    Column("url", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("title", String(256), nullable=False, server_default=""),
    Column("language", String(8)),
    Column("topic", String(64), nullable=False, server_default=""),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("owner", BigInteger),
    Column("interval_minutes", Integer),
    Column("user_agent", String(256)),
    Column("full_text", String(8), nullable=False, server_default="auto"),
    Column("must", Json, nullable=False),
    Column("must_not", Json, nullable=False),
    Column("health", String(16), nullable=False, server_default="ok"),
    Column("created_at", Utc, nullable=False),
    Column("checked_at", Utc),
    Column("next_check", Utc, nullable=False),
    Column("last_ok", Utc),
    Column("last_new", Utc),
    Column("newest_at", Utc),
    Column("pace_minutes", Integer),
    Column("failing_since", Utc),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("reported_at", Utc),
    Column("error", String(64), nullable=False, server_default=""),
    Column("reason", String(512), nullable=False, server_default=""),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("fingerprint", String(64)),
    Column("wishes", Json),
    Column("moved_to", Text),
    Column("moved_times", Integer, nullable=False, server_default="0"),
    Column("claim", String(32), nullable=False, server_default=""),
    Column("claimed_until", Utc),
    Index(
        "uq_sources_url_shared",
        "url",
        unique=True,
        sqlite_where=text("owner IS NULL"),
        postgresql_where=text("owner IS NULL"),
    ),
    Index("uq_sources_url_owner", "url", "owner", unique=True),
    Index("ix_sources_next_check", "next_check"),
    sqlite_autoincrement=True,
)


_COLUMNS = tuple(sources.c[field.name] for field in fields(Source))
SETTINGS = frozenset({field.name for field in fields(NewSource)} | {"health"})
"""What `change` may set."""


def source_of(row: Row[Any]) -> Source:
    values = {field.name: row._mapping[field.name] for field in fields(Source)}
    values["kind"], values["health"] = SourceKind(values["kind"]), Health(values["health"])
    values["full_text"] = FullText(values["full_text"])
    values["must"], values["must_not"] = tuple(values["must"]), tuple(values["must_not"])
    return Source(**values)


def _stored(settings: dict[str, Any]) -> dict[str, Any]:
    values = dict(settings)
    for name, longest in (("title", 256), ("topic", 64)):
        if name in values:
            values[name] = " ".join(values[name].replace("\0", "").split())[:longest]
    for name in ("must", "must_not"):
        if name in values:
            values[name] = list(values[name])
    return values


async def add(c: AsyncConnection, new: NewSource, now: datetime) -> tuple[int, bool]:
    """The source's id, and whether it is new: a shared one serves its users too.

    Due at once. Raises ValueError for an address beyond LONGEST_URL.
    """
    if len(new.url) > LONGEST_URL:
        raise ValueError(f"an address of {len(new.url)} characters")
    if known := await by_url(c, new.url, owner=new.owner):
        return known.id, False
    values = {field.name: getattr(new, field.name) for field in fields(NewSource)}
    made = await c.execute(
        insert(sources)
        .values(created_at=now, next_check=now, **_stored(values))
        .returning(sources.c.id)
    )
    number = int(made.scalar_one())
    await jobs.add(c, jobs.source(number, now))
    return number, True


async def get(c: AsyncConnection, source: int) -> Source | None:
    row = (await c.execute(select(*_COLUMNS).where(sources.c.id == source))).first()
    return source_of(row) if row else None


async def by_url(c: AsyncConnection, url: str, *, owner: int | None = None) -> Source | None:
    """The shared source at this address, else this owner's."""
    query = select(*_COLUMNS).where(sources.c.url == url, _seen_by(owner))
    row = (await c.execute(query.order_by(sources.c.owner.is_not(None)))).first()
    return source_of(row) if row else None


def _seen_by(owner: int | None) -> ColumnElement[bool]:
    shared = sources.c.owner.is_(None)
    return shared if owner is None else shared | (sources.c.owner == owner)


def _listed(owner: int | None, topic: str | None, everybody: bool) -> list[ColumnElement[bool]]:
    conditions = [] if everybody else [_seen_by(owner)]
    if topic is not None:
        conditions.append(sources.c.topic == topic)
    return conditions


async def listing(
    c: AsyncConnection,
    *,
    owner: int | None = None,
    topic: str | None = None,
    everybody: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> Sequence[Source]:
    """The shared ones and this owner's, by topic and title. `everybody`: every user's as well."""
    query = (
        select(*_COLUMNS)
        .where(*_listed(owner, topic, everybody))
        .order_by(sources.c.topic, func.lower(sources.c.title), sources.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [source_of(row) for row in await c.execute(query)]


async def count(
    c: AsyncConnection,
    *,
    owner: int | None = None,
    topic: str | None = None,
    everybody: bool = False,
) -> int:
    """How many `listing` would give without its limit."""
    query = select(func.count()).select_from(sources).where(*_listed(owner, topic, everybody))
    return int((await c.execute(query)).scalar_one())


async def count_owned(c: AsyncConnection, owner: int) -> int:
    query = select(func.count()).select_from(sources).where(sources.c.owner == owner)
    return int((await c.execute(query)).scalar_one())


async def topics(c: AsyncConnection, *, owner: int | None = None) -> list[str]:
    """Labels of the shared sources and this owner's, without the empty one."""
    query = select(sources.c.topic).where(sources.c.topic != "", _seen_by(owner)).distinct()
    return sorted((await c.execute(query)).scalars())


async def change(c: AsyncConnection, source: int, **settings: Any) -> bool:
    """Set what SETTINGS names; False where there is no such source."""
    if strange := settings.keys() - SETTINGS:
        raise ValueError(f"no settings of a source: {sorted(strange)}")
    values = _stored(settings)
    before = await get(c, source) if values.get("title") else None
    changed = await c.execute(update(sources).where(sources.c.id == source).values(**values))
    if before is not None and before.title and before.title != values["title"]:
        # Its articles bear its title where they name no outlet of their own.
        await articles.rename_outlet(c, source, before.title, values["title"])
    return changed.rowcount == 1


async def remove(c: AsyncConnection, source: int) -> bool:
    """With what is known of its entries; its articles stay. False where there is no such one."""
    return (await c.execute(delete(sources).where(sources.c.id == source))).rowcount == 1


async def remove_of(c: AsyncConnection, owner: int) -> int:
    """Every source of a user who is forgotten."""
    return (await c.execute(delete(sources).where(sources.c.owner == owner))).rowcount
