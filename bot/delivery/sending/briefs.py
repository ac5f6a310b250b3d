"""Puts a brief with its buttons into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Payload
from bot.delivery.sending.screens import Choice, keyboard
from bot.delivery.wording import plain, tell
from bot.pipeline.amending import amended
from bot.pipeline.documents import FROM_PICTURE
from bot.pipeline.pages import brief_messages, with_note
from bot.records import Brief
from bot.store import amendments, rights
from bot.store.chats import Chat


def buttons(article: int, language: str, *, own: bool = False) -> list[list[Choice]]:
    """The rows of buttons beneath a brief.

    `article`: `StoredArticle.number`. `own`: the article came in at this chat.
    """
    rows = [
        [
            Choice(plain(language, "brief.full"), "view", {"article": article, "view": "full"}),
            Choice(plain(language, "brief.arabic"), "view", {"article": article, "view": "arabic"}),
            Choice(plain(language, "brief.why"), "view", {"article": article, "view": "why"}),
        ],
        [
            Choice("👍", "vote", {"article": article, "value": 1}),
            Choice("👎", "vote", {"article": article, "value": -1}),
        ],
    ]
    if own:
        share = Choice(plain(language, "brief.share"), "share", {"article": article})
        rows.append(
            [share, Choice(plain(language, "brief.delete"), "delete", {"article": article})]
        )
    return rows


async def enqueue_brief(
    c: AsyncConnection,
    chat: Chat,
    article: int,
    brief: Brief,
    now: datetime,
    reply_to: int | None = None,
) -> None:
    """Put a brief into the outbox as the chat sees it, with buttons beneath its last message.

    `now`: in the chat's own zone, in which the article's time is shown.
    """
    brief, _ = amended(brief, await amendments.holding(c, chat.id))
    texts: Sequence[str] = brief_messages(brief, now)
    if FROM_PICTURE in brief.article.notes:
        texts = with_note(texts, tell(chat.language, "brief.from_picture"))
    shows = (article,)
    payloads = [Payload(text, reply_to=reply_to, articles=shows) for text in texts[:-1]]
    right = await rights.right(c, article, chat.id)
    under = buttons(article, chat.language, own=right is not None and right.own)
    made = await keyboard(c, chat.id, under, now)
    reply = None if payloads else reply_to
    payloads.append(Payload(texts[-1], made, reply_to=reply, articles=shows))
    await enqueue_answer(c, chat.id, payloads, now)
