"""What a digest shows, whatever the format."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.render.frame import NOT_MEASURED
from bot.digest.render.layout import layout
from bot.digest.render.lines import Role
from bot.digest.render.links import safe_link
from bot.digest.render.moments import made_at_words, moment_words, moments_words
from bot.language.cutting import clip, cut, utf16_length
from bot.records import (
    Digest,
    EngineIdentity,
    Flag,
    Form,
    Life,
    Moment,
    Severity,
    Skipped,
    Story,
    StoryPoint,
)
from tests.digest.made_digests import (
    AREN,
    MADE_AT,
    NAME,
    NEGATION,
    NUMBER,
    SHORT,
    brief,
    digest,
    statement,
    story,
)


def lines(made: Digest, *roles: Role, arabic: bool = False) -> list[str]:
    return [
        "".join(run.text for run in line.runs)
        for block in layout(made, arabic)
        for item in block.items
        for line in item.lines
        if not roles or line.role in roles
    ]


def test_header_and_footer_count_what_is_there() -> None:
    one = digest(story(brief("a", statement("T"), outlet="SPA")))
    assert lines(one, Role.HEADER) == [
        "Saturday 21 November 2026, 08:00 Amman · 1 article, 1 story"
    ]
    assert lines(one, Role.FOOTER) == [
        "Translated by machine, aren 0.1 (embedded): 0 of 1 shown line marked ⚠",
        NOT_MEASURED,
    ]
    nothing = Digest(MADE_AT, None, (), skipped=(Skipped("a.txt", "EmptyDocument", "No text."),))
    assert lines(nothing, Role.LIST, Role.ENTRY, Role.FOOTER) == [
        "Not read: 1",
        "a.txt: No text.",
        "Nothing was translated.",
    ]


def test_what_a_model_wrote_and_what_it_did_not_is_said() -> None:
    name = "tiny (chat): summarise 1"
    wrote = replace(statement("A", "أ"), form=Form.MODEL, writer=name)
    doubtful = replace(statement("B", "ب", NUMBER), form=Form.MODEL, writer=name)
    fallen = statement("C", "ج", Flag("not_held", Severity.NOTE, "no 7 in the Arabic"))
    unasked = statement("D", "د", Flag("not_written", Severity.NOTE, "the tokens are spent"))
    made = digest(story(brief("a", replace(wrote, text="T"), wrote, doubtful, fallen, unasked)))
    assert lines(made, Role.HEADLINE) == ["1 · T ✎"]
    assert lines(made, Role.POINT, Role.UNVERIFIED) == ["A ✎", "number: B ✎", "C", "D"]
    assert lines(made, Role.FOOTER)[-3:] == [
        f"✎ 3 lines written by {name}; each held to the sentences it stands on",
        "1 line told without the model: what it wrote did not hold",
        "Told without the model: the tokens are spent",
    ]


def test_a_list_names_so_many_and_says_how_many_more_there_are() -> None:
    named = tuple(story(brief(f"{n}", statement(f"Story {n}"))) for n in range(4))
    made = replace(digest(story(brief("a", statement("T")))), also=named, repeated=named[:3])

    def entries(most: int | None) -> list[str]:
        blocks = layout(made, most_named=most)
        found = (line for block in blocks for item in block.items for line in item.lines)
        return [line.text for line in found if line.role in (Role.ENTRY, Role.FOOTER)]

    assert entries(3)[:7] == [
        *("Story 0", "Story 1", "Story 2", "and 1 more: the button below lists them"),
        *("Story 0", "Story 1", "Story 2"),
    ]
    assert ": 0 of 7 shown lines" in entries(3)[7]
    assert not any("more" in said for said in entries(None))


SHOWN = (Role.POINT, Role.DIFFERENCE, Role.UNVERIFIED, Role.ARABIC, Role.SOURCE)


def test_points_by_importance_then_differences_then_what_is_only_reported() -> None:
    report = replace(statement("Also on B: not reliably translated"), form=Form.REPORT)
    points = (report, statement("A", "أ", NEGATION), statement("C"))
    made = digest(story(brief("a", statement("T"), *points), differences=("400 / 350",)))
    told = ["meaning: A", "C", "400 / 350", "Also on B: not reliably translated"]
    assert lines(made, *SHOWN) == told
    assert lines(made, *SHOWN, arabic=True) == [told[0], "أ", *told[1:]]


def test_what_is_withheld_shows_its_arabic_alone() -> None:
    said = statement("He agreed", "لم يوافق", Flag("trust", Severity.WITHHELD, "0.2"))
    made = digest(story(brief("a", statement("T"), said)))
    assert lines(made, *SHOWN) == ["[not shown: meaning]", "لم يوافق"]


def test_the_foot_tells_the_measured_rate() -> None:
    said = (replace(statement(text), trust=trust) for text, trust in (("A", 0.9), ("B", 0.8)))
    headline = replace(statement("T"), trust=1.0)
    report = replace(statement("Report by A: not reliably translated"), form=Form.REPORT)
    made = digest(story(brief("a", headline, *said)), story(brief("b", report)))
    assert lines(made, Role.FOOTER)[-1] == (
        "No fault was found in the rest, yet about 10 in 100 may still mislead."
    )


def test_a_report_shown_whole_keeps_its_order_and_says_so() -> None:
    points = (statement("A", "أ", NEGATION), statement("B"))
    made = digest(story(brief("a", statement("T"), *points, outlet="SPA", whole=True)))
    assert lines(made, Role.POINT, Role.UNVERIFIED)[1] == "B"
    assert lines(made, Role.SOURCES) == ["SPA · date not stated · short report, shown whole"]
    goes_on = replace(made, stories=(replace(made.stories[0], life=Life.DEVELOPING),))
    assert lines(goes_on, Role.SOURCES) == ["SPA · date not stated · developing"]


@pytest.mark.parametrize(
    ("agreed", "outlets", "said"),
    [
        (True, ("A", "B"), "X — both outlets"),
        (False, ("A", "B"), "X — A, B"),
        (False, ("B",), "X — B"),
    ],
)
def test_who_says_so(agreed: bool, outlets: tuple[str, ...], said: str) -> None:
    point = StoryPoint(statement("X"), outlets, agreed)
    briefs = tuple(brief(name, statement("T"), outlet=name) for name in "AB")
    assert lines(digest(Story(statement("T"), (point,), briefs)), Role.POINT) == [said]


def test_short_facts_share_a_line_and_a_mark_is_the_seconds() -> None:
    first, second = statement("6 dead; fire; Basra", "أ"), statement("Ninety were saved.", "ب")
    second = replace(second, joins=True)
    made = digest(story(brief("a", statement("T"), first, second)))
    assert lines(made, Role.POINT) == ["6 dead; fire; Basra. Ninety were saved."]
    (said,) = (
        item.said
        for block in layout(made)
        for item in block.items
        if item.lines[0].role is Role.POINT
    )
    assert [each.source for each in said] == ["أ", "ب"]
    doubtful = replace(second, flags=(NUMBER,))
    made = digest(story(brief("a", statement("T"), first, doubtful)))
    assert lines(made, Role.POINT) == ["6 dead; fire; Basra. ⚠ number: Ninety were saved."]
    made = digest(story(brief("a", statement("T"), replace(first, flags=(NUMBER,)), second)))
    assert lines(made, Role.POINT) == ["Ninety were saved."]
    assert len(lines(made, Role.UNVERIFIED)) == 1


def test_reports_by_one_outlet_are_told_apart() -> None:
    reports = tuple(
        brief(str(n), statement("T"), outlet="SPA", url=f"https://e.org/{n}") for n in range(2)
    )
    point = StoryPoint(statement("X"), ("SPA",), True)
    made = digest(Story(statement("T"), (point,), reports))
    assert lines(made, Role.POINT, Role.SOURCES) == [
        "2 reports, 1 outlet: SPA, SPA (2) · dates not stated",
        "X — both reports",
    ]


def test_documents_without_an_outlet_go_by_their_file_names_unless_two_share_one() -> None:
    made = digest(
        *(
            story(brief(origin, statement("T"), origin=origin))
            for origin in ("a/x.txt", "b/x.txt", "b/y.txt", "-")
        )
    )
    names = [line.partition(" · ")[0] for line in lines(made, Role.SOURCES)]
    assert names == ["a/x.txt", "b/x.txt", "y.txt", "standard input"]


def test_a_story_that_has_gone_quiet_may_share_a_file_name_with_one_that_has_not() -> None:
    told, quiet = (story(brief(at, statement("T"), origin=at)) for at in ("a/x.txt", "b/x.txt"))
    assert lines(digest(told), Role.SOURCES)[0].startswith("x.txt")
    made = replace(digest(told), quiet=(quiet,))
    assert lines(made, Role.SOURCES)[0].startswith("a/x.txt")


@pytest.mark.parametrize(
    ("flags", "mark"),
    [
        ((NUMBER, NAME), "number: A"),
        ((NAME, NUMBER), "name: A"),
        ((SHORT, NEGATION), "meaning: A"),
        ((SHORT,), "meaning: A"),
    ],
)
def test_a_mark_is_one_word_for_the_gravest_finding(flags: tuple[Flag, ...], mark: str) -> None:
    made = digest(story(brief("a", statement("T"), statement("A", "أ", *flags))))
    assert lines(made, Role.UNVERIFIED) == [mark]


def test_a_doubtful_headline_is_marked_wherever_it_stands() -> None:
    headline = statement("He agreed", "لم يوافق", NEGATION)
    one = story(brief("a", headline))
    assert lines(digest(one), Role.HEADLINE, Role.SOURCE, arabic=True) == [
        "1 · ⚠ meaning: He agreed",
        "لم يوافق",
    ]
    assert lines(digest(also=(one,)), Role.ENTRY) == ["⚠ meaning: He agreed"]


def test_what_has_no_translation_at_all_is_still_told() -> None:
    said = statement("", "لم يوافق", NEGATION)
    made = lines(digest(story(brief("a", statement(""), said))))
    assert "1 · no headline" in made
    assert "[not shown: meaning]" in made
    assert "لم يوافق" in made


def test_notes_on_a_page_reach_the_reader() -> None:
    one = brief("a", statement("T"), outlet="SPA", notes=("Hijri date, not converted",))
    other = brief("b", statement("T"), outlet="Al Quds")
    assert lines(digest(story(one)), Role.NOTE) == ["Hijri date, not converted"]
    assert lines(digest(story(one, other)), Role.NOTE) == ["SPA: Hijri date, not converted"]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (None, "date not stated"),
        (Moment(), "date not stated"),
        (Moment(date(2018, 8, 23)), "23 August 2018"),
        (Moment(date(2018, 8, 23), time(18, 0)), "23 August 2018, 18:00"),
        (Moment(date(2018, 8, 23), time(18, 0, tzinfo=UTC)), "23 August 2018, 18:00 UTC"),
        (
            Moment(date(2018, 8, 23), time(18, 0, tzinfo=timezone(timedelta(hours=3)))),
            "23 August 2018, 18:00 UTC+3",
        ),
        (
            Moment(
                date(2018, 8, 23), time(18, 0, tzinfo=timezone(-timedelta(hours=3, minutes=30)))
            ),
            "23 August 2018, 18:00 UTC−3:30",
        ),
        (
            Moment(date(2018, 8, 23), time(18, 0, tzinfo=ZoneInfo("Africa/Cairo"))),
            "23 August 2018, 18:00 Cairo",
        ),
        (Moment(None, time(4, 36)), "04:36, date not stated"),
        (Moment(None, time(4, 36, tzinfo=UTC)), "04:36 UTC, date not stated"),
        (
            Moment(None, time(4, 36, tzinfo=ZoneInfo("Asia/Riyadh"))),
            "04:36 Riyadh, date not stated",
        ),
    ],
)
def test_a_time_says_no_more_than_is_known(moment: Moment | None, words: str) -> None:
    assert moment_words(moment) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([None, None], "dates not stated"),
        ([date(2026, 11, 20), date(2026, 11, 20)], "20 November 2026"),
        ([date(2026, 11, 21), date(2026, 11, 20), None], "20–21 November 2026, 1 undated"),
        ([date(2026, 11, 30), date(2026, 12, 1)], "30 November 2026 – 1 December 2026"),
    ],
)
def test_several_reports_span_their_days(days: list[date | None], words: str) -> None:
    assert moments_words([Moment(day) for day in days]) == words


def test_the_zone_of_the_digest_is_a_place_or_an_offset() -> None:
    moment = datetime(2026, 1, 2, 3, 4, tzinfo=timezone(timedelta(hours=2)))
    assert made_at_words(moment) == "Friday 2 January 2026, 03:04 UTC+2"
    assert made_at_words(moment.astimezone(UTC)) == "Friday 2 January 2026, 01:04 UTC"
    there = moment.astimezone(ZoneInfo("America/New_York"))
    assert made_at_words(there).endswith("New York")


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://e.org/a b(c)", "https://e.org/a%20b%28c%29"),
        ("https://e.org/%20?a=1&b=2#c", "https://e.org/%20?a=1&b=2#c"),
        ("HTTP://e.org", "http://e.org"),
        ("https://e.org/<b>\"'", "https://e.org/%3Cb%3E%22'"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//e.org", None),
        ("https://", None),
        ("https://e.org/" + "a" * 2000, None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(url: str | None, link: str | None) -> None:
    assert safe_link(url) == link


@pytest.mark.parametrize(
    ("text", "limit", "made"),
    [
        ("short", 5, "short"),
        ("One two. Three four", 12, "One two. …"),
        ("One two three four", 12, "One two…"),
        ("abcdefghij", 6, "abcd…"),
        ("ab👩‍👩‍👧‍👦", 9, "ab…"),
        ("ae\u0301\u0323\u0323x", 5, "a…"),
        ("😀😀😀😀", 7, "😀😀…"),
        ("ab🇪🇬🇱🇧🇯🇴", 13, "ab🇪🇬🇱🇧…"),
        ("مُحَمَّدٌ", 6, "مُحَ…"),
        ("a\u1112\u1161\u11ab\u1100\u116e\u11a8", 6, "a\u1112\u1161\u11ab…"),
    ],
)
def test_cuts_end_where_a_reader_would_stop(text: str, limit: int, made: str) -> None:
    assert cut(text, limit) == made


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(1, 40))
def test_a_cut_is_within_its_limit_and_a_beginning(text: str, limit: int) -> None:
    made = cut(text, limit)
    assert utf16_length(made) <= limit
    if made != text:
        assert made.endswith("…")
        assert text.startswith(made[:-1].rstrip())


@pytest.mark.parametrize(
    ("text", "longest", "made"),
    [
        ("مُحَمَّدٌ", 10, "مُحَمَّدٌ"),
        ("مُحَمَّدٌ", 9, "مُحَمَّدٌ"),
        ("مُحَمَّدٌ", 8, "مُحَمَّ…"),
        ("مُحَمَّدٌ", 7, "مُحَ…"),
        ("one two", 5, "one…"),
        ("🇪🇬🇱🇧", 3, "🇪🇬…"),
        ("👩‍👩‍👧‍👦x", 7, "…"),
        ("a😀", 1, "…"),
    ],
)
def test_a_clip_ends_after_a_whole_character(text: str, longest: int, made: str) -> None:
    assert clip(text, longest) == made


def test_the_engine_is_named_once_even_with_many_articles() -> None:
    reports = [brief(str(n), statement("T", "ت", NEGATION)) for n in range(3)]
    made = replace(digest(story(*reports)), engine=AREN)
    assert lines(made, Role.FOOTER) == [
        "Translated by machine, aren 0.1 (embedded): 1 of 1 shown line marked ⚠"
    ]


def test_a_sentence_in_another_language_says_which() -> None:
    persian = "نخست وزیر گفت که دولت کار می کند."
    foreign = statement(persian, persian, language="fa")
    made = digest(story(brief("a", statement("T"), foreign, whole=True)))
    assert lines(made, Role.UNVERIFIED, Role.ARABIC) == [
        "left in Persian: only Arabic is translated",
        persian,
    ]


def test_every_engine_is_named_and_the_one_that_could_not_be_used() -> None:
    chat = EngineIdentity("gemma", "1", "gemma (chat)")
    reports = [brief(str(n), statement("T")) for n in range(3)]
    translation = reports[0].translation
    segments = tuple(replace(segment, engine=chat) for segment in translation.segments)
    reports[0] = replace(reports[0], translation=replace(translation, segments=segments))
    down = EngineIdentity("nllb", "1", "nllb (ctranslate2)")
    reports[1] = replace(
        reports[1], translation=replace(reports[1].translation, absent=(down, down))
    )
    assert lines(digest(story(*reports)), Role.FOOTER) == [
        "Translated by machine, 2 sentences by aren 0.1 (embedded) and 1 by gemma (chat): "
        "0 of 1 shown line marked ⚠",
        "Could not be used when it was its turn: nllb (ctranslate2)",
        NOT_MEASURED,
    ]
