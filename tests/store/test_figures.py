"""What translations were, added up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.records import (
    EngineIdentity,
    Flag,
    Part,
    Segment,
    Severity,
    TranslatedSegment,
    Translation,
)
from bot.store import figures
from bot.store.figures import Figures, figures_of
from bot.store.store import Store
from tests.store.made_records import article

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ENGINE = EngineIdentity("made", "1", "made 1")


def segment(source: str, *severities: Severity, score: float | None = -0.1) -> TranslatedSegment:
    flags = tuple(Flag("check", severity, "why") for severity in severities)
    place = Segment(0, Part.BODY, 0, 0, len(source), source, "ar")
    return TranslatedSegment(place, "English", score, flags, ENGINE if score is not None else None)


def test_a_sentence_counts_once_with_its_worst_flag_and_english_is_not_counted() -> None:
    made = Translation(
        article("عنوان", "نص"),
        ENGINE,
        (
            segment("جملة من أربع كلمات"),
            segment("ثانية", Severity.ERROR, Severity.WARNING, Severity.ERROR),
            segment("ثالثة هنا", Severity.WARNING, Severity.NOTE),
            segment("رابعة", Severity.NOTE),
            segment("Already English words", score=None),
        ),
    )
    assert figures_of(made, 2.5) == Figures(1, 2.5, 8, 4, 1, 1)


async def test_the_newest_and_those_of_a_time_are_added_up(store: Store) -> None:
    async with store.transaction() as c:
        for day in range(10):
            made = Figures(1, 2.0, 100, 5, 1, 2)
            await figures.record(c, made, NOW + timedelta(days=day))
    async with store.read_only() as c:
        assert await figures.latest(c, 3) == Figures(3, 6.0, 300, 15, 3, 6)
        week = await figures.since(c, NOW + timedelta(days=5))
        assert week == Figures(5, 10.0, 500, 25, 5, 10)
        none = await figures.since(c, NOW + timedelta(days=20))
        assert none == Figures(0, 0.0, 0, 0, 0, 0)
