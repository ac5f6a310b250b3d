"""Units, digit strings, truncation, language and offensive words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import Severity
from bot.translation.checks import CHECKS, Context
from bot.translation.checks.length import truncation
from bot.translation.checks.numbers import sequences
from bot.translation.checks.offensive import offensive
from bot.translation.checks.units import units
from bot.translation.checks.wording import language

ERROR, WARNING, NOTE = [Severity.ERROR], [Severity.WARNING], [Severity.NOTE]
NONE: list[Severity] = []


def severities(check: str, source: str, hypothesis: str) -> list[Severity]:
    return [flag.severity for flag in CHECKS[check](source, hypothesis, Context())]


@pytest.mark.parametrize(
    ("source", "hypothesis", "found"),
    [
        ("على بعد 5 كيلومترات من المدينة", "5 kilometres from the city", NONE),
        ("على بعد 5 كيلومترات من المدينة", "5 miles from the city", ERROR),
        ("على بعد 5 كيلومترات من المدينة", "5 km (3.1 miles) from the city", NONE),
        ("رياح بسرعة 200 ميل/ساعة", "winds of 200 m/h", NONE),
        ("بقيمة 3 ملايين يورو", "worth 3 million dollars", ERROR),
        ("بقيمة 3 ملايين يورو", "worth 3 million euros", NONE),
        ("استمر لساعتين", "lasted 2 hours", NONE),
        ("استمر لساعتين", "lasted 2 minutes", ERROR),
        ("لمدة عشرة أيام", "for 10 weeks", ERROR),
        ("لمدة عشرة أيام", "for some weeks", NONE),
        ("سرعة 30 كم", "at 30 m", ERROR),
        ("في الساعة الخامسة", "at 5 pm", NONE),
    ],
)
def test_units(source: str, hypothesis: str, found: list[Severity]) -> None:
    assert severities("units", source, hypothesis) == found


@pytest.mark.parametrize(
    ("source", "hypothesis", "found"),
    [
        ("اتصلوا على الرقم +964 770 123 4567", "Call +964 770 123 4567", NONE),
        ("اتصلوا على الرقم +964 770 123 4567", "Call +964-7701234567.", NONE),
        ("اتصلوا على الرقم +964 770 123 4567", "Call +964 123 770 4567", ERROR),
        ("الهاتف ٠٢ ٢٧٣٥ ٤٤٤٤", "Telephone 02 2735 4444", NONE),
        ("الهاتف ٠٢ ٢٧٣٥ ٤٤٤٤", "Telephone 02 4444 2735", ERROR),
        ("فاز الفريق 2-1", "The team won 2-1", NONE),
        ("فاز الفريق 2-1", "The team won 1-2", WARNING),
        ("تعادلا 1-1", "They drew 1-1", NONE),
        ("في موسم 2003-2004", "in the 2003-2004 season", NONE),
        ("بلغ العدد 1,200,300 نسمة", "The number reached 1,200,300", NONE),
    ],
)
def test_sequences(source: str, hypothesis: str, found: list[Severity]) -> None:
    assert severities("sequences", source, hypothesis) == found


SOURCE = "قال الوزير إن بلاده ستواصل المحادثات مع جيرانها في الأشهر المقبلة."
GOOD = "The minister said his country would continue talks with its neighbours in coming months"


@pytest.mark.parametrize(
    ("hypothesis", "found"),
    [
        (GOOD + ".", NONE),
        (f"“{GOOD}.”", NONE),
        (GOOD, NOTE),
        ("The minister said his country would", ERROR),
        ("The minister said his country would continue talks with the", ERROR),
        ("The minister said his country would continue talks,", ERROR),
        ("The minister said his country plans talks", ERROR),
        ("", NONE),
    ],
)
def test_truncation(hypothesis: str, found: list[Severity]) -> None:
    assert severities("truncation", SOURCE, hypothesis) == found


def test_a_headline_owes_no_full_stop() -> None:
    assert severities("truncation", "وزير الطاقة يعلن خفض الأسعار", "Minister cuts prices") == NONE


@pytest.mark.parametrize(
    ("hypothesis", "found"),
    [
        (GOOD, NONE),
        ("Le ministre a déclaré que son pays poursuivrait les discussions", ERROR),
        ("El ministro dijo que su país continuará las conversaciones", ERROR),
        ("Bakan ülkesinin komşularıyla görüşmeleri sürdüreceğini söyledi", ERROR),
        ("Vladimir Putin, Sergei Lavrov and Mohammed bin Zayed", NONE),
        ("He doesn't think it's the neighbours' fault", NONE),
    ],
)
def test_language(hypothesis: str, found: list[Severity]) -> None:
    assert severities("language", SOURCE, hypothesis) == found


@pytest.mark.parametrize(
    ("source", "hypothesis", "found"),
    [
        (SOURCE, "The fucking minister said", ERROR),
        (SOURCE, "The MOTHERFUCKERS said", ERROR),
        ("وصفه بأنه وغد", "He called him a bastard", NONE),
        ("وصف خصمه بالكلب", "He called his rival a bastard", NONE),
        ("في سبتمبر وفي سباق السيارات", "In the shitty race", ERROR),
        # Brazil begins with the letters of a word that licenses it.
        ("في سباق البرازيل", "In the shitty race", ERROR),
        ("كتب fuck على الجدار", "He wrote fuck on the wall", NONE),
        (SOURCE, "Scunthorpe and the Shiites assess the classic bass", NONE),
    ],
)
def test_offensive(source: str, hypothesis: str, found: list[Severity]) -> None:
    assert severities("offensive", source, hypothesis) == found


def test_an_offensive_word_is_not_shown_to_the_reader() -> None:
    (flag,) = offensive(SOURCE, "what a whore", Context())
    assert "whore" not in flag.detail


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_check_of_form_ever_raises(source: str, hypothesis: str) -> None:
    for check in (units, sequences, truncation, language, offensive):
        for flag in check(source, hypothesis, Context()):
            assert flag.detail


@given(st.text(max_size=80))
def test_nothing_changed_is_no_changed_unit_or_sequence(text: str) -> None:
    assert sequences(text, text, Context()) == ()


def test_a_claim_keeps_somebody_who_claims_it() -> None:
    source = "قال أرياس في بيان: “أتوقع أن أعود إلى واجباتي يوم الاثنين”."
    quoted = "“I expect to return to my duties on Monday”"
    assert severities("attribution", source, f"{quoted}, Arias said in a statement.") == []
    assert severities("attribution", source, f"According to Arias, {quoted}.") == []
    assert severities("attribution", source, f"{quoted}.") == [Severity.ERROR]
    assert severities("attribution", "عاد أرياس إلى واجباته.", f"{quoted}.") == []
