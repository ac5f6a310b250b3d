"""What a button that opens an article says of it."""

from __future__ import annotations

from bot.pipeline.pages import headline_of
from tests.digest.made_briefs import brief

TITLE = ("مقتل 17 شخصا في غرق قارب مهاجرين", "17 killed as a migrant boat sinks")
LEAD = [("لقي 17 مهاجرا مصرعهم.", "17 migrants died.")]


def test_a_headline_as_it_is() -> None:
    assert headline_of(brief(TITLE, LEAD)) == TITLE[1]


def test_a_doubtful_one_has_its_mark() -> None:
    made = brief(TITLE, LEAD, flagged=(0,))
    assert headline_of(made) == "⚠ number: " + TITLE[1]


def test_it_stays_short() -> None:
    made = brief((TITLE[0], "word " * 90), LEAD, flagged=(0,))
    assert len(headline_of(made)) == 60
    assert headline_of(made).startswith("⚠ number: word word")
