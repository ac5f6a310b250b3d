"""Agency copy that outlets edit is one text; two reports of one event are two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.digest.copies import independent
from bot.records import Brief
from tests.digest.made_briefs import brief

AGENCY = (
    "قالت وزارة الصحة إن 19 شخصا قتلوا وأصيب 66 آخرون في تصادم قطار ركاب بقطار بضائع قرب "
    "محطة طهطا جنوبي البلاد صباح اليوم."
)
EDITED = (
    "قالت وزارة الصحة المصرية إن 19 شخصا قتلوا وأصيب 66 في تصادم قطار ركاب بقطار بضائع قرب "
    "محطة طهطا اليوم."
)
ANOTHER = (
    "خرجت ثلاث عربات عن القضبان بعدما صدم قطار بضائع مؤخرة قطار الركاب، وروى ناجون أنهم سمعوا "
    "دويا قويا قبل أن تنقلب العربة الأخيرة."
)


def report(text: str, outlet: str) -> Brief:
    return brief(("تصادم قطارين", ""), [(text, "")], outlet=outlet)


def test_edited_copy_is_one_text_and_another_report_is_not() -> None:
    briefs = [report(AGENCY, "A"), report(ANOTHER, "B"), report(EDITED, "C")]
    assert independent(briefs) == [[0, 2], [1]]


def test_copy_that_is_cut_short_is_the_same_text() -> None:
    longer = brief(None, [(AGENCY, ""), (ANOTHER, "")], outlet="B")
    assert independent([report(AGENCY, "A"), longer]) == [[0, 1]]


@given(st.lists(st.sampled_from([AGENCY, EDITED, ANOTHER, "خبر"]), max_size=6))
def test_each_report_has_one_text(texts: list[str]) -> None:
    found = independent([report(text, str(n)) for n, text in enumerate(texts)])
    assert sorted(i for text in found for i in text) == list(range(len(texts)))
