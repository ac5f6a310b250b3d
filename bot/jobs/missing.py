"""Puts on the queue what has no job there: what came in before the queue was made, from a backup,
or by a process that did not know of it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import articles, entries, jobs, polls, requests, schedules
from bot.store.entries import EntryState
from bot.store.jobs import Task
from bot.store.queue import UNDER_WAY
from bot.store.store import Store


async def put_in(store: Store) -> None:
    """Where everything has its job, nothing is done."""
    async with store.transaction() as c:
        await _articles(c)
        await _entries(c)
        for number, at in await polls.times(c, await jobs.numbers(c, Task.SOURCE)):
            await jobs.add(c, jobs.source(number, at))
        for each in await schedules.others(c, await jobs.numbers(c, Task.SCHEDULE)):
            await jobs.add(c, jobs.schedule(each.id, each.chat, each.next_run))


async def _articles(c: AsyncConnection) -> None:
    known = await jobs.numbers(c, Task.ARTICLE)
    table = articles.articles
    under_way = (
        await c.execute(select(table.c.number).where(table.c.stage.in_(UNDER_WAY)))
    ).scalars()
    for number in sorted(set(under_way) - known):
        await articles.enqueue(c, number)
    for number in await requests.articles_waited_for(c):
        if number not in known:
            await jobs.add(c, jobs.awaited(number))


async def _entries(c: AsyncConnection) -> None:
    table = entries.entries
    waiting = select(table.c.id).where(table.c.state == EntryState.WAITING)
    found = (await c.execute(waiting)).scalars()
    for number in sorted(set(found) - await jobs.numbers(c, Task.ENTRY)):
        await entries.enqueue(c, number)
