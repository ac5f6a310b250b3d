"""Records for tests of the store."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.records import (
    Article,
    Brief,
    EngineIdentity,
    Evidence,
    Paragraph,
    ParagraphKind,
    Part,
    Segment,
    Sentence,
    Statement,
    TranslatedSegment,
    Translation,
)
from bot.store import chats, outbox, rights
from bot.store.audience import PUBLIC
from bot.store.chats import Chat, ChatKind


async def reader(c: AsyncConnection, telegram_id: int = 1) -> Chat:
    """A private chat, which sees what is public."""
    return await chats.ensure(c, telegram_id, ChatKind.PRIVATE, datetime.now(UTC))


async def publish(c: AsyncConnection, number: int) -> None:
    """As a push would: everybody may see the article."""
    await rights.admit(c, number, PUBLIC, datetime.now(UTC))


def article(title: str, text: str, outlet: str | None = None) -> Article:
    return Article(
        id=hashlib.sha256((title + text).encode(errors="replace")).hexdigest()[:16],
        origin=f"made/{title}.txt",
        title=title,
        paragraphs=(Paragraph(text, ParagraphKind.PROSE, "ar", (Sentence(0, len(text), text),)),),
        language="ar",
        confidence=0.99,
        outlet=outlet,
    )


def brief(of: Article, english: str) -> Brief:
    text = of.paragraphs[0].text
    segment = Segment(0, Part.BODY, 0, 0, len(text), text, "ar")
    translation = Translation(
        of, EngineIdentity("made", "1", "made 1"), (TranslatedSegment(segment, english, -0.1),)
    )
    statement = Statement(english, text, "en", (Evidence(of.id, 0),))
    return Brief(translation, statement, (statement,))


async def message(c: AsyncConnection, row: int) -> outbox.Message | None:
    """A row of the outbox."""
    chat = chats.chats.c.id == outbox.outbox.c.chat
    query = select(*outbox.COLUMNS).join(chats.chats, chat).where(outbox.outbox.c.id == row)
    found = (await c.execute(query)).first()
    return outbox.message_of(found) if found else None
