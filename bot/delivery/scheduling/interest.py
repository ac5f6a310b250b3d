"""What a chat cares for, gathered for the order of its digest."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.scheduling.preferences import Preferences, Watch
from bot.records import Interest, Watched
from bot.store import votes
from bot.store.chats import Chat


async def interest_of(c: AsyncConnection, chat: Chat, preferences: Preferences) -> Interest:
    """What it chose, and headlines that it called good or not and may still see."""
    taste = await votes.taste_of(c, chat)
    return Interest(
        watched=watched(preferences.watches),
        topics=preferences.topics_first,
        outlets=preferences.outlets_first,
        liked=taste.liked,
        disliked=taste.disliked,
    )


def watched(watches: Iterable[Watch]) -> tuple[Watched, ...]:
    return tuple(Watched(each.name, each.forms) for each in watches)
