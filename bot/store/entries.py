"""What became of each entry of each source: waiting for its text, an article, or refused and why.

An entry is written in the transaction that records its feed's check, so that a kill loses none
and a second look doubles none. It is kept as long as the feed still shows it, and a while more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import jobs
from bot.store.schema import Key, Utc, metadata

_CHUNK = 500
"""Rows of one statement; databases bound the number of its parameters."""


class EntryState(StrEnum):
    WAITING = "waiting"
    """Its text is still to be read; `payload` says from what."""
    TAKEN = "taken"
    REFUSED = "refused"
    """It became no article; `error` and `reason` say why."""


entries = Table(
    "entries",
    metadata,
    Column("id", Key, primary_key=True),
    Column("source", Key, ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("key", String(64), nullable=False),
    Column("url", Text),
    Column("title", Text),
    Column("published", Utc),
    Column("found_at", Utc, nullable=False),
    Column("state", String(16), nullable=False),
    Column("slot", Utc),
    Column("article", Key, ForeignKey("articles.number", ondelete="SET NULL"), index=True),
    Column("error", String(64), nullable=False, server_default=""),
    Column("reason", String(512), nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", Utc),
    Column("claim", String(32), nullable=False, server_default=""),
    Column("claimed_until", Utc),
    Column("left_at", Utc),
    Column("fingerprint", String(64), nullable=False, server_default=""),
    Column("edits", Integer, nullable=False, server_default="0"),
    Column("payload", Text),
    UniqueConstraint("source", "key"),
    Index("ix_entries_state_slot", "state", "slot"),
    Index("ix_entries_left_at", "left_at"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class NewEntry:
    key: str
    """As the feed has it; kept as its hash."""
    url: str | None
    title: str | None
    published: datetime | None
    payload: str | None
    """What its text is made of; None for one that is refused at once."""
    error: str = ""
    reason: str = ""
    fingerprint: str = ""
    """Of what the feed says of it: another one is an edit."""


@dataclass(frozen=True, slots=True)
class KnownEntry:
    id: int
    state: EntryState
    fingerprint: str
    edits: int


@dataclass(frozen=True, slots=True)
class StoredEntry:
    id: int
    source: int
    url: str | None
    title: str | None
    published: datetime | None
    found_at: datetime
    state: EntryState
    slot: datetime | None
    """The first digest that waited for it when it was found."""
    article: int | None
    error: str
    reason: str
    attempts: int
    payload: str | None
    """None once it is taken or refused."""


COLUMNS = tuple(entries.c[field.name] for field in fields(StoredEntry))


def entry_of(row: Row[Any]) -> StoredEntry:
    values = {field.name: row._mapping[field.name] for field in fields(StoredEntry)}
    values["state"] = EntryState(values["state"])
    return StoredEntry(**values)


def hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def clean(value: str | None) -> str | None:
    """PostgreSQL takes neither NUL nor lone surrogates as text."""
    return value and value.replace("\0", "").encode("utf-8", "replace").decode()


async def known(c: AsyncConnection, source: int, keys: Iterable[str]) -> dict[str, KnownEntry]:
    """Those of the keys that this source had before."""
    by_hash = {hashed(key): key for key in keys}
    wanted, found = list(by_hash), {}
    for start in range(0, len(wanted), _CHUNK):
        query = select(
            entries.c.key,
            entries.c.id,
            entries.c.state,
            entries.c.fingerprint,
            entries.c.edits,
        ).where(entries.c.source == source, entries.c.key.in_(wanted[start : start + _CHUNK]))
        for key, number, state, fingerprint, edits in await c.execute(query):
            found[by_hash[key]] = KnownEntry(number, EntryState(state), fingerprint, edits)
    return found


async def add(
    c: AsyncConnection,
    source: int,
    new: Sequence[NewEntry],
    now: datetime,
    slot: datetime | None = None,
) -> None:
    """Entries not known before; those with a payload wait for their text."""
    rows = [
        {
            "source": source,
            "key": hashed(each.key),
            "url": clean(each.url),
            "title": clean(each.title),
            "published": each.published,
            "found_at": now,
            "state": EntryState.REFUSED if each.payload is None else EntryState.WAITING,
            "slot": slot,
            "payload": each.payload,
            "fingerprint": each.fingerprint,
            "error": each.error[:64],
            "reason": (clean(each.reason) or "")[:512],
        }
        for each in new
    ]
    for start in range(0, len(rows), _CHUNK):
        made = await c.execute(
            insert(entries).returning(entries.c.id, entries.c.state), rows[start : start + _CHUNK]
        )
        waiting = sorted(number for number, state in made if state == EntryState.WAITING)
        await jobs.add(c, *(jobs.entry(number, source, slot) for number in waiting))


async def edited(c: AsyncConnection, entry: int, new: NewEntry) -> None:
    """The feed says something else of it now: its text is to be read again."""
    await c.execute(
        update(entries)
        .where(entries.c.id == entry)
        .values(
            url=clean(new.url),
            title=clean(new.title),
            state=EntryState.WAITING,
            payload=new.payload,
            fingerprint=new.fingerprint,
            edits=entries.c.edits + 1,
            attempts=0,
            not_before=None,
            claim="",
            claimed_until=None,
        )
    )
    await enqueue(c, entry)


async def enqueue(c: AsyncConnection, entry: int) -> None:
    """It waits for its text to be read."""
    if not jobs.queued(c):
        return
    query = select(entries.c.source, entries.c.slot, entries.c.not_before)
    for source, slot, at in (await c.execute(query.where(entries.c.id == entry))).all():
        await jobs.add(c, jobs.entry(entry, source, slot, at))


async def shown(c: AsyncConnection, source: int, keys: Collection[str], now: datetime) -> None:
    """The feed shows these now: mark the others as gone from it, and these as not gone."""
    standing = {hashed(key) for key in keys}
    there = select(entries.c.key, entries.c.left_at).where(entries.c.source == source)
    left, back = [], []
    for key, left_at in await c.execute(there):
        if key in standing and left_at is not None:
            back.append(key)
        elif key not in standing and left_at is None:
            left.append(key)
    for moved, when in ((left, now), (back, None)):
        for start in range(0, len(moved), _CHUNK):
            await c.execute(
                update(entries)
                .where(entries.c.source == source, entries.c.key.in_(moved[start : start + _CHUNK]))
                .values(left_at=when)
            )


async def recent(
    c: AsyncConnection, source: int, limit: int = 20, *, state: EntryState | None = None
) -> Sequence[StoredEntry]:
    """Newest first."""
    query = select(*COLUMNS).where(entries.c.source == source)
    if state is not None:
        query = query.where(entries.c.state == state)
    rows = await c.execute(query.order_by(entries.c.id.desc()).limit(limit))
    return [entry_of(row) for row in rows]


async def count_by_state(c: AsyncConnection, source: int | None = None) -> dict[EntryState, int]:
    query = select(entries.c.state, func.count()).group_by(entries.c.state)
    if source is not None:
        query = query.where(entries.c.source == source)
    return {EntryState(state): number for state, number in await c.execute(query)}


async def prune(c: AsyncConnection, before: datetime) -> int:
    """Delete those that left their feed before then and wait for nothing."""
    gone = await c.execute(
        delete(entries).where(entries.c.left_at < before, entries.c.state != EntryState.WAITING)
    )
    return gone.rowcount
