"""What each translation was: how much of it there is, how long it took, and what the checks said.

One row a translation, written with it. No word of the article is here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Float, Integer, Table, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.records import Severity, TranslatedSegment, Translation
from bot.store.schema import Key, Utc, metadata

figures = Table(
    "figures",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Utc, nullable=False, index=True),
    Column("seconds", Float, nullable=False),
    Column("words", Integer, nullable=False),
    Column("sentences", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one translation, or of several together."""

    articles: int
    seconds: float
    """In the engine, the checks and the memory; the model's loading apart."""
    words: int
    """Arabic, of the sentences that were translated."""
    sentences: int
    errors: int
    """Sentences with an ERROR."""
    warnings: int
    """Sentences with a WARNING and no ERROR."""


def made_of(
    translation: Translation, only: Collection[int] | None = None
) -> list[TranslatedSegment]:
    """The sentences that were translated. `only`: of those whose `Segment.index` is among these."""
    return [
        segment
        for segment in translation.segments
        if not segment.passed_through and (only is None or segment.segment.index in only)
    ]


def figures_of(
    translation: Translation, seconds: float, only: Collection[int] | None = None
) -> Figures:
    """`only`: as `made_of` takes."""
    made = made_of(translation, only)
    worst = [{flag.severity for flag in segment.flags} for segment in made]
    errors = sum(Severity.ERROR in found for found in worst)
    either = sum(bool(found & {Severity.ERROR, Severity.WARNING}) for found in worst)
    words = sum(len(segment.segment.source.split()) for segment in made)
    return Figures(1, seconds, words, len(made), errors, either - errors)


async def record(c: AsyncConnection, made: Figures, now: datetime) -> None:
    """In the transaction that stores the translation."""
    await c.execute(
        insert(figures).values(
            at=now,
            seconds=made.seconds,
            words=made.words,
            sentences=made.sentences,
            errors=made.errors,
            warnings=made.warnings,
        )
    )


async def latest(c: AsyncConnection, most: int) -> Figures:
    """Of the newest translations, at most so many."""
    return await _together(c, select(figures).order_by(figures.c.id.desc()).limit(most).subquery())


async def since(c: AsyncConnection, when: datetime) -> Figures:
    return await _together(c, select(figures).where(figures.c.at >= when).subquery())


async def _together(c: AsyncConnection, chosen: object) -> Figures:
    columns = chosen.c  # type: ignore[attr-defined]
    names = ("seconds", "words", "sentences", "errors", "warnings")
    totals = (func.coalesce(func.sum(columns[name]), 0) for name in names)
    count, seconds, *numbers = (await c.execute(select(func.count(columns.id), *totals))).one()
    return Figures(int(count), float(seconds), *map(int, numbers))


async def prune(c: AsyncConnection, before: datetime) -> int:
    return (await c.execute(delete(figures).where(figures.c.at < before))).rowcount
