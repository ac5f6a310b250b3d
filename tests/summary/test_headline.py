"""The headline: never unverified English, never broken, never shortened."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import ParagraphKind, Severity
from bot.summary.headline import broken, headline, without_connective, without_full_stop
from tests.summary.made_translations import ERROR, STORY, TITLE, WARNING, translation


def test_the_translated_title() -> None:
    top = headline(translation((TITLE[0], TITLE[1] + "."), STORY))
    assert (top.text, top.source, top.language) == (TITLE[1], TITLE[0], "en")
    assert [e.segment for e in top.evidence] == [0]


def test_a_note_travels_with_the_title() -> None:
    note = dataclasses.replace(WARNING, severity=Severity.NOTE)
    top = headline(translation(TITLE, STORY, flags={0: note}))
    assert top.text == TITLE[1]
    assert top.flags == (note,)


def test_a_title_with_a_warning_is_no_headline() -> None:
    assert headline(translation(TITLE, STORY, flags={0: WARNING})).text != TITLE[1]


def test_a_title_of_two_sentences_stays_whole() -> None:
    parts = [("بعد أنباء المحادثات..", "After news of talks..."), ("روسيا تعلق", "Russia comments")]
    top = headline(translation(parts, STORY))
    assert top.text == "After news of talks; Russia comments"
    assert [e.segment for e in top.evidence] == [0, 1]


PARTS = [
    ("بعد أنباء المحادثات..", "After news of talks"),
    ("روسيا تعلق على العلاقات مع واشنطن", "Russia comments on relations with Washington"),
]


def test_a_whole_sentence_of_the_title_stands_in_for_it() -> None:
    top = headline(translation(PARTS, STORY, flags={0: ERROR}))
    assert (top.text, top.source) == (PARTS[1][1], PARTS[1][0])
    assert [e.segment for e in top.evidence] == [1]


def test_a_fragment_of_the_title_does_not() -> None:
    top = headline(translation(PARTS, STORY, flags={1: ERROR}))
    assert [e.segment for e in top.evidence] == [2]


def test_a_failed_title_gives_way_to_the_lead_unshortened() -> None:
    top = headline(translation(TITLE, STORY, flags={0: ERROR}))
    assert top.text == STORY[0][1].removesuffix(".")
    assert top.verified
    assert [e.segment for e in top.evidence] == [1]


def test_the_lead_stands_in_where_there_is_no_title() -> None:
    assert headline(translation(None, STORY)).source == STORY[0][0]


def test_a_lead_that_leans_is_passed_over() -> None:
    top = headline(translation(TITLE, [STORY[2], STORY[1]], flags={0: ERROR}))
    assert top.source == STORY[1][0]


def test_only_the_first_two_sentences_stand_in() -> None:
    flags = dict.fromkeys(range(3), ERROR)
    top = headline(translation(TITLE, STORY, flags=flags))
    assert (top.text, top.language, top.flags) == (TITLE[0], "ar", ())


def test_after_a_lead_that_failed_the_next_must_speak_of_the_title() -> None:
    failed = dict.fromkeys(range(2), ERROR)
    assert headline(translation(TITLE, STORY, flags=failed)).language == "ar"
    again = (
        "وقال مصدر إن محادثات وقف النار في مسقط ستستمر.",
        "A source said the ceasefire talks in Muscat would go on.",
    )
    top = headline(translation(TITLE, [STORY[0], again, *STORY[1:]], flags=failed))
    assert (top.source, top.language) == (again[0], "en")


def test_captions_and_headings_never_stand_in() -> None:
    kinds = {1: ParagraphKind.CAPTION, 2: ParagraphKind.HEADING}
    body = [*STORY[1:3], STORY[0], *STORY[3:]]
    top = headline(translation(TITLE, body, flags={0: ERROR}, kinds=kinds))
    assert top.source == STORY[0][0]


def test_without_title_or_verified_lead_the_first_sentence_in_arabic() -> None:
    top = headline(translation(None, STORY[:2], flags={0: ERROR, 1: ERROR}))
    assert (top.text, top.language) == (STORY[0][0], "ar")
    assert top.verified


def test_an_article_of_nothing_still_has_a_name() -> None:
    assert headline(translation(None, [])).text == "folder/article.txt"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Talks",
        "The president of",
        "Putin says:",
        "After the talks...",
        'He said "we will',
        "(A b",
    ],
)
def test_broken_lines(text: str) -> None:
    assert broken(text)


@pytest.mark.parametrize("text", [TITLE[1], "Will they meet?", "Bread prices double, traders say"])
def test_whole_lines(text: str) -> None:
    assert not broken(text)


@pytest.mark.parametrize(
    ("text", "styled"),
    [
        ("Talks resume.", "Talks resume"),
        ("Talks in the U.S.", "Talks in the U.S."),
        ("So...", "So..."),
    ],
)
def test_full_stop(text: str, styled: str) -> None:
    assert without_full_stop(text) == styled


@given(st.text())
def test_styling_takes_at_most_the_full_stop(text: str) -> None:
    styled = without_full_stop(text)
    assert text.strip().startswith(styled)
    assert text.strip()[len(styled) :].strip() in {"", "."}


AND = ("وقال الوزير أحمد إن الاتفاق وقع.", "And Minister Ahmed said the deal was signed.")
PART = (
    "من جانبه، قال الوزير أحمد إن الاتفاق وقع في باريس.",
    "On his part, the minister Ahmed said the deal was signed in Paris.",
)


def test_a_sentence_that_opens_with_a_connective_gives_way_to_another() -> None:
    top = headline(translation(TITLE, [PART, STORY[0], AND], flags={0: ERROR}))
    assert top.source == STORY[0][0]


def test_a_connective_is_taken_off_where_nothing_else_stands_in() -> None:
    top = headline(translation(TITLE, [PART], flags={0: ERROR}))
    assert top.text == "The minister Ahmed said the deal was signed in Paris"
    assert [e.segment for e in top.evidence] == [1]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("For her part, Merkel rejected the plan.", "Merkel rejected the plan."),
        ("But the army denied it.", "The army denied it."),
        ("And, in Paris, talks went on.", "In Paris, talks went on."),
        ("Meanwhile, prices rose by 5%.", "Prices rose by 5%."),
        ("So far 12 people have died.", "So far 12 people have died."),
        ("Andrew met the minister.", "Andrew met the minister."),
        ("Butter prices rose again.", "Butter prices rose again."),
        ("Also the army denied it.", "Also the army denied it."),
        ("But no.", "But no."),
    ],
)
def test_connectives(text: str, left: str) -> None:
    assert without_connective(text) == left
