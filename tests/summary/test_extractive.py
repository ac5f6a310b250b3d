"""Which facts become points and in which form, on the real vectors and names."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import BadSettings
from bot.pipeline.spelling import NamesSpeller
from bot.pipeline.vectors import SentenceEncoder
from bot.records import (
    Brief,
    Encoder,
    Flag,
    Form,
    ParagraphKind,
    Severity,
    Standing,
    Statement,
    Translation,
)
from bot.summary.extractive import _adds_nothing
from bot.summary.rungs import UNRELIABLE
from bot.summary.summariser import SUMMARISERS, summariser
from bot.translation.names import Names
from tests.summary.made_translations import ERROR, STORY, TITLE, translation

WITHHELD = Flag("trust", Severity.WITHHELD, "more likely wrong than right")
TOLL = (
    "وقتل 12 شخصا وأصيب 30 آخرون في انفجار يوم الأحد، بحسب مصدر طبي.",
    "Twelve people exploded on Sunday, thirty others said.",
)


def summarise(
    made: Translation, encoder: Encoder, points: int = 3, kind: str = "extractive"
) -> Brief:
    return summariser(kind, encoder, NamesSpeller(Names.load)).summarise(made, points)


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
        assert point.source == segment.segment.source
        assert point.evidence[0].article == made.article.id


def test_the_lead_comes_first_and_background_last(encoder: SentenceEncoder) -> None:
    assert chosen(summarise(translation(TITLE, STORY), encoder, 2))[0] == 1
    assert 6 not in chosen(summarise(translation(TITLE, STORY), encoder, 4))


def test_a_signature_is_no_point(encoder: SentenceEncoder) -> None:
    signed = ("سلمان بن عبد العزيز آل سعود", "Salman bin Abdulaziz Al Saud")
    brief = summarise(translation(TITLE, [*STORY[:2], signed]), encoder, 3)
    assert signed[1] not in {point.text for point in brief.points}


def test_an_important_fact_is_not_swapped_for_an_easy_one(encoder: SentenceEncoder) -> None:
    plain = chosen(summarise(translation(TITLE, STORY), encoder, 3))
    doubtful = summarise(translation(TITLE, STORY, flags={1: ERROR, 2: ERROR}), encoder, 3)
    assert chosen(doubtful) == plain


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    doubtful=st.sets(st.integers(0, 6)),
    withheld=st.sets(st.integers(0, 6)),
    captions=st.sets(st.integers(1, 6), max_size=3),
    points=st.integers(0, 7),
)
def test_what_holds_for_every_article(
    encoder: SentenceEncoder,
    doubtful: set[int],
    withheld: set[int],
    captions: set[int],
    points: int,
) -> None:
    flags = dict.fromkeys(doubtful, ERROR) | dict.fromkeys(withheld, WITHHELD)
    kinds = dict.fromkeys(captions, ParagraphKind.CAPTION)
    made = translation(TITLE, STORY, flags=flags, kinds=kinds)
    brief = summarise(made, encoder, points)
    numbers = chosen(brief)
    assert numbers == sorted(set(numbers))
    assert not captions & set(numbers)
    if not brief.whole:
        assert len(numbers) <= points
        assert all(len(point.text.split()) <= 28 for point in brief.points)
    for point in brief.points:
        segment = made.segments[point.evidence[0].segment]
        if point.form in (Form.SENTENCE, Form.CLAUSE):
            # No English that is withheld is shown, and no finding is lost.
            assert segment.standing is not Standing.WITHHELD
            assert set(segment.flags) <= set(point.flags)
        elif point.form is Form.REPORT:
            assert point.text.endswith(UNRELIABLE)
    assert sum(point.form is Form.REPORT for point in brief.points) <= 1


@pytest.mark.parametrize("flag", [ERROR, WITHHELD])
def test_a_doubtful_fact_with_figures_becomes_a_fact_line(
    encoder: SentenceEncoder, flag: Flag
) -> None:
    brief = summarise(translation(TITLE, [STORY[0], TOLL, *STORY[1:]], flags={2: flag}), encoder, 3)
    (point,) = [p for p in brief.points if p.evidence[0].segment == 2]
    assert point.text == "12 dead, 30 injured; explosion; Sunday; medical source"
    assert (point.form, point.flags) == (Form.FACTS, ())


def test_one_without_figures_is_shown_with_its_mark(encoder: SentenceEncoder) -> None:
    brief = summarise(translation(TITLE, STORY, flags={1: ERROR}), encoder, 3)
    assert brief.points[0].flags == (ERROR,)
    assert brief.points[0].form in (Form.SENTENCE, Form.CLAUSE)


def test_of_one_that_is_withheld_only_whom_it_is_on(encoder: SentenceEncoder) -> None:
    statement = (
        "وقال سيرغي لافروف إن الطرفين سيوقعان الاتفاق قريبا.",
        "Lavrov signed the parties near.",
    )
    body = [STORY[0], statement, *STORY[1:]]
    brief = summarise(translation(TITLE, body, flags={2: WITHHELD}), encoder, 3)
    (point,) = [p for p in brief.points if p.evidence[0].segment == 2]
    assert point.text == f"Also on Sergei Lavrov: {UNRELIABLE}"
    assert point.standing is Standing.WITHHELD


def test_a_repeated_fact_is_said_once(encoder: SentenceEncoder) -> None:
    again = (
        "وقال مصدر مطلع إن الجانبين سيتبادلان 400 سجين خلال المرحلة الأولى من الاتفاق.",
        "An informed source said the sides would exchange 400 prisoners during the first phase of "
        "the agreement.",
    )
    brief = summarise(translation(TITLE, [*STORY, again]), encoder, 7)
    assert len({2, 7} & set(chosen(brief))) == 1


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
    assert brief.points[1].standing is Standing.DOUBTFUL


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
    assert made.points == ()


@pytest.mark.parametrize(
    ("line", "nothing"),
    [
        ("Interest rate cut by 100 basis points; Central Bank of Egypt; Thursday", True),
        ("Interest rate down by 100 basis points; Central Bank of Egypt; Thursday", True),
        ("Interest rate cut by 50 basis points; Central Bank of Egypt; Thursday", False),
        ("Interest rate cut by 100 basis points; Central Bank of Egypt; cabinet", False),
    ],
)
def test_a_fact_line_has_to_add_to_the_headline(line: str, nothing: bool) -> None:
    top = Statement("Egyptian central bank cuts rates by 100 basis points", "", "en", ())
    assert _adds_nothing(Statement(line, "", "en", (), form=Form.FACTS), top) is nothing
