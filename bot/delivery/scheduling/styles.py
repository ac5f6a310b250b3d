"""In which styles an article is to be written: those that somebody who gets it chose."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import Settings
from bot.delivery.scheduling.composing import offered, wanted
from bot.delivery.scheduling.preferences import Preferences, of_chat
from bot.errors import BadPrompt
from bot.pipeline.writing import styles_offered
from bot.store import chats, rights
from bot.store.articles import StoredArticle, articles
from bot.store.chats import Chat

log = structlog.get_logger(__name__)


async def styles_read(
    settings: Settings, c: AsyncConnection, stored: StoredArticle
) -> Sequence[str]:
    """Styles besides the default that the operator's files offer and some chat that gets this
    article chose. What nobody reads costs nothing."""
    try:
        known = {each.name for each in styles_offered(settings)} - {settings.summary.style}
    except BadPrompt as error:
        log.warning("styles_unreadable", reason=str(error))
        return ()
    found: list[str] = []
    for chat in await chats.everywhere(c) if known else ():
        chosen = of_chat(chat, settings.bot)
        new = chosen.style in known and chosen.style not in found
        if new and await _gets(c, chat, chosen, stored):
            found.append(chosen.style)
    return found


async def _gets(c: AsyncConnection, chat: Chat, chosen: Preferences, stored: StoredArticle) -> bool:
    query = select(articles.c.number).where(
        articles.c.number == stored.number,
        rights.visible_to(chat),
        await offered(c, chat, chosen),
    )
    return wanted(stored, chosen) and (await c.execute(query)).first() is not None
