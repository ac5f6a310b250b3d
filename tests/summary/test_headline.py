"""The headline: English, at most 14 words, never broken, its mark kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pipeline.spelling import NamesSpeller
from bot.records import Flag, Form, ParagraphKind, Severity, Standing, Statement, Translation
from bot.summary.candidates import Prose, prose, title
from bot.summary.context import broken, without_connective
from bot.summary.headline import headline, without_full_stop
from bot.summary.importance import Slot, weigh
from bot.translation.names import Names
from tests.summary.made_translations import ERROR, STORY, TITLE, WARNING, translation

WITHHELD = Flag("trust", Severity.WITHHELD, "more likely wrong than right")
TOLL = (
    "ارتفاع حصيلة ضحايا تصادم قطارين في مصر إلى 22 قتيلا",
    "Victims of Egypt's trains rise by 22",
)


def of(made: Translation, speller: NamesSpeller) -> Statement:
    sentences, top = prose(made), title(made)
    sources = [s.segment.source for s in sentences]
    named, *names = speller.named([top.source if top else "", *sources])
    weighed = weigh(top.source if top else None, sources)
    lead = next((w.place for w in weighed if w.slot is Slot.EVENT), None)
    return headline(Prose(made, sentences, names), top, named, lead)


def flagged(*numbers: int, flag: Flag = ERROR) -> Mapping[int, Flag]:
    return dict.fromkeys(numbers, flag)


def test_the_translated_title(speller: NamesSpeller) -> None:
    top = of(translation((TITLE[0], TITLE[1] + "."), STORY), speller)
    assert (top.text, top.source, top.language) == (TITLE[1], TITLE[0], "en")
    assert [e.segment for e in top.evidence] == [0]
    assert top.form is Form.SENTENCE


def test_a_note_travels_with_the_title(speller: NamesSpeller) -> None:
    note = dataclasses.replace(WARNING, severity=Severity.NOTE)
    top = of(translation(TITLE, STORY, flags={0: note}), speller)
    assert (top.text, top.flags) == (TITLE[1], (note,))


PARTS = [
    ("بعد أنباء المحادثات..", "After news of talks"),
    ("روسيا تعلق على العلاقات مع واشنطن", "Russia comments on relations with Washington"),
]


def test_a_title_of_two_sentences_stays_whole(speller: NamesSpeller) -> None:
    top = of(translation(PARTS, STORY), speller)
    assert top.text == f"{PARTS[0][1]}; {PARTS[1][1]}"
    assert [e.segment for e in top.evidence] == [0, 1]


def test_a_plain_sentence_of_the_title_stands_in_for_it(speller: NamesSpeller) -> None:
    top = of(translation(PARTS, STORY, flags=flagged(0)), speller)
    assert (top.text, top.source) == (PARTS[1][1], PARTS[1][0])


@pytest.mark.parametrize("flag", [ERROR, WARNING, WITHHELD])
def test_a_doubtful_title_gives_way_to_the_trimmed_lead(flag: Flag, speller: NamesSpeller) -> None:
    top = of(translation(TITLE, STORY, flags=flagged(0, flag=flag)), speller)
    assert [e.segment for e in top.evidence] == [1]
    assert top.standing is Standing.PLAIN
    assert len(top.text.split()) <= 14


def test_then_a_fact_line_of_the_title(speller: NamesSpeller) -> None:
    top = of(translation(TOLL, STORY, flags=flagged(*range(7))), speller)
    assert (top.text, top.form) == ("22 dead; train collision; Egypt", Form.FACTS)
    assert top.standing is Standing.PLAIN


def test_then_the_title_with_its_mark(speller: NamesSpeller) -> None:
    top = of(translation(TITLE, STORY, flags=flagged(*range(7))), speller)
    assert (top.text, top.flags) == (TITLE[1], (ERROR,))


def test_at_last_that_there_is_a_report_and_on_what(speller: NamesSpeller) -> None:
    made = translation(TITLE, STORY, flags=flagged(*range(7), flag=WITHHELD))
    top = of(made, speller)
    assert top.form is Form.REPORT
    assert top.text.startswith("Report on ")
    assert top.text.endswith("not reliably translated")
    assert top.language == "en"


@pytest.mark.parametrize("last", ["ما يلي:", "نص الأمر الملكي:"])
def test_the_heading_of_a_list_is_no_headline(last: str, speller: NamesSpeller) -> None:
    top = of(translation((f"صدر اليوم {last}", "A royal order was issued:"), STORY), speller)
    assert [e.segment for e in top.evidence] == [1]


@pytest.mark.parametrize("kicker", ["Live: ", "Urgent.. ", "WATCH | "])
def test_what_a_page_sets_before_a_title_goes(kicker: str, speller: NamesSpeller) -> None:
    assert of(translation((TITLE[0], kicker + TITLE[1]), STORY), speller).text == TITLE[1]


def test_a_correction_is_called_one(speller: NamesSpeller) -> None:
    arabic = "تصويب.. أرباح البنك 151 مليون دينار لا 115"
    english = "Forecast... bank profit 151 million dinars, not 115"
    top = of(translation((arabic, english), STORY), speller)
    assert top.text == "Correction: bank profit 151 million dinars, not 115"


@given(
    doubtful=st.sets(st.integers(0, 6)),
    withheld=st.sets(st.integers(0, 6)),
    extra=st.integers(0, 12),
)
def test_what_holds_for_every_headline(doubtful: set[int], withheld: set[int], extra: int) -> None:
    speller = NamesSpeller(Names.load)
    long = (TITLE[0], TITLE[1] + " and at length" * extra)
    flags = {**flagged(*doubtful), **flagged(*withheld, flag=WITHHELD)}
    top = of(translation(long, STORY, flags=flags), speller)
    assert top.language == "en"
    assert len(top.text.split()) <= 14
    assert not broken(top.text.removesuffix(" …"))
    if top.form is not Form.REPORT:
        assert top.standing is not Standing.WITHHELD
        # Never a sentence from further down.
        assert {e.segment for e in top.evidence} <= {0, 1}


def test_without_title_and_prose_the_first_words_of_the_page(speller: NamesSpeller) -> None:
    made = translation(None, STORY[:1], kinds={0: ParagraphKind.CAPTION})
    assert of(made, speller).source == STORY[0][0]


@pytest.mark.parametrize(
    ("text", "is_broken"),
    [
        ("Talks resume in", True),
        ("He said: ", True),
        ('"Talks resume', True),
        ("Talks (resume", True),
        ("Talks", True),
        ("Talks resume", False),
        ("Talks resume in Muscat", False),
    ],
)
def test_broken_lines(text: str, is_broken: bool) -> None:
    assert broken(text) is is_broken


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Talks resume.", "Talks resume"),
        ("Talks resume in the U.S.", "Talks resume in the U.S."),
        ("Talks resume...", "Talks resume..."),
    ],
)
def test_headlines_have_no_full_stop(text: str, made: str) -> None:
    assert without_full_stop(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("On his part, the minister said talks resume.", "The minister said talks resume."),
        ("In return, the envoy said talks resume.", "The envoy said talks resume."),
        ("The minister said.", "The minister said."),
    ],
)
def test_headlines_open_without_connectives(text: str, made: str) -> None:
    assert without_connective(text) == made


def test_a_title_that_says_only_that_orders_were_given_is_none(speller: NamesSpeller) -> None:
    title_of_orders = (
        "خادم الحرمين الشريفين يصدر عددا من الأوامر الملكية",
        "Custodian of the Two Holy Mosques issues a number of royal orders",
    )
    first = (
        "أولا: يعفى وزير النقل من منصبه.",
        "First: The transport minister is relieved of his post.",
    )
    top = of(translation(title_of_orders, [first, *STORY]), speller)
    assert top.text == "The transport minister is relieved of his post"


def test_the_outlet_that_was_told_takes_no_room(speller: NamesSpeller) -> None:
    told = (
        'وزيرة الزراعة اليمنية لـ"اندبندنت عربية": لن نستورد القمح بالدين بعد اليوم',
        "Yemeni agriculture minister to Independent Arabia: We will not import wheat on credit now",
    )
    top = of(translation(told, STORY), speller)
    assert top.text == "Yemeni agriculture minister: We will not import wheat on credit now"


def test_a_lead_cut_of_its_toll_gives_way_to_the_line_of_it(speller: NamesSpeller) -> None:
    lead = (
        "أنهت فرق الإنقاذ البحث عن ناجين من زلزال مدينة الأبيض لترتفع الحصيلة إلى 13 قتيلا.",
        "Rescue teams of all regions on Monday ended the search for survivors of the quake, "
        "bringing the toll to 13 dead.",
    )
    top = of(translation(TITLE, [lead], flags={0: ERROR}), speller)
    assert (top.form, top.text) == (Form.FACTS, "13 dead; earthquake; El Obeid")


def test_of_a_long_title_the_sentence_that_reads_alone_is_told(speller: NamesSpeller) -> None:
    joined = (
        "موسكو اعتبرت ذلك نهجا تدميريا للتعاون بين البلدين.. واشنطن تهدد: لن نتسامح مع التدخل",
        "Moscow considered it a destructive approach to all cooperation between the two countries. "
        "Washington threatens: We will not tolerate the interference",
    )
    top = of(translation(joined, STORY), speller)
    assert top.text == "Washington threatens: We will not tolerate the interference"
