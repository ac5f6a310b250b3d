"""Charts in characters."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.formats.bars import bars


def test_bars_are_as_long_as_their_numbers() -> None:
    assert bars([("a", 8), ("ب", 4), ("c", 1), ("d", 0)], 8) == [
        "\u200e████████ 8 a",
        "\u200e████     4 ب",
        "\u200e█        1 c",
        "\u200e         0 d",
    ]
    assert bars([]) == []
    assert bars([("a", 0)], 2) == ["\u200e   0 a"]


@settings(max_examples=30)
@given(st.lists(st.tuples(st.just("x"), st.integers(0, 10**6)), max_size=8))
def test_lines_have_one_width_and_only_nothing_has_no_bar(counted: list[tuple[str, int]]) -> None:
    lines = bars(counted)
    assert len({len(line) for line in lines}) <= 1
    for (_, number), line in zip(counted, lines, strict=True):
        assert (line[1] == " ") == (number == 0)
