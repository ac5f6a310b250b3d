"""A group that became a supergroup: its rows follow it to the new Telegram id."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import article_keys, former_ids, users
from bot.store.amendments import amendments
from bot.store.audience import scope_of_chat
from bot.store.callbacks import callbacks
from bot.store.chats import Chat, ChatKind, chats, of_telegram
from bot.store.digests import digests
from bot.store.incidents import incidents
from bot.store.outbox import outbox
from bot.store.requests import requests
from bot.store.rights import article_rights
from bot.store.schedules import schedules
from bot.store.votes import votes


async def move(c: AsyncConnection, old: int, new: int) -> bool:
    """Give the chats of Telegram id `old` the id `new`; False where there were none.

    Where the bot already met the supergroup, what it had promised there joins the old chat,
    whose settings win. Safe to run again.
    """
    before = await of_telegram(c, old)
    young = {chat.thread: chat for chat in await of_telegram(c, new)}
    for chat in before:
        # A supergroup counts its messages anew: the old ids would be taken for others.
        here = outbox.c.chat == chat.id
        await c.execute(update(outbox).where(here).values(message_id=None))
        if chat.thread in young:
            await _absorb(c, chat, young[chat.thread])
        await c.execute(
            update(chats)
            .where(chats.c.id == chat.id)
            .values(telegram_id=new, kind=ChatKind.SUPERGROUP)
        )
    if before:
        await former_ids.put(c, new, old)
    await _keep_out(c, old, new)
    return bool(before)


async def _keep_out(c: AsyncConnection, old: int, new: int) -> None:
    """A group that was blocked stays so under its new id."""
    known = await users.get(c, old)
    if known is not None and known.standing is users.Access.BLOCKED:
        await users.block(c, new, known.last_seen)


async def _absorb(c: AsyncConnection, chat: Chat, young: Chat) -> None:
    for table, name in ((digests, "slot"), (schedules, "wall")):
        column = table.c[name]
        taken = select(column).where(table.c.chat == chat.id)
        await _hand_over(c, table, chat, young, column.not_in(taken))
    # A slot both have: the young one's digest and its messages go with it.
    doubled = select(digests.c.id).where(digests.c.chat == young.id)
    await c.execute(delete(outbox).where(outbox.c.digest.in_(doubled)))
    for table in (outbox, callbacks, incidents, requests, amendments):
        await _hand_over(c, table, chat, young)
    seen = select(article_rights.c.article).where(article_rights.c.chat == chat.id)
    await _hand_over(c, article_rights, chat, young, article_rights.c.article.not_in(seen))
    voted = select(votes.c.article).where(votes.c.chat == chat.id)
    await _hand_over(c, votes, chat, young, votes.c.article.not_in(voted))
    # Its keys are made with its number; without them the same text comes in once more.
    await article_keys.take_from(c, scope_of_chat(young.id))
    await c.execute(delete(chats).where(chats.c.id == young.id))


async def _hand_over(
    c: AsyncConnection, table: Table, chat: Chat, young: Chat, *where: ColumnElement[bool]
) -> None:
    statement = update(table).where(table.c.chat == young.id, *where)
    await c.execute(statement.values(chat=chat.id))
