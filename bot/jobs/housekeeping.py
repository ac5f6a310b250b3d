"""What keeps house in the database, each at its own times."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import structlog

from bot.clock import now_utc
from bot.jobs.kinds import Kind
from bot.jobs.missing import put_in
from bot.store import jobs
from bot.store.jobs import Queue
from bot.store.pruning import prune
from bot.store.queue import LONG_MISSED
from bot.store.store import Store

log = structlog.get_logger(__name__)

EACH_MINUTE = "* * * * * 17"
"""Not at the seconds when everything else comes."""
EACH_MINUTE_LATER = "* * * * * 37"
EACH_HOUR = "23 * * * * 41"


def kinds(store: Store, keep: timedelta) -> tuple[Kind, ...]:
    """`keep`: how old articles and digests may be."""

    async def missing(number: int, begun: int) -> None:
        await put_in(store)

    async def missed(number: int, begun: int) -> None:
        async with store.transaction() as c:
            await jobs.put_behind(c, now_utc() - LONG_MISSED)

    async def old(number: int, begun: int) -> None:
        log.debug("pruned", **asdict(await prune(store, now_utc(), keep)))

    return (
        Kind("put in what is missing", Queue.HOUSEKEEPING, missing, every=EACH_MINUTE),
        Kind("put behind what was missed", Queue.HOUSEKEEPING, missed, every=EACH_MINUTE_LATER),
        Kind("prune", Queue.HOUSEKEEPING, old, every=EACH_HOUR),
    )
