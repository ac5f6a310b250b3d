"""What a button that opens an article says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.pipeline.pages import headline_of
from bot.records import Brief
from tests.digest.made_briefs import brief

TITLE = ("مقتل 17 شخصا في غرق قارب مهاجرين", "17 killed as a migrant boat sinks")
LEAD = [("لقي 17 مهاجرا مصرعهم.", "17 migrants died.")]


def arabic(flagged: tuple[int, ...], outlet: str = "Al Ghad", english: str = TITLE[1]) -> Brief:
    made = brief((TITLE[0], english), LEAD, outlet=outlet, flagged=flagged)
    return replace(made, headline=replace(made.headline, text=TITLE[0], language="ar", flags=()))


def test_a_headline_in_english_as_it_is() -> None:
    made = brief(TITLE, LEAD)
    assert headline_of(made) == TITLE[1]
    assert headline_of(brief(TITLE, LEAD, flagged=(0,))) == "⚠ " + TITLE[1]


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (arabic((0,)), "Al Ghad: ? " + TITLE[1]),
        (arabic(()), "Al Ghad: " + TITLE[1]),
        (arabic((0, 1), english=""), "Al Ghad: ? " + LEAD[0][1]),
    ],
)
def test_one_left_in_arabic_says_its_outlet_and_marked_english(made: Brief, says: str) -> None:
    assert headline_of(made) == says


def test_it_stays_short() -> None:
    made = arabic((0,), outlet="The Very Long Name of an Outlet of the North", english="word " * 90)
    assert len(headline_of(made)) == 60
    assert "? word" in headline_of(made)
