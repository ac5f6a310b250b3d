"""The digest as a whole, on the real vectors."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

import pytest

from bot.digest.composition import compose
from bot.digest.ranking import ranked
from bot.formats.points import in_points
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Brief, Digest, Skipped, Story
from tests.digest.made_briefs import ENGINE, brief, from_report
from tests.digest.made_reports import REPORTS

NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
MUSCAT = [from_report(report) for report in REPORTS if report.event == "muscat-talks"]
ALL = [from_report(report) for report in REPORTS]
ARRIVAL = "announced the arrival of the two delegations in Muscat"


def digest(encoder: SentenceEncoder, briefs: list[Brief], **limits: int) -> Digest:
    return compose(briefs, [], encoder, NOW, **limits)


@pytest.fixture
def muscat(encoder: SentenceEncoder) -> Story:
    (story,) = digest(encoder, MUSCAT).stories
    return story


def test_nothing_in_nothing_out(encoder: SentenceEncoder) -> None:
    missed = Skipped("a.txt", "NotArabic", "It is Persian.")
    empty = compose([], [missed], encoder, NOW)
    assert (empty.stories, empty.also, empty.engine, empty.skipped) == ((), (), None, (missed,))
    assert empty.articles == 0


def test_the_widest_reported_story_comes_first(encoder: SentenceEncoder) -> None:
    made = digest(encoder, ALL)
    outlets = [len({b.article.outlet_label for b in story.briefs}) for story in made.stories]
    assert outlets == sorted(outlets, reverse=True)
    assert [b.article.outlet for b in made.stories[0].briefs] == ["Al Quds", "SPA", "Oman Daily"]
    assert made.engine == ENGINE
    assert made.articles == len(ALL)


def test_what_is_beyond_the_limit_is_named_and_counted(encoder: SentenceEncoder) -> None:
    made = digest(encoder, ALL, max_stories=2)
    assert len(made.stories) == 2
    assert len(made.also) == 6
    assert made.articles == len(ALL)


def test_the_order_of_input_changes_nothing(encoder: SentenceEncoder) -> None:
    one, other = digest(encoder, ALL), digest(encoder, ALL[::-1])
    assert one.stories == other.stories


def test_what_all_agree_on_comes_first_with_everyones_evidence(muscat: Story) -> None:
    first = muscat.points[0]
    assert first.agreed
    assert first.outlets == ("Al Quds", "SPA", "Oman Daily")
    assert ARRIVAL in first.statement.text
    assert {e.article for e in first.statement.evidence} == {b.article.id for b in muscat.briefs}
    agreed = [point.agreed for point in muscat.points]
    assert agreed == sorted(agreed, reverse=True)


def test_what_one_says_names_that_one(muscat: Story) -> None:
    said = next(p for p in muscat.points if "al-Busaidi" in p.statement.text)
    assert said.outlets == ("Oman Daily",)
    assert not said.agreed


def test_every_point_is_some_reports_sentence(muscat: Story) -> None:
    for point in muscat.points:
        own = point.statement.evidence[0]
        report = next(b for b in muscat.briefs if b.article.id == own.article)
        assert report.translation.segments[own.segment].target == point.statement.text


def test_numbers_that_differ_stand_on_their_own_line_and_are_not_two_points(muscat: Story) -> None:
    assert muscat.differences == (
        "more than 350 prisoners (Al Quds, Fri) / 400 prisoners (SPA, Fri)",
    )
    assert sum("prisoners" in point.statement.text for point in muscat.points) == 1


def test_nothing_is_said_twice(muscat: Story) -> None:
    assert sum("arriv" in point.statement.text for point in muscat.points) == 1


def test_the_limit_on_points(encoder: SentenceEncoder) -> None:
    (story,) = digest(encoder, MUSCAT, points=2).stories
    assert len(story.points) == 2
    (alone,) = digest(encoder, MUSCAT[:1], points=2).stories
    assert [p.statement for p in alone.points] == list(MUSCAT[0].points[:2])
    assert not any(p.agreed for p in alone.points)


def test_a_short_fact_joins_one_of_the_same_report(encoder: SentenceEncoder) -> None:
    """Of another report it would stand under the wrong name."""
    title = "زلزال في الحسيمة", "Quake in Al Hoceima"
    hit = (
        "ضرب زلزال بقوة 5.9 درجات إقليم الحسيمة فجر الأحد.",
        "A magnitude-5.9 quake hit Al Hoceima at dawn on Sunday.",
    )
    houses = "وانهارت عشرات المنازل في جماعة إمزورن.", "Dozens of houses collapsed in Imzouren."
    power = "وقطعت الكهرباء عن المدينة يومين.", "Power was cut in the city for two days."
    army = "وأرسل الجيش مستشفى ميدانيا إلى المنطقة.", "Soldiers came with a field hospital."
    trains = "وعلقت رحلات القطارات إلى فاس.", "Trains to Fez were suspended."
    one = brief(title, [hit, houses, power], outlet="One")
    other = brief(title, [hit, army, trains], outlet="Other")
    (story,) = digest(encoder, [one, other], points=3).stories
    told = [
        [fact.text for fact in point] for point in in_points([p.statement for p in story.points])
    ]
    assert sorted(told) == sorted([[hit[1]], [houses[1], power[1]], [army[1], trains[1]]])
    said_by = {point.statement.text: point.outlets for point in story.points}
    assert said_by[power[1]] == said_by[houses[1]] == ("One",)


def test_an_article_shown_whole_stays_whole(encoder: SentenceEncoder) -> None:
    short = dataclasses.replace(MUSCAT[0], whole=True)
    (story,) = digest(encoder, [short], points=1).stories
    assert len(story.points) == 3


def test_one_text_from_two_paths_is_one_report(encoder: SentenceEncoder) -> None:
    article = dataclasses.replace(MUSCAT[0].article, origin="copy.txt")
    copy = dataclasses.replace(
        MUSCAT[0], translation=dataclasses.replace(MUSCAT[0].translation, article=article)
    )
    (story,) = digest(encoder, [MUSCAT[0], copy]).stories
    assert story.briefs == (MUSCAT[0],)


def test_one_text_carried_by_two_outlets_is_two_reports_of_one_story(
    encoder: SentenceEncoder,
) -> None:
    article = dataclasses.replace(MUSCAT[0].article, origin="copy.txt", outlet="Copy")
    copy = dataclasses.replace(
        MUSCAT[0], translation=dataclasses.replace(MUSCAT[0].translation, article=article)
    )
    (story,) = digest(encoder, [MUSCAT[0], copy]).stories
    assert {brief.article.outlet for brief in story.briefs} == {
        MUSCAT[0].article.outlet,
        "Copy",
    }


def test_the_headline_is_a_verified_one(encoder: SentenceEncoder) -> None:
    flagged = [from_flagged(i) for i in range(3)]
    (story,) = digest(encoder, [flagged[0], flagged[1], MUSCAT[2]]).stories
    assert story.headline == MUSCAT[2].headline


def test_without_a_verified_headline_the_arabic_stands(encoder: SentenceEncoder) -> None:
    arabic = [
        dataclasses.replace(
            b, headline=dataclasses.replace(b.headline, text=b.headline.source, language="ar")
        )
        for b in MUSCAT
    ]
    (story,) = digest(encoder, arabic).stories
    assert story.headline.language == "ar"
    assert story.headline.text in {report.title[0] for report in REPORTS[:3]}


def from_flagged(index: int) -> Brief:
    report = REPORTS[index]
    return brief(report.title, report.lead, outlet=report.outlet, day=report.day, flagged=[0])


def test_doubtful_points_keep_their_flags(encoder: SentenceEncoder) -> None:
    report = REPORTS[0]
    marked = brief(report.title, report.lead, outlet=report.outlet, day=report.day, flagged=[3])
    (story,) = digest(encoder, [marked, *MUSCAT[1:]], points=9).stories
    plain = [point.statement.verified for point in story.points]
    assert not all(plain)
    marked_point = next(p for p in story.points if not p.statement.verified)
    assert marked_point.statement.flags


@pytest.mark.parametrize(
    ("outlet", "origin", "url", "label"),
    [
        ("SPA", "a/b.txt", None, "SPA"),
        (None, "a/b.txt", None, "b.txt"),
        (None, "https://www.example.net/a", "https://www.example.net/a", "example.net"),
        (None, "-", None, "standard input"),
    ],
)
def test_what_an_outlet_is_called(
    outlet: str | None, origin: str, url: str | None, label: str
) -> None:
    article = dataclasses.replace(MUSCAT[0].article, outlet=outlet, origin=origin, url=url)
    assert article.outlet_label == label


def test_the_newer_story_first_among_as_widely_reported(encoder: SentenceEncoder) -> None:
    quake, match = (
        next(from_report(r) for r in REPORTS if r.event == event)
        for event in ("quake-turkey", "match-oman")
    )
    made = digest(encoder, [match, quake])
    assert [story.briefs[0] for story in made.stories] == [quake, match]
    undated = from_report(dataclasses.replace(REPORTS[5], day=None, outlet="Undated"))
    made = digest(encoder, [undated, match])
    assert [story.briefs[0] for story in made.stories] == [match, undated]


def test_limits_and_times_that_make_no_sense(encoder: SentenceEncoder) -> None:
    with pytest.raises(ValueError, match="time zone"):
        compose([], [], encoder, datetime(2026, 11, 21))
    with pytest.raises(ValueError, match="negative"):
        compose([], [], encoder, NOW, max_stories=-1)


def test_reports_of_a_story_are_in_order_of_day(muscat: Story) -> None:
    assert [b.article.published.day for b in muscat.briefs if b.article.published] == [
        date(2026, 11, 20),
        date(2026, 11, 20),
        date(2026, 11, 21),
    ]


SUPPORT = "وقال الوزير طارق الرومي إن الدعم بلغ {} مليون دينار العام الماضي."
TOLD = "Minister Tarik Rimi said that the support amounted to {} million dinars last year"
DENIED = ("نفت وزارة النفط في الكويت رفع أسعار الوقود.", "The oil ministry of Kuwait denied it.")
BOTH = "360 million (Two) / 350 million (One)"


def contesting(flagged: tuple[int, ...], title: bool) -> list[Brief]:
    """Two reports of one story that count otherwise; the second says so in its headline."""
    count = (SUPPORT.format(360), TOLD.format(360))
    one = brief(DENIED, [(SUPPORT.format(350), TOLD.format(350))], outlet="One", flagged=flagged)
    if title:
        return [one, brief(count, [DENIED], outlet="Two")]
    return [one, brief(DENIED, [count], outlet="Two")]


def test_a_number_contested_by_an_unverified_sentence_is_shown_and_marked(
    encoder: SentenceEncoder,
) -> None:
    (story,) = digest(encoder, contesting((1,), title=False)).stories
    assert [set(line.split(" / ")) for line in story.differences] == [set(BOTH.split(" / "))]


def test_an_office_added_to_a_name_hides_no_contested_number(encoder: SentenceEncoder) -> None:
    _, two = contesting((), title=False)
    office = (SUPPORT.replace("الوزير", "وزير النفط").format(350), TOLD.format(350))
    (story,) = digest(encoder, [brief(DENIED, [office], outlet="One"), two]).stories
    assert story.differences
    assert {"360", "350"} <= set(story.differences[0].split())


def test_a_headline_with_a_contested_number_is_passed_over(encoder: SentenceEncoder) -> None:
    (story,) = digest(encoder, contesting((1,), title=True)).stories
    assert story.headline.text == DENIED[1]
    assert [set(line.split(" / ")) for line in story.differences] == [set(BOTH.split(" / "))]


def test_where_there_is_no_other_it_names_its_outlet(encoder: SentenceEncoder) -> None:
    one, two = contesting((0, 1), title=True)
    arabic = dataclasses.replace(one.headline, text=DENIED[0], language="ar", flags=())
    (story,) = digest(encoder, [dataclasses.replace(one, headline=arabic), two]).stories
    assert story.headline.text == TOLD.format(360) + " (Two)"
    assert story.differences == (BOTH,)


def test_what_tells_the_first_story_again_gives_way(encoder: SentenceEncoder) -> None:
    titles = (
        "مقتل 3 أشخاص في حريق بمصنع في حلوان",
        "مقتل 3 أشخاص في حريق بمصنع في طنطا",
        "فوز العراق بكأس الخليج",
    )
    briefs = [brief((title, "Told"), (), day=date(2026, 11, 20)) for title in titles]
    stories = [Story(each.headline, (), (each,)) for each in briefs]
    assert ranked(stories, encoder)[1].headline.source == titles[2]
    assert ranked([], encoder) == []
