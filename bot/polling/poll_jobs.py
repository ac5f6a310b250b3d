"""Checks of sources and texts of their entries, as jobs on the queue."""

from __future__ import annotations

from bot.jobs.kinds import Kind
from bot.polling.poller import Poller
from bot.store.jobs import Queue, Task


def kinds(poller: Poller) -> tuple[Kind, ...]:
    async def source(number: int, begun: int) -> None:
        await poller.check_one(number)

    async def entry(number: int, begun: int) -> None:
        await poller.read_one(number)

    return (
        Kind(Task.SOURCE, Queue.POLLING, source),
        Kind(Task.ENTRY, Queue.POLLING, entry, tries=8),
    )
