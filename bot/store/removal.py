"""Taking articles back and forgetting chats: what goes, and with what.

The row of an article goes with the last right to see it; its translation, brief, search words,
keys and buttons go with the row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import (
    amendments,
    article_keys,
    callbacks,
    chats,
    digests,
    inbox,
    outbox,
    requests,
    rights,
    schedules,
    sources,
    versions,
    votes,
)
from bot.store.article_lists import ID_LENGTH
from bot.store.articles import articles
from bot.store.audience import scope_of_chat
from bot.store.chats import NO_THREAD, Chat
from bot.store.digests import digest_articles
from bot.store.outbox import outbox_articles

ADMITTED = "admitted"
"""The setting of a group that was opened to the bot. It is access, not a thing kept about it."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much of each kind was deleted."""

    schedules: int = 0
    sources: int = 0
    articles: int = 0
    """Those the chat had sent or been given."""
    digests: int = 0
    messages: int = 0
    requests: int = 0

    def __add__(self, other: Forgotten) -> Forgotten:
        names = self.__dataclass_fields__
        return Forgotten(**{name: getattr(self, name) + getattr(other, name) for name in names})


async def kin(c: AsyncConnection, number: int, chat: int) -> Sequence[int]:
    """What a chat means by an article that it takes back: with it, the other versions and the
    other rows of the same text that came in at the chat."""
    of_text = select(func.substr(articles.c.id, 1, ID_LENGTH)).where(articles.c.number == number)
    same = select(articles.c.number).where(
        func.substr(articles.c.id, 1, ID_LENGTH) == of_text.scalar_subquery()
    )
    alike = {*(await c.execute(same)).scalars(), number}
    for each in tuple(alike):
        alike |= {version.article for version in await versions.series_of(c, each)}
    own = {each.article for each in await rights.of_chat(c, chat) if each.own}
    return sorted(alike & own)


async def take_back(c: AsyncConnection, number: int, chat: int, now: datetime) -> None:
    """An article that came in at a chat goes from there and from every chat it was shared with.

    Where it came from elsewhere too (`rights.came_elsewhere`), it goes from this chat alone. Its
    messages in Telegram are put on record to be deleted (`outbox.to_take_back`).
    """
    elsewhere = await rights.came_elsewhere(c, number, chat)
    await rights.unpublish(c, number, chat)
    if elsewhere:
        await _close(c, number, chat, now)
        return
    await _blank(c, number, now)
    await rights.withdraw(c, number)
    await delete_unseen(c, [number], now)


async def _close(c: AsyncConnection, number: int, chat: int, now: datetime) -> None:
    """One chat's own of an article that others may go on seeing."""
    await _blank(c, number, now, chat)
    await rights.withdraw(c, number, chat)
    await amendments.forget_articles(c, [number], chat)
    await votes.withdraw(c, number, chat)
    await callbacks.forget_article(c, number, chat)
    await article_keys.take_from(c, scope_of_chat(chat), number)


async def _blank(c: AsyncConnection, number: int, now: datetime, chat: int | None = None) -> None:
    """Out of every message, or one chat's. Where a digest with it was held back, its other
    articles come with the next one."""
    await outbox.blank(c, number, now, chat)
    await digests.blank(c, number, chat)
    with_it = select(outbox_articles.c.message).where(outbox_articles.c.article == number)
    of_digest = select(digest_articles.c.digest).where(digest_articles.c.article == number)
    message = outbox.outbox.c
    held = select(message.digest).where(
        message.error == "taken back",
        message.id.in_(with_it) | message.digest.in_(of_digest),
        message.digest.is_not(None),
    )
    others = digest_articles.c.article != number
    await c.execute(delete(digest_articles).where(digest_articles.c.digest.in_(held), others))


async def delete_unseen(c: AsyncConnection, numbers: Iterable[int], now: datetime) -> int:
    """Delete those of the articles that nobody may see any more; how many.

    They go from the messages of those who could see them once.
    """
    gone = await rights.unseen(c, numbers)
    for number in gone:
        await _blank(c, number, now)
    if gone:
        await amendments.forget_articles(c, gone)
        await c.execute(delete(articles).where(articles.c.number.in_(gone)))
        await _rewrite_words(c)
    return len(gone)


async def _rewrite_words(c: AsyncConnection) -> None:
    """SQLite's index of words marks what is deleted and keeps it until it is rewritten."""
    if c.dialect.name == "sqlite":
        await c.execute(text("INSERT INTO article_words(article_words) VALUES ('optimize')"))


async def remove_source(c: AsyncConnection, source: int, now: datetime) -> bool:
    """What a user's own source brought stays with whoever had it; its other articles go."""
    await rights.keep_for_followers(c, source, now)
    brought = await rights.brought_by(c, [source])
    gone = await sources.remove(c, source)
    await delete_unseen(c, brought, now)
    return gone


async def forget_chat(c: AsyncConnection, chat: Chat, now: datetime) -> Forgotten:
    """Delete all that is kept about a chat. That it may use the bot stays as it was."""
    rights_had = await rights.of_chat(c, chat.id)
    had = [each.article for each in rights_had]
    counts = Forgotten(
        schedules=len(await schedules.of_chat(c, chat.id)),
        articles=len(had),
        digests=len(await digests.of_chat(c, chat.id)),
        messages=await outbox.count_of_chat(c, chat.id),
        requests=len(await requests.of_chat(c, chat.id)),
    )
    for each in rights_had:
        if each.published:
            await take_back(c, each.article, chat.id, now)
    await article_keys.take_from(c, scope_of_chat(chat.id))
    await _forget_updates(c, chat)
    await amendments.forget_chat(c, chat.id)
    await chats.forget(c, chat.id)
    await delete_unseen(c, had, now)
    if chat.settings.get(ADMITTED):
        await chats.ensure(
            c, chat.telegram_id, chat.kind, now, thread=chat.thread, settings={ADMITTED: True}
        )
    return counts


async def forget_sources(c: AsyncConnection, user: int, now: datetime) -> Forgotten:
    """Every source that a user added, and what nobody else got of it.

    The user's own chat is to be forgotten first, since it would keep what its sources brought.
    """
    listed = await sources.listing(c, owner=user, limit=10_000)
    mine = [source.id for source in listed if source.owner == user]
    brought = await rights.brought_by(c, mine)
    for source in mine:
        await rights.keep_for_followers(c, source, now)
    removed = await sources.remove_of(c, user)
    return Forgotten(sources=removed, articles=await delete_unseen(c, brought, now))


async def _forget_updates(c: AsyncConnection, chat: Chat) -> None:
    """What the chat sent and is not handled yet, but for the update that asks for this."""
    for waiting in await inbox.listing(c):
        if _told_by(waiting.told) == (chat.telegram_id, chat.thread):
            await inbox.done(c, waiting.id)


def _told_by(told: str) -> tuple[int, int] | None:
    """The Telegram chat that an update came from, and the topic."""
    found = json.loads(told)
    pressed = found.get("callback_query", {}).get("message")
    for message in (found.get("message"), found.get("channel_post"), pressed):
        if message:
            topic = message.get("message_thread_id") if message.get("is_topic_message") else None
            return int(message["chat"]["id"]), topic or NO_THREAD
    member = found.get("my_chat_member")
    return (int(member["chat"]["id"]), NO_THREAD) if member else None
