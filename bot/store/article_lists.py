"""Which articles to show: those new for a chat, the latest, and what a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.language.arabic.script import arabic_share
from bot.language.search import Sought, sought
from bot.store.articles import Stage, StoredArticle, articles, stored_of
from bot.store.audience import PUBLISHED
from bot.store.chats import Chat
from bot.store.digests import digest_articles, digests
from bot.store.rights import visible_to
from bot.store.versions import no_news_to

MOST_SOUGHT = 32
"""Words of one search."""
ID_LENGTH = 16
"""Characters of `Article.id`; the id of a row that is not public goes on with its scope."""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what a search found, newest first, of `total`."""

    articles: tuple[StoredArticle, ...]
    total: int
    in_part: int = 0
    """Articles whose English was searched only as far as they are translated; 0 where Arabic alone
    was asked for, which is searched whole."""


async def numbers_new_for_chat(
    c: AsyncConnection,
    chat: Chat,
    since: datetime,
    limit: int = 500,
    offset: int = 0,
    *,
    among: ColumnElement[bool] | None = None,
) -> Sequence[int]:
    """Briefed since then, the chat's to see, and in no digest of it yet: the newest, oldest first.

    Of an article's versions the newest that is briefed, and only where the chat had none of them
    or most of it is new. `among`: a further condition on articles, as bot/store/following.py
    makes them.
    """
    sent = (
        select(digest_articles.c.article)
        .join(digests, digests.c.id == digest_articles.c.digest)
        .where(digests.c.chat == chat.id)
    )
    query = (
        select(articles.c.number)
        .where(
            articles.c.stage == Stage.BRIEFED,
            articles.c.ready_at >= since,
            articles.c.number.not_in(sent),
            among if among is not None else true(),
            shown_to(chat),
            ~no_news_to(chat.id, articles.c.number, partial(visible_to, chat)),
        )
        .order_by(articles.c.number.desc())
        .limit(limit)
        .offset(offset)
    )
    return list((await c.execute(query)).scalars())[::-1]


async def numbers_sent_to_chat(
    c: AsyncConnection, chat: Chat, since: datetime, limit: int, *, before: int | None = None
) -> Sequence[int]:
    """In digests that were made for the chat since then, briefed, and the chat's to see still: the
    newest, oldest first. `before`: in those before that digest."""
    earlier = [digests.c.id < before] if before is not None else []
    query = (
        select(articles.c.number)
        .join(digest_articles, digest_articles.c.article == articles.c.number)
        .join(digests, digests.c.id == digest_articles.c.digest)
        .where(
            digests.c.chat == chat.id,
            digests.c.made_at >= since,
            articles.c.stage == Stage.BRIEFED,
            visible_to(chat),
            *earlier,
        )
        .distinct()
        .order_by(articles.c.number.desc())
        .limit(limit)
    )
    return list((await c.execute(query)).scalars())[::-1]


async def count_coming(
    c: AsyncConnection, chat: Chat, since: datetime, *, among: ColumnElement[bool]
) -> int:
    """Articles received since then that are read or being translated, and the chat's to see."""
    query = select(func.count()).where(
        articles.c.stage.in_((Stage.READ, Stage.TRANSLATED)),
        articles.c.received_at >= since,
        among,
        visible_to(chat),
    )
    return int((await c.execute(query)).scalar_one())


async def any_waiting(
    c: AsyncConnection,
    chat: Chat,
    since: datetime,
    until: datetime,
    *,
    among: ColumnElement[bool],
) -> bool:
    """Whether one received between these is still to be translated, and the chat's to see."""
    query = select(articles.c.number).where(
        articles.c.stage.in_((Stage.READ, Stage.TRANSLATED)),
        articles.c.received_at.between(since, until),
        among,
        visible_to(chat),
    )
    return (await c.execute(query.limit(1))).first() is not None


async def latest(
    c: AsyncConnection, chat: Chat, limit: int, offset: int = 0
) -> Sequence[StoredArticle]:
    """Briefed ones that the chat may see, newest first."""
    query = (
        select(articles)
        .where(articles.c.stage == Stage.BRIEFED, shown_to(chat))
        .order_by(articles.c.number.desc())
        .limit(limit)
        .offset(offset)
    )
    return [stored_of(row) for row in await c.execute(query)]


async def search(
    c: AsyncConnection, chat: Chat, asked: str, limit: int = 5, offset: int = 0
) -> SearchPage:
    """Briefed articles of the chat that hold every word, as it is or as a beginning, in either
    language.

    Nothing is found where `asked` has no word in it.
    """
    wanted = sought(asked, beginnings=True)[:MOST_SOUGHT]
    if not wanted:
        return SearchPage((), 0)
    shown = articles.c.stage == Stage.BRIEFED, shown_to(chat)
    matching = (*shown, _matches(c.dialect.name, wanted))
    in_part = 0
    if arabic_share(asked) < 1:
        counted = select(func.count()).select_from(articles).where(*shown, ~articles.c.whole)
        in_part = (await c.execute(counted)).scalar() or 0
    total = (await c.execute(select(func.count()).select_from(articles).where(*matching))).scalar()
    query = (
        select(articles)
        .where(*matching)
        .order_by(articles.c.number.desc())
        .limit(limit)
        .offset(offset)
    )
    found = tuple(stored_of(row) for row in await c.execute(query))
    return SearchPage(found, total or 0, in_part)


def shown_to(chat: Chat) -> ColumnElement[bool]:
    """The chat may see the article, and it is no copy of one that everybody may see: one that is
    public by itself goes before one that a chat published, and both before a chat's own."""
    public = articles.alias("public")
    bare = func.substr(articles.c.id, 1, ID_LENGTH, type_=String)
    same = exists().where(
        public.c.public,
        public.c.stage == Stage.BRIEFED,
        public.c.id.in_([bare, bare + f"~{PUBLISHED}"]),
        or_(public.c.id == bare, articles.c.id != bare),
        public.c.number != articles.c.number,
    )
    return and_(visible_to(chat), ~same)


def _matches(dialect: str, wanted: Sequence[Sought]) -> ColumnElement[bool]:
    # `words` yields letters and digits only, so none of them can end the quotes.
    if dialect == "postgresql":
        vector = func.to_tsvector(literal_column("'simple'::regconfig"), articles.c.words)
        query = func.to_tsquery(
            literal_column("'simple'::regconfig"),
            " & ".join("(" + " | ".join(f"'{form}':*" for form in w.forms) + ")" for w in wanted),
        )
        return vector.bool_op("@@")(query)
    match = " AND ".join("(" + " OR ".join(f'"{form}"*' for form in w.forms) + ")" for w in wanted)
    rows = text("SELECT rowid FROM article_words WHERE article_words MATCH :match")
    return articles.c.number.in_(
        rows.bindparams(match=match).columns(rowid=Integer).scalar_subquery()
    )
