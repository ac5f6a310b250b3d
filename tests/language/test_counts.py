"""Numbers of Arabic sentences, and what they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.counts import counts_among
from bot.language.quantities import quantities, tokens


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("137 ألف برميل", ["137,000"]),
        ("٢٦٫١ مليار دولار", ["26.1 billion"]),
        ("خمسة وعشرون قتيلا", ["25"]),
        ("أحد عشر مصابا", ["11"]),
        ("ثلاثمئة طالب", ["300"]),
        ("أكثر من 40 شخصا", ["more than 40"]),
        ("ما لا يقل عن 8 قتلى", ["at least 8"]),
        ("نحو مليوني نازح", ["about 2 million"]),
        ("عشرات الآلاف من النازحين", ["tens of thousands of"]),
        ("بين 3 و10 سنوات", ["3 to 10"]),
        ("في عام 2019", []),
        ("يوم 27 نوفمبر", []),
        ("الساعة 18:40", []),
        ("المرة الخامسة", []),
        ("الإصدار 2.0.1", []),
    ],
)
def test_quantities(text: str, shown: list[str]) -> None:
    assert [q.words for q in quantities(tokens(text))] == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("لقي 19 شخصا مصرعهم وأصيب 47 آخرون", ["19 dead", "47 injured"]),
        ("ارتفع عدد قتلى القصف إلى 37 بعد انتشال جثث", ["37 dead"]),
        ("مقتل بحارين وفقدان 6", ["2 sailors dead", "6 missing"]),
        ("ثلاثة من المصابين توفوا", ["3 dead"]),
        ("أنقذ خفر السواحل 47 مهاجرا", ["47 migrants rescued"]),
        ("انخفض الإنتاج 2600 ميغاواط", ["2,600 megawatts"]),
        ("تراجع الربح 6%", ["6%"]),
        ("غرامة مليون جنيه", ["1 million pounds"]),
        ("مقتل مدنيين في القصف", []),
        ("التقى الوزير 5 نظراء", []),
    ],
)
def test_what_they_count(text: str, shown: list[str]) -> None:
    assert [c.words for c in counts_among(tokens(text))] == shown


def test_a_part_of_a_number_is_no_number_of_its_own() -> None:
    whole, part = counts_among(tokens("استقبل المستشفى 54 جريحا، بينهم 12 طفلا"))
    assert not whole.part
    assert part.part


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    listed = tokens(text)
    for quantity in quantities(listed):
        assert 0 <= quantity.start < quantity.end <= len(listed)


@given(st.integers(2, 10**7))
def test_a_number_in_digits_is_shown_as_it_is(number: int) -> None:
    (quantity,) = quantities(tokens(f"مقتل {number} شخصا")) or (None,)
    if quantity is not None:
        assert quantity.value == number
