"""Agency copy that outlets edit is one text; two reports of one event are two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.copies import SHORT, independent, independent_outlets
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


def test_copy_under_another_first_line_is_the_same_text() -> None:
    led = "كشفت مصادر خاصة لمراسلنا في سوهاج تفاصيل جديدة عن الفاجعة التي هزت الصعيد. "
    assert independent([report(AGENCY + " " + ANOTHER, "A"), report(led + AGENCY, "B")]) == [[0, 1]]


def test_reporters_who_quote_one_statement_stay_two() -> None:
    quoted = "قال الوزير إن السائق تجاوز الإشارة الحمراء وإن لجنة فنية ستعلن النتائج غدا. "
    assert independent([report(quoted + ANOTHER, "A"), report(quoted + AGENCY, "B")]) == [[0], [1]]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("مقتل 19 في تصادم قطارين بسوهاج", "19 قتيلا في تصادم قطارين في سوهاج", False),
        ("مقتل 19 في تصادم قطارين في سوهاج", "مقتل 19 في تصادم قطارين في سوهاج اليوم", True),
        ("زلزال قوي يهز إزمير", "زلزال قوي في إزمير", False),
    ],
)
def test_flashes_are_compared_whole(one: str, other: str, alike: bool) -> None:
    assert (len(independent([report(one, "A"), report(other, "B")])) == 1) is alike


def test_a_flash_and_an_article_that_opens_with_its_words_are_two() -> None:
    flash = " ".join(AGENCY.split()[: SHORT - 1])
    assert independent([report(flash, "A"), report(f"{AGENCY} {ANOTHER}", "B")]) == [[0], [1]]


def test_an_outlet_with_a_report_of_its_own_counts_beside_the_copy_it_carries() -> None:
    own = (
        "روى شهود لمراسلتنا أن سكان القرية القريبة كانوا أول من وصل إلى العربات المقلوبة بمصابيحهم."
    )
    first = [report(AGENCY, "A"), report(ANOTHER, "A")]
    second = [report(EDITED, "B"), report(own, "B")]
    assert independent_outlets([*first, *second]) == 2
    assert independent_outlets([*first, second[0]]) == 2
    assert independent_outlets([first[0], second[0]]) == 1
    assert independent_outlets(first) == 1


@given(st.lists(st.sampled_from([AGENCY, EDITED, ANOTHER, "خبر"]), max_size=6))
def test_each_report_has_one_text(texts: list[str]) -> None:
    found = independent([report(text, str(n)) for n, text in enumerate(texts)])
    assert sorted(i for text in found for i in text) == list(range(len(texts)))


@given(
    st.lists(
        st.tuples(st.sampled_from([AGENCY, EDITED, ANOTHER, "خبر"]), st.sampled_from("ABC")),
        max_size=5,
    )
)
def test_no_more_outlets_are_independent_than_there_are_outlets_or_texts(
    told: list[tuple[str, str]],
) -> None:
    briefs = [report(text, outlet) for text, outlet in told]
    found = independent_outlets(briefs)
    assert found <= min(len(independent(briefs)), len({outlet for _, outlet in told}))
    assert (found > 0) is bool(told)
    assert found == independent_outlets(briefs[::-1])
