"""How far articles have to be translated for what the chats have chosen."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import Settings
from bot.delivery.scheduling.preferences import of_chat
from bot.language.arabic.script import arabic_share
from bot.store import chats


async def points_read(settings: Settings, c: AsyncConnection) -> int | None:
    """The most points of an article that any chat is shown. None where some chat chooses articles
    by English words in their texts, or looks out for some, for which they have to be translated
    whole."""
    most = settings.summary.points
    for chat in await chats.everywhere(c):
        preferences = of_chat(chat, settings.bot)
        filters = (*preferences.words_keep, *preferences.words_drop)
        if any(arabic_share(words) < 1 for words in filters):
            return None
        if any(all(arabic_share(form) < 1 for form in w.forms) for w in preferences.watches):
            return None
        most = max(most, preferences.points)
    return most
