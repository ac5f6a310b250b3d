"""Who may add, see and change sources: the operator all of them, others only their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.visit import Visit
from bot.store import sources
from bot.store.source import Source

MOST_OWN = 50
"""Sources of one user who is not the operator."""


def may_add(visit: Visit) -> bool:
    return visit.owner or visit.context.settings.sources.users_may_add


def manages(visit: Visit, source: Source) -> bool:
    if visit.owner:
        return True
    return visit.user is not None and source.owner == visit.user


def owner_of_new(visit: Visit) -> int | None:
    """Whose a source will be that is added now: None for the operator, whose sources all share."""
    return None if visit.owner else visit.user


@dataclass(frozen=True, slots=True)
class Seen:
    """The sources that a visit sees: those that all share, and in a private chat the user's own.

    The operator sees those of other users on the machine only (`mujaz sources list`).
    """

    owner: int | None

    async def count(self, c: AsyncConnection) -> int:
        return await sources.count(c, owner=self.owner)

    async def listing(
        self, c: AsyncConnection, limit: int = 50, offset: int = 0
    ) -> Sequence[Source]:
        return await sources.listing(c, owner=self.owner, limit=limit, offset=offset)

    def sees(self, source: Source) -> bool:
        return source.owner is None or source.owner == self.owner


def seen_by(visit: Visit) -> Seen:
    return Seen(visit.user if visit.private else None)
