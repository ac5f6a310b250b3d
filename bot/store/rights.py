"""Who may see an article: everybody, or the chats it belongs to.

This is the one place that decides it. Whatever shows, counts, searches or groups articles for a
chat asks `visible_to`. An article is public when a source of the shared catalogue or a push
brought it. Any other article is seen by the chats that have a right to it, and by the owner and
the followers of the user's own source that brought it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    String,
    Table,
    and_,
    cast,
    delete,
    exists,
    false,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.article_keys import KeyKind, article_keys
from bot.store.articles import StoredArticle, articles, stored_of
from bot.store.audience import Audience
from bot.store.chats import Chat, ChatKind, chats
from bot.store.chats import get as chat_of
from bot.store.schema import Key, Utc, metadata
from bot.store.sources import sources

article_rights = Table(
    "article_rights",
    metadata,
    Column("article", Key, ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True),
    Column("chat", Key, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("own", Boolean, nullable=False),
    Column("published", Boolean, nullable=False, server_default=false()),
    Column("user", BigInteger),
    Column("at", Utc, nullable=False),
)

FOLLOWED = "sources_keep"
"""The setting of a chat that lists the sources it follows by number."""


@dataclass(frozen=True, slots=True)
class Right:
    """One chat's right to see one article."""

    article: int
    chat: int
    own: bool
    """It came in at this chat; False: another chat shared it."""
    published: bool
    """The article is public for this alone, as in newsroom mode."""
    user: int | None
    """Who sent or shared it; None: the chat itself, as in a channel."""
    at: datetime


def visible_to(
    chat: Chat,
    number: ColumnElement[int] = articles.c.number,
    public: ColumnElement[bool] = articles.c.public,
) -> ColumnElement[bool]:
    """The condition that the chat may see the article.

    `number`, `public`: the columns of the article that is asked about.
    """
    theirs = exists().where(article_rights.c.article == number, article_rights.c.chat == chat.id)
    return or_(public, theirs, _came_from_own(chat, number))


def _came_from_own(chat: Chat, number: ColumnElement[int]) -> ColumnElement[bool]:
    """A source that a user added brought it, and the chat is that user's or follows it."""
    followed = sources.c.id.in_([int(each) for each in chat.settings.get(FOLLOWED, ())])
    mine: ColumnElement[bool] = followed
    if chat.kind is ChatKind.PRIVATE:
        mine = or_(followed, sources.c.owner == chat.telegram_id)
    return exists().where(
        article_keys.c.article == number,
        article_keys.c.kind == KeyKind.SOURCE,
        article_keys.c.value.in_(
            select(cast(sources.c.id, String)).where(sources.c.owner.is_not(None), mine)
        ),
    )


def came_in_at(chat: Chat) -> ColumnElement[bool]:
    """The condition that an article is the chat's own."""
    return exists().where(_theirs(chat), article_rights.c.own)


def given_to(chat: Chat) -> ColumnElement[bool]:
    """The condition that another chat shared an article with it."""
    return exists().where(_theirs(chat), ~article_rights.c.own)


def _theirs(chat: Chat) -> ColumnElement[bool]:
    return and_(article_rights.c.article == articles.c.number, article_rights.c.chat == chat.id)


async def article_for(c: AsyncConnection, chat: Chat, number: int) -> StoredArticle | None:
    """The article with this number where the chat may see it, else None."""
    query = select(articles).where(articles.c.number == number, visible_to(chat))
    row = (await c.execute(query)).first()
    return stored_of(row) if row else None


# ------------------------------------------------------------------------------ giving


async def admit(c: AsyncConnection, number: int, audience: Audience, now: datetime) -> None:
    """Let those see an article for whom it came in."""
    for_good = await public_for_good(c, number)
    if audience.public:
        await c.execute(update(articles).where(articles.c.number == number).values(public=True))
    if audience.chat is not None:
        await _grant(c, number, audience.chat, now, own=True, user=audience.user)
        if audience.public and not for_good:
            await _publish(c, number, audience.chat, published=True)
    elif audience.public:
        await _publish(c, number, None, published=False)


async def public_for_good(c: AsyncConnection, number: int) -> bool:
    """Whether it is public in its own right, so that no chat can take it back."""
    public = select(articles.c.public).where(articles.c.number == number)
    return bool((await c.execute(public)).scalar()) and not await _published(c, number)


async def _published(c: AsyncConnection, number: int) -> set[int]:
    """The chats that published an article."""
    query = select(article_rights.c.chat).where(
        article_rights.c.article == number, article_rights.c.published
    )
    return set((await c.execute(query)).scalars())


async def _publish(c: AsyncConnection, number: int, chat: int | None, *, published: bool) -> None:
    """Put on record that a chat published an article, or that none did. None: of any chat."""
    where = [article_rights.c.article == number]
    if chat is not None:
        where.append(article_rights.c.chat == chat)
    await c.execute(update(article_rights).where(*where).values(published=published))


async def share(
    c: AsyncConnection, number: int, chat: int, now: datetime, user: int | None
) -> None:
    """Let a further chat see the article."""
    await _grant(c, number, chat, now, own=False, user=user)


async def _grant(c: AsyncConnection, number: int, chat: int, now: datetime, **how: Any) -> None:
    known = await right(c, number, chat)
    if known is None:
        await c.execute(insert(article_rights).values(article=number, chat=chat, at=now, **how))
    elif how["own"] and not known.own:
        mine = article_rights.c.article == number, article_rights.c.chat == chat
        await c.execute(update(article_rights).where(*mine).values(own=True, user=how["user"]))


async def right(c: AsyncConnection, number: int, chat: int) -> Right | None:
    query = select(article_rights).where(
        article_rights.c.article == number, article_rights.c.chat == chat
    )
    row = (await c.execute(query)).first()
    return Right(**row._mapping) if row else None


async def of_article(c: AsyncConnection, number: int) -> Sequence[Right]:
    """Every chat's right to it, the oldest first."""
    query = (
        select(article_rights)
        .where(article_rights.c.article == number)
        .order_by(article_rights.c.at, article_rights.c.chat)
    )
    return [Right(**row._mapping) for row in await c.execute(query)]


async def of_chat(c: AsyncConnection, chat: int) -> Sequence[Right]:
    """The chat's rights, the newest article first."""
    query = (
        select(article_rights)
        .where(article_rights.c.chat == chat)
        .order_by(article_rights.c.article.desc())
    )
    return [Right(**row._mapping) for row in await c.execute(query)]


async def keepers(c: AsyncConnection, number: int) -> Sequence[Chat]:
    """The chats whose own an article is: where it came in, or whose user's source brought it."""
    came_in = select(article_rights.c.chat).where(
        article_rights.c.article == number, article_rights.c.own
    )
    owners = (
        select(sources.c.owner)
        .join(article_keys, article_keys.c.value == cast(sources.c.id, String))
        .where(article_keys.c.article == number, article_keys.c.kind == KeyKind.SOURCE)
    )
    private = chats.c.kind == ChatKind.PRIVATE
    query = select(chats.c.id).where(
        chats.c.id.in_(came_in) | (private & chats.c.telegram_id.in_(owners))
    )
    found = [await chat_of(c, each) for each in (await c.execute(query)).scalars()]
    return [chat for chat in found if chat is not None]


# ------------------------------------------------------------------------------ taking away


async def brought_by(c: AsyncConnection, ids: Collection[int]) -> list[int]:
    """The articles that any of these sources brought."""
    query = select(article_keys.c.article).where(
        article_keys.c.kind == KeyKind.SOURCE,
        article_keys.c.value.in_([str(each) for each in ids]),
    )
    return sorted(set((await c.execute(query)).scalars()))


async def keep_for_followers(c: AsyncConnection, source: int, now: datetime) -> None:
    """Before a user's own source goes: whoever got its articles keeps the right to see them."""
    owner = select(sources.c.owner).where(sources.c.id == source)
    user = (await c.execute(owner)).scalar()
    if user is None:
        return
    numbers = await brought_by(c, [source])
    rows = await c.execute(select(chats.c.id, chats.c.kind, chats.c.telegram_id, chats.c.settings))
    for chat, kind, telegram_id, settings in rows.all():
        own = kind == ChatKind.PRIVATE and telegram_id == user
        if own or source in settings.get(FOLLOWED, ()):
            for number in numbers:
                await _grant(c, number, chat, now, own=own, user=user)


async def unpublish(c: AsyncConnection, number: int, chat: int) -> None:
    """Public no more, where it was public only because this chat published it."""
    if await _published(c, number) == {chat}:
        await c.execute(update(articles).where(articles.c.number == number).values(public=False))


async def came_elsewhere(c: AsyncConnection, number: int, chat: int) -> bool:
    """Whether others keep an article that a chat takes back: it is public without that chat, or
    it came in at another chat or by a user's own source as well."""
    query = select(articles.c.public).where(articles.c.number == number)
    if (await c.execute(query)).scalar() and await _published(c, number) != {chat}:
        return True
    theirs = select(article_rights.c.chat).where(
        article_rights.c.article == number, article_rights.c.own, article_rights.c.chat != chat
    )
    by_source = select(articles.c.number).where(articles.c.number == number, _from_users_source())
    return any([(await c.execute(each)).first() for each in (theirs, by_source)])


async def withdraw(c: AsyncConnection, number: int, chat: int | None = None) -> None:
    """Take the right to an article from one chat, or from all."""
    where = [article_rights.c.article == number]
    if chat is not None:
        where.append(article_rights.c.chat == chat)
    await c.execute(delete(article_rights).where(*where))


async def unseen(c: AsyncConnection, numbers: Iterable[int]) -> list[int]:
    """Those of the articles that nobody may see any more."""
    query = select(articles.c.number).where(
        articles.c.number.in_(list(numbers)),
        ~articles.c.public,
        ~exists().where(article_rights.c.article == articles.c.number),
        ~_from_users_source(),
    )
    return list((await c.execute(query)).scalars())


def _from_users_source() -> ColumnElement[bool]:
    """A source that a user added brings the article."""
    owned = select(cast(sources.c.id, String)).where(sources.c.owner.is_not(None))
    return exists().where(
        article_keys.c.article == articles.c.number,
        article_keys.c.kind == KeyKind.SOURCE,
        article_keys.c.value.in_(owned),
    )
