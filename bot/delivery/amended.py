"""Articles as one chat sees them: in its style, with the amendments that hold there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.pipeline.amending import amended
from bot.store import amendments, styled
from bot.store.amendments import Amendment
from bot.store.articles import StoredArticle
from bot.store.chats import Chat
from bot.store.rights import article_for


async def seen_by(c: AsyncConnection, chat: Chat, number: int) -> StoredArticle | None:
    """The article where the chat may see it (bot/store/rights.py), as it reads there."""
    stored = await article_for(c, chat, number)
    return (await as_seen(c, chat, [stored]))[0][0] if stored else None


async def as_seen(
    c: AsyncConnection, chat: Chat, stored: Sequence[StoredArticle]
) -> tuple[list[StoredArticle], tuple[int, ...]]:
    """Articles that the chat may see, as they read there; the numbers of the amendments."""
    holding = await amendments.holding(c, chat.id)
    # `Preferences.style`, which stands on this module.
    style = str(chat.settings.get("style", ""))
    told = [_told(each, holding) for each in await styled.in_style(c, style, stored)]
    numbers = sorted({number for _, of in told for number in of})
    return [each for each, _ in told], tuple(numbers)


def _told(
    stored: StoredArticle, holding: Mapping[str, Amendment]
) -> tuple[StoredArticle, tuple[int, ...]]:
    if not holding or stored.brief is None:
        return stored, ()
    brief, numbers = amended(stored.brief, holding)
    return replace(stored, brief=brief, translation=brief.translation), numbers
