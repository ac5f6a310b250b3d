"""Articles and how far each has come; the database is the truth, a task only a nudge.

Search: both databases index the column `words`, which bot.store.words makes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    case,
    exists,
    func,
    insert,
    literal_column,
    select,
    text,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.records import Article, Brief, Translation
from bot.store import schedules, serial
from bot.store.digests import digest_articles, digests
from bot.store.outbox import unsent_digests
from bot.store.schema import Key, Utc, metadata
from bot.store.versions import no_news_to
from bot.store.words import words


class Stage(StrEnum):
    READ = "read"
    TRANSLATED = "translated"
    BRIEFED = "briefed"
    FAILED = "failed"
    """Given up; `error` says why."""


articles = Table(
    "articles",
    metadata,
    Column("number", Key, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("origin", Text, nullable=False),
    Column("url", Text),
    Column("outlet", Text),
    Column("title", Text),
    Column("received_at", Utc, nullable=False, index=True),
    Column("stage", String(16), nullable=False),
    Column("ready_at", Utc, index=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", Utc),
    Column("error", String(512), nullable=False, server_default=""),
    Column("article", Text, nullable=False),
    Column("translation", Text),
    Column("brief", Text),
    Column("words", Text, nullable=False),
    Column("source", Key, ForeignKey("sources.id", ondelete="SET NULL"), index=True),
    Column("slot", Utc),
    Index("ix_articles_stage_number", "stage", "number"),
    # All that the order of work asks for, so that no text is read to find what comes next.
    Index("ix_articles_waiting", "stage", "slot", "source", "not_before"),
    sqlite_autoincrement=True,
)
Index(
    "ix_articles_words",
    func.to_tsvector(literal_column("'simple'::regconfig"), articles.c.words),
    postgresql_using="gin",
).ddl_if(dialect="postgresql")

POSTPONED = "postponed: "
"""What the error of an article begins with that waits for a time that is known."""
MAX_WORDS = 20_000
"""Distinct words an article is found by; PostgreSQL's tsvector ends at 1 MiB."""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    number: int
    """Rises in the order of arrival; what other tables point at."""
    received_at: datetime
    stage: Stage
    ready_at: datetime | None
    """When its brief was made."""
    attempts: int
    error: str
    article: Article
    translation: Translation | None
    brief: Brief | None
    source: int | None = None
    """`Source.id` of the feed it came from."""
    slot: datetime | None = None
    """The first digest that waited for it when it came."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what a search found, newest first, of `total`."""

    articles: tuple[StoredArticle, ...]
    total: int


def _stored(row: Row[Any]) -> StoredArticle:
    article = serial.loads(Article, row.article)
    translation = brief = None
    if row.translation is not None:
        translation = serial.loads(Translation, row.translation, article=article)
        if row.brief is not None:
            brief = serial.loads(Brief, row.brief, translation=translation)
    return StoredArticle(
        number=row.number,
        received_at=row.received_at,
        stage=Stage(row.stage),
        ready_at=row.ready_at,
        attempts=row.attempts,
        error=row.error,
        article=article,
        translation=translation,
        brief=brief,
        source=row.source,
        slot=row.slot,
    )


def _words(article: Article, translation: Translation | None = None) -> str:
    texts = [article.kicker, article.title, article.outlet]
    texts += [paragraph.text for paragraph in article.paragraphs]
    if translation is not None:
        texts += [s.target for s in translation.segments if not s.passed_through]
    distinct = dict.fromkeys(word for each in texts if each for word in words(each))
    return " ".join(list(distinct)[:MAX_WORDS])


def _clean(value: str | None) -> str | None:
    """PostgreSQL takes neither NUL nor lone surrogates as text."""
    return value and value.replace("\0", "").encode("utf-8", "replace").decode()


async def add(
    c: AsyncConnection,
    article: Article,
    now: datetime,
    *,
    source: int | None = None,
    slot: datetime | None = None,
) -> tuple[int, bool]:
    """The article's number, and whether it is new: the same text comes in once.

    `slot`: the digest that waits for it; for what no source brought, the soonest of any chat.
    """
    known = select(articles.c.number).where(articles.c.id == article.id)
    if row := (await c.execute(known)).first():
        return int(row.number), False
    if slot is None and source is None:
        slot = await schedules.soonest(c)
    made = await c.execute(
        insert(articles)
        .values(
            id=article.id,
            origin=_clean(article.origin),
            url=_clean(article.url),
            outlet=_clean(article.outlet),
            title=_clean(article.title),
            received_at=now,
            stage=Stage.READ,
            article=serial.dumps(article),
            words=_words(article),
            source=source,
            slot=slot,
        )
        .returning(articles.c.number)
    )
    return int(made.scalar_one()), True


async def set_translation(c: AsyncConnection, number: int, translation: Translation) -> None:
    await c.execute(
        update(articles)
        .where(articles.c.number == number)
        .values(
            stage=Stage.TRANSLATED,
            translation=serial.dumps(translation, without=["article"]),
            words=_words(translation.article, translation),
            error="",
        )
    )


async def set_brief(c: AsyncConnection, number: int, brief: Brief, now: datetime) -> None:
    """Also its translation, so that the two always belong together."""
    await set_translation(c, number, brief.translation)
    await c.execute(
        update(articles)
        .where(articles.c.number == number)
        .values(
            stage=Stage.BRIEFED,
            ready_at=now,
            brief=serial.dumps(brief, without=["translation"]),
        )
    )


async def failed(
    c: AsyncConnection, number: int, error: str, *, retry_at: datetime | None = None
) -> None:
    """One attempt came to nothing. `retry_at`: when to try again; None gives the article up."""
    values: dict[str, Any] = {"attempts": articles.c.attempts + 1, "error": error[:512]}
    values |= {"not_before": retry_at} if retry_at else {"stage": Stage.FAILED}
    await c.execute(update(articles).where(articles.c.number == number).values(**values))


async def postpone(c: AsyncConnection, number: int, error: str, until: datetime) -> None:
    """Nothing was tried that counts: it waits for a time that is known."""
    values = {"error": f"{POSTPONED}{error}"[:512], "not_before": until}
    await c.execute(update(articles).where(articles.c.number == number).values(**values))


async def postponed_until(c: AsyncConnection, number: int, now: datetime) -> datetime | None:
    """When it is worked on again; None where it was not postponed, or that time has come."""
    query = select(articles.c.not_before).where(articles.c.number == number, *_postponed(now))
    until: datetime | None = (await c.execute(query)).scalar()
    return until


async def postponed(c: AsyncConnection, now: datetime) -> tuple[int, datetime | None]:
    """How many articles wait for a time that is known, and the soonest such time."""
    query = select(func.count(), func.min(articles.c.not_before)).where(*_postponed(now))
    number, soonest = (await c.execute(query)).one()
    return int(number), soonest


def _postponed(now: datetime) -> tuple[ColumnElement[bool], ...]:
    # The pause after a failure is no such time.
    return (
        articles.c.stage == Stage.READ,
        articles.c.not_before > now,
        articles.c.error.startswith(POSTPONED),
    )


async def retry(c: AsyncConnection, number: int) -> None:
    """Take up again what was given up: somebody asks for it once more."""
    stage = case((articles.c.translation.is_(None), Stage.READ), else_=Stage.TRANSLATED)
    await c.execute(
        update(articles)
        .where(articles.c.number == number, articles.c.stage == Stage.FAILED)
        .values(stage=stage, attempts=0, not_before=None, error="")
    )


async def get(c: AsyncConnection, number: int) -> StoredArticle | None:
    row = (await c.execute(select(articles).where(articles.c.number == number))).first()
    return _stored(row) if row else None


async def by_id(c: AsyncConnection, content_id: str) -> StoredArticle | None:
    """`content_id`: `Article.id`."""
    row = (await c.execute(select(articles).where(articles.c.id == content_id))).first()
    return _stored(row) if row else None


async def at_stage(
    c: AsyncConnection, stage: Stage, now: datetime, limit: int = 20
) -> Sequence[StoredArticle]:
    """Those waiting for what comes after this stage, oldest first; retries when their time is."""
    query = (
        select(articles)
        .where(
            articles.c.stage == stage,
            articles.c.not_before.is_(None) | (articles.c.not_before <= now),
        )
        .order_by(articles.c.number)
        .limit(limit)
    )
    return [_stored(row) for row in await c.execute(query)]


async def count_by_stage(c: AsyncConnection) -> dict[Stage, int]:
    rows = await c.execute(select(articles.c.stage, func.count()).group_by(articles.c.stage))
    return {Stage(stage): count for stage, count in rows}


async def numbers_new_for_chat(
    c: AsyncConnection,
    chat: int,
    since: datetime,
    limit: int = 500,
    offset: int = 0,
    *,
    among: ColumnElement[bool] | None = None,
) -> Sequence[int]:
    """Briefed since then and in no digest of this chat yet: the newest, oldest first.

    Of an article's versions the newest that is briefed, and only where the chat had none of them
    or most of it is new. `among`: a further condition on articles, as bot/store/following.py
    makes them.
    """
    sent = (
        select(digest_articles.c.article)
        .join(digests, digests.c.id == digest_articles.c.digest)
        .where(digests.c.chat == chat)
    )
    query = (
        select(articles.c.number)
        .where(
            articles.c.stage == Stage.BRIEFED,
            articles.c.ready_at >= since,
            articles.c.number.not_in(sent),
            among if among is not None else true(),
            ~no_news_to(chat, articles.c.number),
        )
        .order_by(articles.c.number.desc())
        .limit(limit)
        .offset(offset)
    )
    return list((await c.execute(query)).scalars())[::-1]


async def new_for_chat(
    c: AsyncConnection, chat: int, since: datetime, limit: int = 500
) -> Sequence[StoredArticle]:
    """`numbers_new_for_chat`, with all that is stored of each."""
    numbers = await numbers_new_for_chat(c, chat, since, limit)
    query = select(articles).where(articles.c.number.in_(numbers)).order_by(articles.c.number)
    return [_stored(row) for row in await c.execute(query)]


async def latest(c: AsyncConnection, limit: int, offset: int = 0) -> Sequence[StoredArticle]:
    """Briefed ones, newest first."""
    query = (
        select(articles)
        .where(articles.c.stage == Stage.BRIEFED)
        .order_by(articles.c.number.desc())
        .limit(limit)
        .offset(offset)
    )
    return [_stored(row) for row in await c.execute(query)]


async def search(c: AsyncConnection, asked: str, limit: int = 5, offset: int = 0) -> Found:
    """Briefed articles that hold every word, as it is or as a beginning, in either language.

    Nothing is found where `asked` has no word in it.
    """
    wanted = words(asked)[:32]
    if not wanted:
        return Found((), 0)
    matching = articles.c.stage == Stage.BRIEFED, _matches(c.dialect.name, wanted)
    total = (await c.execute(select(func.count()).select_from(articles).where(*matching))).scalar()
    query = (
        select(articles)
        .where(*matching)
        .order_by(articles.c.number.desc())
        .limit(limit)
        .offset(offset)
    )
    return Found(tuple(_stored(row) for row in await c.execute(query)), total or 0)


def _matches(dialect: str, wanted: Sequence[str]) -> ColumnElement[bool]:
    # `words` yields letters and digits only, so none of them can end the quotes.
    if dialect == "postgresql":
        vector = func.to_tsvector(literal_column("'simple'::regconfig"), articles.c.words)
        query = func.to_tsquery(
            literal_column("'simple'::regconfig"), " & ".join(f"'{word}':*" for word in wanted)
        )
        return vector.bool_op("@@")(query)
    match = " ".join(f'"{word}"*' for word in wanted)
    rows = text("SELECT rowid FROM article_words WHERE article_words MATCH :match")
    return articles.c.number.in_(
        rows.bindparams(match=match).columns(rowid=Integer).scalar_subquery()
    )


async def prune(c: AsyncConnection, before: datetime) -> int:
    """Delete articles received before then, but those an unsent message's digest shows."""
    needed = exists().where(
        digest_articles.c.article == articles.c.number,
        digest_articles.c.digest.in_(unsent_digests()),
    )
    gone = await c.execute(articles.delete().where(articles.c.received_at < before, ~needed))
    return gone.rowcount
