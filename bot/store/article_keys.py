"""What articles are recognised by: links, names that others call them by, and their words.

A key is kept as a fingerprint, so that links of any length fit an index; a link's text stands
beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    cast,
    delete,
    false,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.audience import PUBLIC, Audience
from bot.store.schema import Key, metadata
from bot.store.sources import sources


class KeyKind(StrEnum):
    LINK = "link"
    ENTRY = "entry"
    """A feed entry's key within its source."""
    CALLER = "caller"
    """What another system calls it."""
    TEXT = "text"
    """Of all its words."""
    PASSAGE = "passage"
    """Of some of its words; several articles may have it."""
    SOURCE = "source"
    """A source it came from; many articles have it."""


article_keys = Table(
    "article_keys",
    metadata,
    Column("kind", String(8), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("article", Key, ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True),
    Column("value", Text),
    Column("scope", String(24), nullable=False, server_default=""),
    Index("ix_article_keys_article", "article"),
    Index("ix_article_keys_scope", "scope"),
)

LOCK = 7243620432
"""PostgreSQL's advisory lock under which articles are taken in."""
_MOST_WITH_ONE_PASSAGE = 8
"""A passage that more articles have is a site's own boilerplate."""
_OF_ONE = (KeyKind.LINK, KeyKind.ENTRY, KeyKind.CALLER)
"""Kinds of which a key belongs to one article alone."""


@dataclass(frozen=True, slots=True)
class ArticleKey:
    kind: KeyKind
    value: str
    text: str | None = None
    """What it stands for, to be shown."""
    yields: bool = False
    """It stays with whoever has it; else a key that belongs to one article alone is taken off
    every other."""


async def one_at_a_time(c: AsyncConnection) -> None:
    """Nobody else takes an article in until this transaction ends.

    On SQLite a writing transaction is alone anyway.
    """
    if c.dialect.name == "postgresql":
        await c.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _hashed(value: str, scope: str = "") -> str:
    """`scope`: `Audience.scope`; keys of different scopes never meet."""
    key = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return scoped(key, scope) if scope else key


def scoped(key: str, scope: str) -> str:
    """A fingerprint as it is kept in a scope."""
    return hashlib.sha256(f"{scope}\0{key}".encode()).hexdigest()[:32]


async def holders(
    c: AsyncConnection, kind: KeyKind, values: Iterable[str], scope: str = ""
) -> Sequence[int]:
    """The articles that have any of these keys, newest first, a few for each key at most."""
    keys = [_hashed(value, scope) for value in dict.fromkeys(values)]
    if not keys:
        return []
    query = (
        select(article_keys.c.article)
        .where(article_keys.c.kind == kind, article_keys.c.key.in_(keys))
        .distinct()
        .order_by(article_keys.c.article.desc())
        .limit(_MOST_WITH_ONE_PASSAGE * len(keys))
    )
    return list((await c.execute(query)).scalars())


async def holders_by_kind(
    c: AsyncConnection, asked: Mapping[KeyKind, Iterable[str]], scope: str = ""
) -> dict[KeyKind, list[int]]:
    """Of kinds whose keys few articles share: who has any of them, newest first, at one asking."""
    keys = {kind: {_hashed(value, scope) for value in values} for kind, values in asked.items()}
    query = (
        select(article_keys.c.kind, article_keys.c.key, article_keys.c.article)
        .where(article_keys.c.kind.in_(keys), article_keys.c.key.in_(set().union(*keys.values())))
        .order_by(article_keys.c.article.desc())
    )
    found: dict[KeyKind, dict[int, None]] = {kind: {} for kind in keys}
    for kind, key, article in await c.execute(query):
        if key in keys[KeyKind(kind)]:
            found[KeyKind(kind)][article] = None
    return {kind: list(articles) for kind, articles in found.items()}


async def give(
    c: AsyncConnection, article: int, keys: Iterable[ArticleKey], scope: str = ""
) -> None:
    """Put keys on an article, with two questions to the database where it is a new one.

    A key of the kind SOURCE is in no scope: it says by itself whose the source is.
    """
    given: dict[tuple[KeyKind, str], ArticleKey] = {}
    for each in keys:
        within = "" if each.kind is KeyKind.SOURCE else scope
        given.setdefault((each.kind, _hashed(each.value, within)), each)
    alone = or_(article_keys.c.article == article, article_keys.c.kind.in_(_OF_ONE))
    query = select(article_keys.c.kind, article_keys.c.key, article_keys.c.article).where(
        article_keys.c.kind.in_({kind for kind, _ in given}),
        article_keys.c.key.in_({key for _, key in given}),
        alone,
    )
    for kind, key, holder in (await c.execute(query)).all():
        wanted = given.get((KeyKind(kind), key))
        if wanted is None:
            continue
        if holder == article or wanted.yields:
            given.pop((wanted.kind, key), None)
            continue
        await c.execute(
            delete(article_keys).where(
                article_keys.c.kind == kind,
                article_keys.c.key == key,
                article_keys.c.article == holder,
            )
        )
    rows = [
        {
            "kind": kind,
            "key": key,
            "article": article,
            "value": _storable(given[kind, key].text),
            "scope": "" if kind is KeyKind.SOURCE else scope,
        }
        for kind, key in given
    ]
    if rows:
        await c.execute(insert(article_keys), rows)


def _storable(value: str | None) -> str | None:
    return value and value.replace("\0", "").encode("utf-8", "replace").decode()


async def hand_over(
    c: AsyncConnection,
    before: int,
    after: int,
    kinds: Sequence[KeyKind],
    audience: Audience = PUBLIC,
) -> None:
    """Keys of these kinds go from one article to another that has none of them yet.

    Only the keys of the audience go. A user's own source stays where it is: it says who may see
    the article that it brought, and nothing of another.
    """
    going = article_keys.c.scope == audience.scope
    shared = select(cast(sources.c.id, String)).where(sources.c.owner.is_(None))
    of_shared = article_keys.c.value.in_(shared) if audience.public else false()
    await c.execute(
        update(article_keys)
        .where(
            article_keys.c.article == before,
            article_keys.c.kind.in_(kinds),
            going,
            or_(article_keys.c.kind != KeyKind.SOURCE, of_shared),
        )
        .values(article=after)
    )


async def values_of(
    c: AsyncConnection, article: int, *kinds: KeyKind, scope: str = ""
) -> dict[KeyKind, Sequence[str]]:
    """The links or the sources of an article, as text, by their kind.

    `scope`: links that are known elsewhere are left out.
    """
    within = (article_keys.c.scope == scope) | (article_keys.c.kind == KeyKind.SOURCE)
    query = (
        select(article_keys.c.kind, article_keys.c.value)
        .where(article_keys.c.article == article, article_keys.c.kind.in_(kinds), within)
        .order_by(article_keys.c.value)
    )
    found: dict[KeyKind, list[str]] = {kind: [] for kind in kinds}
    for kind, value in await c.execute(query):
        if value:
            found[KeyKind(kind)].append(value)
    return dict(found)


async def take_from(c: AsyncConnection, scope: str, article: int | None = None) -> None:
    """Delete the keys of a scope, of one article or of all."""
    where = [article_keys.c.scope == scope]
    if article is not None:
        where.append(article_keys.c.article == article)
    await c.execute(delete(article_keys).where(*where))
