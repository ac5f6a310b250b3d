"""What the stories of a chat's digest go on from: what it was sent before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.scheduling.editions import Editions
from bot.store import article_lists, rights, versions
from bot.store.articles import StoredArticle
from bot.store.chats import Chat

LIVING = timedelta(days=10)
"""How long after a report of it a story may go on."""
REMEMBERED = 500
"""Articles sent that new ones are compared with; a chat that gets more remembers fewer days."""


async def sent_before(
    c: AsyncConnection,
    editions: Editions,
    chat: Chat,
    made_at: datetime,
    digest: int | None = None,
    told: Collection[int] = (),
) -> list[StoredArticle]:
    """What the stories of a chat's digest go on from: of those before it, what the chat may still
    see, as it was corrected since. `digest`: its id, where it was made before. `told`: the versions
    that it corrects by itself."""
    return await editions.articles(c, await numbers_before(c, chat, made_at, digest, told))


async def numbers_before(
    c: AsyncConnection,
    chat: Chat,
    made_at: datetime,
    digest: int | None = None,
    told: Collection[int] = (),
) -> Sequence[int]:
    """Of the articles of `sent_before`."""
    since = made_at - LIVING
    sent = await article_lists.numbers_sent_to_chat(c, chat, since, REMEMBERED, before=digest)
    return await versions.as_corrected(
        c, chat.id, sent, partial(rights.visible_to, chat), told, before=made_at
    )
