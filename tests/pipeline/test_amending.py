"""Amendments put into briefs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.formats.marks import marked
from bot.pipeline.amending import amended
from bot.records import Brief, Severity, Standing
from bot.store.amendments import Amendment, AmendmentState, Wrong, key_of
from tests.store.made_records import article, brief


def amendment(arabic: str, english: str = "") -> Amendment:
    return Amendment(
        1, 1, 7, 1, False, key_of(arabic), arabic, "x", Wrong.MEANING, english, "", "",
        AmendmentState.HELD, datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture
def made() -> Brief:
    return brief(article("غاز", "خفض أسعار الغاز", "RT"), "Gas prices cut.")


def test_a_sentence_that_a_reader_wrote_is_shown_wherever_it_stood(made: Brief) -> None:
    source = made.translation.segments[-1].segment.source
    by = amendment(source, "Gas is cheaper.")
    told, numbers = amended(made, {by.key: by})
    assert numbers == (1,)
    assert told.translation.segments[-1].target == "Gas is cheaper."
    was = made.translation.segments[-1].target
    shown = [told.headline.text, *(point.text for point in told.points)]
    assert was not in shown
    stood = [s for s in (made.headline, *made.points) if was in s.text]
    assert sum("Gas is cheaper." in text for text in shown) == len(stood)


def test_a_sentence_only_called_wrong_is_doubtful(made: Brief) -> None:
    source = made.translation.segments[-1].segment.source
    by = amendment(source)
    told, _ = amended(made, {by.key: by})
    last = told.translation.segments[-1]
    assert last.target == made.translation.segments[-1].target
    assert any(f.check == "reader_meaning" and f.severity is Severity.ERROR for f in last.flags)
    assert last.standing is Standing.DOUBTFUL
    assert marked(last) == "⚠ meaning"


def test_nothing_else_changes(made: Brief) -> None:
    by = amendment("جملة أخرى", "Another.")
    assert amended(made, {by.key: by}) == (made, ())
