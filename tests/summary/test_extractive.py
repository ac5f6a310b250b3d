"""Which sentences become points, on the real vectors."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import BadSettings
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Brief, Encoder, ParagraphKind, Severity, Translation
from bot.summary.summariser import SUMMARISERS, summariser
from tests.summary.made_translations import ERROR, STORY, TITLE, WARNING, translation


def summarise(
    made: Translation, encoder: Encoder, points: int = 3, kind: str = "extractive"
) -> Brief:
    return summariser(kind, encoder).summarise(made, points)


def chosen(brief: Brief) -> list[int]:
    return [point.evidence[0].segment for point in brief.points]


def test_points_stand_on_their_sentences_in_the_articles_order(encoder: SentenceEncoder) -> None:
    made = translation(TITLE, STORY)
    brief = summarise(made, encoder, 3)
    assert len(brief.points) == 3
    assert not brief.whole
    assert chosen(brief) == sorted(chosen(brief))
    for point in brief.points:
        segment = made.segments[point.evidence[0].segment]
        assert (point.text, point.source) == (segment.target, segment.segment.source)
        assert point.evidence[0].article == made.article.id


def test_the_lead_comes_first(encoder: SentenceEncoder) -> None:
    assert chosen(summarise(translation(TITLE, STORY), encoder, 2))[0] == 1


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    flagged=st.sets(st.integers(0, 6)),
    captions=st.sets(st.integers(1, 6), max_size=3),
    points=st.integers(0, 7),
)
def test_what_holds_for_every_article(
    encoder: SentenceEncoder, flagged: set[int], captions: set[int], points: int
) -> None:
    made = translation(
        TITLE,
        STORY,
        flags=dict.fromkeys(flagged, ERROR),
        kinds=dict.fromkeys(captions, ParagraphKind.CAPTION),
    )
    brief = summarise(made, encoder, points)
    numbers = chosen(brief)
    assert numbers == sorted(set(numbers))
    assert not captions & set(numbers)
    if brief.headline.language == "en":
        assert not {e.segment for e in brief.headline.evidence} & set(numbers)
    elif points and not brief.whole:
        assert brief.points[0].text == TITLE[1]
    assert brief.headline.verified
    if not brief.whole:
        assert len(numbers) <= points
        unverified = sum(not point.verified for point in brief.points)
        alone = brief.headline.language == "ar" or unverified == len(numbers)
        assert unverified < len(numbers) - unverified or unverified <= alone
    for point in brief.points:
        assert point.flags == made.segments[point.evidence[0].segment].flags


def test_a_leaning_sentence_never_comes_without_the_one_before(encoder: SentenceEncoder) -> None:
    for points in range(1, 7):
        brief = summarise(translation(TITLE, STORY), encoder, points)
        if 3 in chosen(brief):
            assert 2 in chosen(brief)
            leaning = next(p for p in brief.points if p.evidence[0].segment == 3)
            assert [e.segment for e in leaning.evidence] == [3, 2]
    assert 3 in chosen(summarise(translation(TITLE, STORY), encoder, 6))
    assert 3 not in chosen(summarise(translation(TITLE, STORY, flags={2: ERROR}), encoder, 4))


def test_a_heading_between_breaks_the_thread(encoder: SentenceEncoder) -> None:
    body = [*STORY[:2], ("عنوان فرعي قصير هنا اليوم", "A subheading"), *STORY[2:]]
    brief = summarise(translation(TITLE, body, kinds={3: ParagraphKind.HEADING}), encoder, 6)
    assert not {3, 4} & set(chosen(brief))


def test_verified_sentences_before_unverified_ones(encoder: SentenceEncoder) -> None:
    brief = summarise(translation(TITLE, STORY, flags={1: ERROR, 2: ERROR}), encoder, 3)
    assert all(point.verified for point in brief.points)


@pytest.mark.parametrize(
    ("wrong", "shown"), [((1, 2, 3), 1), ((1, 2, 3, 4, 5), 0), (range(1, 7), 1)]
)
def test_unverified_ones_fill_up_to_a_minority_and_are_marked(
    encoder: SentenceEncoder, wrong: Sequence[int], shown: int
) -> None:
    made = translation(TITLE, STORY, flags=dict.fromkeys(wrong, ERROR))
    unverified = [p for p in summarise(made, encoder, 4).points if not p.verified]
    assert len(unverified) == shown
    assert all(p.flags == (ERROR,) and p.source for p in unverified)


def test_a_warning_ranks_lower_and_travels(encoder: SentenceEncoder) -> None:
    made = translation(TITLE, STORY, flags={4: WARNING})
    clean = chosen(summarise(translation(TITLE, STORY), encoder, 3))
    everything = summarise(made, encoder, 6)
    warned = next(p for p in everything.points if p.evidence[0].segment == 4)
    assert warned.flags[0].severity is Severity.WARNING
    assert warned.verified
    assert 4 not in chosen(summarise(made, encoder, 3)) or 4 in clean


def test_a_repeated_fact_is_said_once(encoder: SentenceEncoder) -> None:
    again = (
        "وقال مصدر مطلع إن الجانبين سيتبادلان 400 سجين خلال المرحلة الأولى من الاتفاق.",
        "An informed source said the sides would exchange 400 prisoners during the first phase of "
        "the agreement.",
    )
    brief = summarise(translation(TITLE, [*STORY, again]), encoder, 7)
    assert len({2, 7} & set(chosen(brief))) == 1


@pytest.mark.parametrize(
    "other",
    [
        (
            "وقال مصدر مطلع إن الطرفين سيتبادلان 350 سجين في المرحلة الأولى من الاتفاق.",
            "An informed source said the two sides would exchange 350 prisoners in the first phase "
            "of the agreement.",
        ),
        (
            "وقال مصدر مطلع إن الطرفين لن يتبادلا 400 سجين في المرحلة الأولى من الاتفاق.",
            "An informed source said the two sides would not exchange 400 prisoners in the first "
            "phase of the agreement.",
        ),
    ],
    ids=["another number", "a denial"],
)
def test_what_differs_in_a_number_or_a_denial_is_no_repetition(
    encoder: SentenceEncoder, other: tuple[str, str]
) -> None:
    brief = summarise(translation(TITLE, [*STORY, other]), encoder, 7)
    assert {2, 7} <= set(chosen(brief))


def test_a_translation_that_speaks_of_something_else_is_left_out(encoder: SentenceEncoder) -> None:
    astray = (STORY[0][0], "Bananas are rich in potassium and are cheap in summer markets.")
    assert 1 not in chosen(summarise(translation(TITLE, [astray, *STORY[1:]]), encoder, 6))


def test_an_english_passage_may_be_a_point(encoder: SentenceEncoder) -> None:
    words = "The Omani mediator said the two delegations would sign the agreement in Muscat."
    brief = summarise(translation(TITLE, [(words, words), *STORY], english=[1]), encoder, 4)
    assert (brief.points[0].text, brief.points[0].language) == (words, "en")


@pytest.mark.parametrize("body", [STORY[:2], tuple((s[0][:40] + ".", s[1]) for s in STORY[:3])])
def test_a_short_article_is_shown_whole(
    encoder: SentenceEncoder, body: tuple[tuple[str, str], ...]
) -> None:
    brief = summarise(translation(TITLE, body, flags={2: ERROR}), encoder, 1)
    assert brief.whole
    assert [p.text for p in brief.points] == [target for _, target in body]
    assert not brief.points[1].verified


def test_a_lead_that_stands_in_as_the_headline_is_not_said_again(encoder: SentenceEncoder) -> None:
    brief = summarise(translation(TITLE, STORY[:2], flags={0: ERROR}), encoder, 3)
    assert [p.text for p in brief.points] == [STORY[1][1]]


@pytest.mark.parametrize("kind", sorted(SUMMARISERS.all()))
def test_every_kind_in_the_table_condenses(encoder: SentenceEncoder, kind: str) -> None:
    brief = summarise(translation(TITLE, STORY), encoder, 2, kind)
    assert len(brief.points) == 2
    assert brief.headline.text == TITLE[1]


def test_bad_settings_are_named(encoder: SentenceEncoder) -> None:
    with pytest.raises(BadSettings, match="extractive"):
        summarise(translation(TITLE, STORY), encoder, kind="oracle")
    with pytest.raises(ValueError, match="negative"):
        summarise(translation(TITLE, STORY), encoder, -1)


def test_an_urgent_line_alone_is_said_once(encoder: SentenceEncoder) -> None:
    said = ("عاجل: استقالة رئيس الوزراء اللبناني", "Urgent: the Lebanese prime minister resigns")
    made = summarise(translation(said, [said]), encoder)
    assert made.whole
    assert (made.headline.text, made.points) == (said[1], ())


def test_what_an_arabic_headline_says_opens_the_points_marked(encoder: SentenceEncoder) -> None:
    flags = dict.fromkeys(range(3), ERROR)
    brief = summarise(translation(TITLE, STORY, flags=flags), encoder, 3)
    assert brief.headline.text == TITLE[0]
    about, *others = brief.points
    assert (about.text, about.source, about.verified) == (TITLE[1], TITLE[0], False)
    assert others
    assert all(point.verified for point in others)


def test_without_a_title_its_lead_does(encoder: SentenceEncoder) -> None:
    flags = dict.fromkeys(range(2), ERROR)
    brief = summarise(translation(None, STORY, flags=flags), encoder, 3)
    assert (brief.headline.text, brief.headline.language) == (STORY[0][0], "ar")
    assert (brief.points[0].text, brief.points[0].verified) == (STORY[0][1], False)


def test_one_sentence_fifty_times_is_told_once_in_english(encoder: SentenceEncoder) -> None:
    again = ("وأضاف أن قائمة الأسماء سلمت إلى الوسطاء.", "He added that the list was handed over.")
    brief = summarise(translation(None, [again] * 50), encoder, 3)
    assert (brief.headline.language, len(brief.points)) == ("ar", 1)
    assert (brief.points[0].text, brief.points[0].verified) == (again[1], True)


def test_a_short_article_under_an_arabic_headline_says_it_in_english(
    encoder: SentenceEncoder,
) -> None:
    said = ("عاجل: استقالة رئيس الوزراء اللبناني", "Urgent: the Lebanese prime minister resigns")
    made = summarise(translation(said, [said], flags={0: ERROR, 1: ERROR}), encoder)
    assert (made.headline.language, [p.text for p in made.points]) == ("ar", [said[1]])
