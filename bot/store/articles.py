"""Articles and how far each has come; the database is the truth, a task only a nudge.

Search: both databases index the column `words`, which bot.language.search makes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
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
    false,
    func,
    insert,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.language.search import words
from bot.records import Article, Brief, Translation
from bot.store import jobs, schedules, serial
from bot.store.digests import digest_articles
from bot.store.outbox import unsent_digests
from bot.store.schema import Key, Utc, metadata

LOADED_AT_ONCE = 50
"""Each takes the event loop the better part of a millisecond to read."""


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
    Column("public", Boolean, nullable=False, server_default=false()),
    Column("whole", Boolean, nullable=False, server_default=true()),
    Column("revision", Integer, nullable=False, server_default="0"),
    # What is briefed and not whole is looked for whenever there is nothing else to do.
    Index("ix_articles_whole", "whole", "stage", "number"),
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
    public: bool = False
    """Everybody may see it; else bot/store/rights.py says who may."""
    revision: int = 0
    """Rises whenever what is shown of it changes."""
    not_before: datetime | None = None
    """When its pause after a failure, or what it waits for, ends; None where nothing holds it."""


def stored_of(row: Row[Any]) -> StoredArticle:
    texts: dict[str, str] = {}
    article = serial.loads(Article, row.article, texts)
    translation = brief = None
    if row.translation is not None:
        translation = serial.loads(Translation, row.translation, texts, article=article)
        if row.brief is not None:
            brief = serial.loads(Brief, row.brief, texts, translation=translation)
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
        public=row.public,
        revision=row.revision,
        not_before=row.not_before,
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
    scope: str = "",
) -> tuple[int, bool]:
    """The article's number, and whether it is new: the same text comes in once for an audience.

    `slot`: the digest that waits for it; for what no source brought, the soonest of any chat.
    `scope`: `Audience.scope`. A text that is not public has a row of its own in each scope, so
    that no chat sees what another chat's message said beside the text. Nobody may see the row
    yet: bot/store/rights.py says who may.
    """
    name = f"{article.id}~{scope}" if scope else article.id
    known = select(articles.c.number).where(articles.c.id == name)
    if row := (await c.execute(known)).first():
        return int(row.number), False
    if slot is None and source is None:
        slot = await schedules.soonest(c)
    made = await c.execute(
        insert(articles)
        .values(
            id=name,
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
    number = int(made.scalar_one())
    await enqueue(c, number)
    return number, True


async def enqueue(c: AsyncConnection, number: int) -> None:
    """There is work to do for it, which nobody waits for but perhaps a digest."""
    if not jobs.queued(c):
        return
    sources = metadata.tables["sources"]
    own = select(sources.c.priority).where(sources.c.id == articles.c.source).scalar_subquery()
    query = select(articles.c.slot, func.coalesce(own, 0)).where(articles.c.number == number)
    for slot, priority in (await c.execute(query)).all():
        await jobs.add(c, jobs.article(number, slot, priority))


async def set_translation(c: AsyncConnection, number: int, translation: Translation) -> None:
    await c.execute(
        update(articles)
        .where(articles.c.number == number)
        .values(
            stage=Stage.TRANSLATED,
            **_translated(translation),
            error="",
        )
    )


def _translated(translation: Translation) -> dict[str, Any]:
    return {
        "translation": serial.dumps(translation, without=["article"]),
        "words": _words(translation.article, translation),
        "whole": translation.whole,
        # Pages that show the article are written again.
        "revision": articles.c.revision + 1,
    }


async def set_brief(c: AsyncConnection, number: int, brief: Brief, now: datetime) -> None:
    """Also its translation, so that the two always belong together."""
    await c.execute(
        update(articles)
        .where(articles.c.number == number)
        .values(
            stage=Stage.BRIEFED,
            ready_at=now,
            brief=serial.dumps(brief, without=["translation"]),
            **_translated(brief.translation),
            error="",
        )
    )


async def replace_brief(c: AsyncConnection, of: StoredArticle, brief: Brief) -> bool:
    """Another translation and brief in the place of those of a briefed article, for whoever looks
    at it from now on. It stays as old as it was, so it is news to nobody. False, and nothing is
    written, where it was changed since it was read, or is gone."""
    return await _changed(c, of, brief.translation, brief=serial.dumps(brief, ["translation"]))


async def set_whole(c: AsyncConnection, of: StoredArticle, translation: Translation) -> bool:
    """The rest of a briefed article's translation; its brief stays as it is. False, and nothing is
    written, where it was changed since it was read, or is gone."""
    return await _changed(c, of, translation)


async def _changed(
    c: AsyncConnection, of: StoredArticle, translation: Translation, **values: str
) -> bool:
    same = articles.c.number == of.number, articles.c.revision == of.revision
    changed = await c.execute(
        update(articles)
        .where(*same, articles.c.stage == Stage.BRIEFED)
        .values(**_translated(translation), **values)
    )
    return bool(changed.rowcount)


async def newest_in_part(c: AsyncConnection, below: int | None = None) -> int | None:
    """The newest briefed article that is not translated whole, of those with a number under
    `below`."""
    query = select(func.max(articles.c.number)).where(
        ~articles.c.whole, articles.c.stage == Stage.BRIEFED
    )
    if below is not None:
        query = query.where(articles.c.number < below)
    number: int | None = (await c.execute(query)).scalar()
    return number


async def in_part(c: AsyncConnection, among: Sequence[int]) -> list[int]:
    """Those that are briefed and not translated whole."""
    query = select(articles.c.number).where(
        articles.c.number.in_(among), ~articles.c.whole, articles.c.stage == Stage.BRIEFED
    )
    return list((await c.execute(query.order_by(articles.c.number))).scalars())


async def newest_briefed(
    c: AsyncConnection, since: datetime, below: int | None = None
) -> int | None:
    """The newest briefed article that was received since then, of those with a number under
    `below`."""
    query = select(func.max(articles.c.number)).where(
        articles.c.stage == Stage.BRIEFED, articles.c.received_at >= since
    )
    if below is not None:
        query = query.where(articles.c.number < below)
    number: int | None = (await c.execute(query)).scalar()
    return number


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


async def stage_held(c: AsyncConnection, number: int) -> Stage | None:
    """The article's stage, which nobody else changes until the transaction ends; None where it is
    gone."""
    query = select(articles.c.stage).where(articles.c.number == number).with_for_update()
    stage: str | None = (await c.execute(query)).scalar()
    return Stage(stage) if stage is not None else None


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


async def rename_outlet(c: AsyncConnection, source: int, before: str, after: str) -> int:
    """Of a source's articles that bear its title as their outlet; how many there were."""
    theirs = articles.c.source == source, articles.c.outlet == before
    query = select(articles.c.number, articles.c.article).where(*theirs)
    found = (await c.execute(query)).all()
    for number, kept in found:
        article = replace(serial.loads(Article, kept), outlet=after)
        values = {
            "outlet": _clean(after),
            "article": serial.dumps(article),
            "revision": articles.c.revision + 1,
        }
        await c.execute(update(articles).where(articles.c.number == number).values(**values))
    return len(found)


@dataclass(frozen=True, slots=True)
class GivenUp:
    number: int
    attempts: int
    error: str
    title: str
    """ "" where not everybody may see it."""


async def given_up(c: AsyncConnection) -> list[GivenUp]:
    """In the order of arrival."""
    table = articles.c
    shown = case((table.public, func.coalesce(table.title, "")), else_="").label("title")
    query = select(table.number, table.attempts, table.error, shown)
    rows = await c.execute(query.where(table.stage == Stage.FAILED).order_by(table.number))
    return [GivenUp(**row._mapping) for row in rows]


async def remove_given_up(c: AsyncConnection, number: int) -> bool:
    gone = await c.execute(
        articles.delete().where(articles.c.number == number, articles.c.stage == Stage.FAILED)
    )
    return bool(gone.rowcount)


async def retry(c: AsyncConnection, number: int) -> None:
    """Take up again what was given up: somebody asks for it once more."""
    stage = case((articles.c.translation.is_(None), Stage.READ), else_=Stage.TRANSLATED)
    await c.execute(
        update(articles)
        .where(articles.c.number == number, articles.c.stage == Stage.FAILED)
        .values(stage=stage, attempts=0, not_before=None, error="")
    )
    await enqueue(c, number)


async def get(c: AsyncConnection, number: int) -> StoredArticle | None:
    row = (await c.execute(select(articles).where(articles.c.number == number))).first()
    return stored_of(row) if row else None


async def get_all(c: AsyncConnection, numbers: Sequence[int]) -> dict[int, StoredArticle]:
    """Those that are there, by number."""
    found = {}
    for start in range(0, len(numbers), LOADED_AT_ONCE):
        some = numbers[start : start + LOADED_AT_ONCE]
        rows = await c.execute(select(articles).where(articles.c.number.in_(some)))
        found.update({row.number: stored_of(row) for row in rows})
    return found


async def count_by_stage(c: AsyncConnection) -> dict[Stage, int]:
    rows = await c.execute(select(articles.c.stage, func.count()).group_by(articles.c.stage))
    return {Stage(stage): count for stage, count in rows}


async def newest_ready(c: AsyncConnection) -> datetime | None:
    """When the newest brief was made."""
    found: datetime | None = (
        await c.execute(select(func.max(articles.c.ready_at, type_=Utc)))
    ).scalar()
    return found


async def prune(c: AsyncConnection, before: datetime) -> int:
    """Delete articles received before then, but those an unsent message's digest shows."""
    needed = exists().where(
        digest_articles.c.article == articles.c.number,
        digest_articles.c.digest.in_(unsent_digests()),
    )
    gone = await c.execute(articles.delete().where(articles.c.received_at < before, ~needed))
    return gone.rowcount
