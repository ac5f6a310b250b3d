"""Briefs of articles in other styles than the default, each written since some chat wants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Column, ForeignKey, String, Table, Text, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.records import Brief
from bot.store import serial
from bot.store.articles import StoredArticle
from bot.store.schema import Key, metadata

styled_briefs = Table(
    "styled_briefs",
    metadata,
    Column("article", Key, ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True),
    Column("style", String(64), primary_key=True),
    Column("brief", Text, nullable=False),
)


async def put(c: AsyncConnection, article: int, briefs: Mapping[str, Brief]) -> None:
    """An article's briefs by style, in the place of those it had."""
    await forget(c, article)
    rows = [
        {"article": article, "style": style, "brief": serial.dumps(brief, without=["translation"])}
        for style, brief in briefs.items()
    ]
    if rows:
        await c.execute(insert(styled_briefs), rows)


async def forget(c: AsyncConnection, article: int) -> None:
    """As when it was translated again: they told the old translation."""
    await c.execute(delete(styled_briefs).where(styled_briefs.c.article == article))


async def in_style(
    c: AsyncConnection, style: str, stored: Sequence[StoredArticle]
) -> list[StoredArticle]:
    """The articles, those that have a brief in this style with it."""
    numbers = [each.number for each in stored]
    if not style or not numbers:
        return list(stored)
    query = select(styled_briefs.c.article, styled_briefs.c.brief).where(
        styled_briefs.c.style == style, styled_briefs.c.article.in_(numbers)
    )
    found: dict[int, str] = {row.article: row.brief for row in await c.execute(query)}
    return [
        replace(each, brief=serial.loads(Brief, found[each.number], translation=each.translation))
        if each.number in found and each.brief is not None
        else each
        for each in stored
    ]
