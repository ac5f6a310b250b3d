"""Captions and credits."""

from __future__ import annotations

import pytest

from bot.reading.captions import credit_rule, read_caption, split_credit


@pytest.mark.parametrize(
    "line",
    [
        "بايدن خلال اتصال عبر الفيديو مع بوتين (رويترز)",
        "أنتونوف حذر من أي تصعيد (الفرنسية)",
        "جانب من المظاهرات في العاصمة (مواقع التواصل الاجتماعي)",
        "الرئيس في خطاب سابق (رويترز - أرشيف)",
        "إتهامات أميركية لروسيا/ رويترز",
        "ماكرون في باريس © أ ف ب",
        "A man walks past a shop in Cairo, Egypt, on May 1, 2020. (Photo by SOMEONE / AFP)",
        "A man walks past a shop. REUTERS/Some One (Reuters)",
        "صورة أرشيفية للميناء القديم",
    ],
)
def test_captions(line: str) -> None:
    caption = read_caption(line)
    assert caption
    assert caption.text == line


def test_a_label_is_told_from_the_caption() -> None:
    caption = read_caption("التعليق على الصورة، سفينة في الميناء صباح اليوم")
    assert caption
    assert (caption.label, caption.text) == (
        "التعليق على الصورة،",
        "سفينة في الميناء صباح اليوم",
    )


@pytest.mark.parametrize(
    "line",
    [
        "وقال الوزير إن الاجتماع سيعقد غدا (الأحد)",
        "انتهى الاجتماع أمس من دون اتفاق. (رويترز)",
        "وقال مسؤول إن الاجتماع انتهى من دون اتفاق (رويترز)",
        "معاهدة الحد من الأسلحة (ستارت 3)",
        "روسيا/أوكرانيا",
        'نقلت صحيفة "وول ستريت جورنال" (The Wall Street Journal) عن مسؤولين',
        "مقتل 3 أشخاص في هجوم على قاعدة قرب الحدود",
    ],
)
def test_no_captions(line: str) -> None:
    assert read_caption(line) is None


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("(رويترز)", "agency-credit"),
        ("رويترز", "agency-credit"),
        ("© AFP", "agency-credit"),
        ("(وكالات)", "agency-credit"),
        ("Getty Images", "agency-credit"),
        ("صدر الصورة، Getty Images", "photo-credit"),
        ("تصوير: أحمد محمد", "photo-credit"),
        ("الفرنسية", None),
        ("عربي بوست", None),
        ("رويترز تكشف تفاصيل الصفقة", None),
    ],
)
def test_lines_that_are_credits_only(line: str, rule: str | None) -> None:
    assert credit_rule(line) == rule


def test_a_credit_behind_a_sentence_is_cut() -> None:
    assert split_credit("انتهى الاجتماع من دون اتفاق. (وكالات)", last=False) == (
        "انتهى الاجتماع من دون اتفاق.",
        "(وكالات)",
    )


def test_a_credit_without_a_full_stop_is_cut_from_the_last_paragraph_only() -> None:
    line = "وقال مسؤول إن الاجتماع انتهى من دون اتفاق (رويترز)"
    assert split_credit(line, last=False) is None
    assert split_credit(line, last=True) == (line.removesuffix(" (رويترز)"), "(رويترز)")


@pytest.mark.parametrize("line", ["العام الجاري (2018).", "قال إن العدد كبير. (الأحد)", "(رويترز)"])
def test_other_brackets_stay(line: str) -> None:
    assert split_credit(line, last=True) is None
