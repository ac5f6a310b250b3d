"""The glossary: how names are spelled in English, one row a name.

A row is the operator's own, learnt from an article, or a learnt one that the operator put away,
which is kept so that it is not learnt again. What a name may be is not judged here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Row,
    String,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema import Key, Utc, metadata

OPERATOR = "operator"
REFUSED = "refused"
"""Learnt once, and put away by the operator."""

glossary = Table(
    "glossary",
    metadata,
    Column("id", Key, primary_key=True),
    Column("key", String(128), nullable=False),
    Column("arabic", String(128), nullable=False),
    Column("english", String(128), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("first_seen", Utc, nullable=False),
    Column("changed_at", Utc, nullable=False),
    Column("article", Key, ForeignKey("articles.number", ondelete="SET NULL")),
    UniqueConstraint("key"),
)


@dataclass(frozen=True, slots=True)
class GlossaryRow:
    """`key`: what the name is looked up by. `article`: the number of the one that taught it."""

    key: str
    arabic: str
    english: str
    kind: str
    origin: str
    first_seen: datetime | None = None
    article: int | None = None


async def put(c: AsyncConnection, row: GlossaryRow, now: datetime) -> GlossaryRow | None:
    """Make this what the name's row says; what it said before, None where there was none."""
    before = await get(c, row.key)
    values = {
        "arabic": row.arabic,
        "english": row.english,
        "kind": row.kind,
        "origin": row.origin,
        "changed_at": now,
    }
    if before is None:
        await c.execute(
            insert(glossary).values(key=row.key, first_seen=now, article=row.article, **values)
        )
    else:
        await c.execute(update(glossary).where(glossary.c.key == row.key).values(**values))
    return before


async def learn(c: AsyncConnection, row: GlossaryRow, now: datetime) -> bool:
    """Add a learnt row, unless the name has one already, even one put away."""
    if await get(c, row.key) is not None:
        return False
    await put(c, row, now)
    return True


async def remove(c: AsyncConnection, key: str, now: datetime) -> GlossaryRow | None:
    """Take a name out: the operator's own row goes, a learnt one is put away for good.

    The row as it was; None where the name has none.
    """
    before = await get(c, key)
    if before is None or before.origin == REFUSED:
        return None
    mine = glossary.c.key == key
    if before.origin == OPERATOR:
        await c.execute(delete(glossary).where(mine))
    else:
        await c.execute(update(glossary).where(mine).values(origin=REFUSED, changed_at=now))
    return before


async def get(c: AsyncConnection, key: str) -> GlossaryRow | None:
    found = (await c.execute(select(glossary).where(glossary.c.key == key))).first()
    return _row(found) if found else None


async def count(c: AsyncConnection, words: str = "") -> int:
    """Rows that hold; with `words`, those that contain them in either language."""
    query = select(func.count()).select_from(glossary).where(*_holding(words))
    return int((await c.execute(query)).scalar_one())


async def listing(
    c: AsyncConnection, limit: int | None = None, offset: int = 0, words: str = ""
) -> Sequence[GlossaryRow]:
    """Rows that hold, the newest change first."""
    query = (
        select(glossary)
        .where(*_holding(words))
        .order_by(glossary.c.changed_at.desc(), glossary.c.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [_row(found) for found in await c.execute(query)]


async def stamp(c: AsyncConnection) -> tuple[int, datetime | None]:
    """Differs whenever anything of the glossary has changed."""
    query = select(func.count(), func.max(glossary.c.changed_at))
    number, latest = (await c.execute(query)).one()
    return int(number), latest


def _holding(words: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [glossary.c.origin != REFUSED]
    if words:
        columns = (glossary.c.key, glossary.c.arabic, glossary.c.english)
        found.append(or_(*(c.icontains(words, autoescape=True) for c in columns)))
    return found


def _row(found: Row[tuple[object, ...]]) -> GlossaryRow:
    held = found._mapping
    return GlossaryRow(
        held["key"],
        held["arabic"],
        held["english"],
        held["kind"],
        held["origin"],
        held["first_seen"],
        held["article"],
    )
