"""Articles as jobs on the queue, worked with the models of this process."""

from __future__ import annotations

import asyncio

from bot.jobs.kinds import Again, Kind
from bot.pipeline.article_work import ArticleWork
from bot.store import jobs
from bot.store.jobs import Queue, Task
from bot.store.store import Store

MOST_BEGUN = 20
"""An article that was begun so often and never ended took the processes that were at it with it,
and is given up."""
IDLE = "* * * * * */20"
"""When what nobody waits for is taken up; it is the least of all on the queue of articles."""
LOOK = 1.0
"""Seconds between two looks for something else to do."""


def kinds(store: Store, work: ArticleWork) -> tuple[Kind, ...]:
    async def article(number: int, begun: int) -> None:
        if begun >= MOST_BEGUN:
            await work.give_up(number, "WorkerKilled")
        elif later := await work.work_on(number):
            raise Again(later.at)

    async def others() -> bool:
        await asyncio.sleep(LOOK)
        return await _due(store)

    async def idle(number: int, begun: int) -> None:
        while not await _due(store) and await work.turn_to_others(others):
            pass

    return (
        Kind(Task.ARTICLE, Queue.ARTICLES, article, also=Queue.INTERACTIVE),
        Kind("nobody waits for", Queue.ARTICLES, idle, every=IDLE),
    )


async def _due(store: Store) -> bool:
    """Whether an article waits for somebody to work it."""
    async with store.read_only() as c:
        return any(each.due for each in await jobs.waiting(c, Task.ARTICLE))
