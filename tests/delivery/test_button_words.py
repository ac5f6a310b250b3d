"""What a button that opens an article says of it."""

from __future__ import annotations

from dataclasses import replace

from bot.pipeline.pages import file_stem, headline_of
from bot.records import Brief, Flag, Form, Severity
from tests.digest.made_briefs import brief

TITLE = ("مقتل 17 شخصا في غرق قارب مهاجرين", "17 killed as a migrant boat sinks")
LEAD = [("لقي 17 مهاجرا مصرعهم.", "17 migrants died.")]


def withheld() -> Brief:
    made = brief(TITLE, LEAD)
    flag = Flag("trust", Severity.WITHHELD, "")
    return replace(made, headline=replace(made.headline, source=TITLE[0], flags=(flag,)))


def test_a_headline_as_it_is() -> None:
    assert headline_of(brief(TITLE, LEAD)) == TITLE[1]


def test_a_doubtful_one_has_its_mark_and_its_file_has_none() -> None:
    made = brief(TITLE, LEAD, flagged=(0,))
    assert headline_of(made) == "⚠ number: " + TITLE[1]
    assert file_stem(made) == "17-killed-as-a-migrant-boat-sinks"


def test_one_that_is_withheld_is_left_in_arabic() -> None:
    assert headline_of(withheld()) == "⚠ meaning: " + TITLE[0]


def test_one_that_a_model_wrote_says_so() -> None:
    made = brief(TITLE, LEAD, flagged=(0,))
    written = replace(made, headline=replace(made.headline, form=Form.MODEL))
    assert headline_of(written) == "✎ ⚠ number: " + TITLE[1]
    left = replace(withheld(), headline=replace(withheld().headline, form=Form.MODEL))
    assert headline_of(left) == "⚠ meaning: " + TITLE[0]


def test_it_stays_short() -> None:
    made = brief((TITLE[0], "word " * 90), LEAD, flagged=(0,))
    assert len(headline_of(made)) == 60
    assert headline_of(made).startswith("⚠ number: word word")
