"""Forgetting what is old, and never what an unsent message needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store import (
    amendments,
    articles,
    callbacks,
    digests,
    entries,
    figures,
    inbox,
    incidents,
    outbox,
    updates,
)
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many rows went."""

    messages: int
    digests: int
    articles: int
    buttons: int
    incidents: int
    entries: int
    figures: int
    updates: int


async def prune(store: Store, now: datetime, keep: timedelta) -> Pruned:
    """Delete what is older than `keep`, a table a transaction, so that nobody waits long.

    Messages go before digests and digests before articles: each spares what the one before
    it still needs.
    """
    before = now - keep
    counts = []
    for table in (outbox, digests, articles, callbacks, incidents, entries, figures):
        async with store.transaction() as c:
            counts.append(await table.prune(c, before))
    async with store.transaction() as c:
        counts.append(await updates.prune(c, now - updates.KEPT))
        await inbox.prune(c, now - inbox.KEPT)
        await amendments.prune(c)
    return Pruned(*counts)
