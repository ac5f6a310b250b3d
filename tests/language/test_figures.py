from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.figures import figures


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("سيتبادلان أكثر من ٣٥٠ سجينا", {"350"}),
        ("١٬٢٠٠ قتيل", {"1200"}),
        ("1,200 dead and 7.50% of 3,5", {"1200", "7.5", "3.5"}),
        ("Twelve people were hurt, three badly", {"12", "3"}),
        ("وأصيب ثلاثةُ أشخاص وخمسة جنود", {"3", "5"}),
        ("اثنا عشر جنديا", {"2", "10"}),
        ("المركز الثاني", set()),
        ("one of them spoke", set()),
        ("007", {"7"}),
        ("", set()),
    ],
)
def test_figures_of_either_language(text: str, stated: set[str]) -> None:
    assert figures(text) == stated


@given(st.integers(0, 10**7))
def test_a_number_is_the_same_in_every_script_and_grouping(number: int) -> None:
    western = figures(f"about {number:,} people")
    eastern = figures(f"نحو {number} شخص".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    assert western == eastern == {str(number)}
