"""Which facts share a point."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.formats.points import POINT_WORDS, in_points
from bot.records import Statement
from bot.summary.joining import joined, room


def of_words(number: int) -> Statement:
    return Statement(" ".join(["Word"] * number) + ".", "أ", "en", ())


def test_facts_are_joined_only_where_there_is_no_room() -> None:
    facts = {n: of_words(10) for n in range(3)}
    assert [each.joins for each in joined(facts, 3) or ()] == [False] * 3
    assert [each.joins for each in joined(facts, 2) or ()] == [False, True, False]
    assert joined(facts, 1) is None


def test_the_shortest_are_joined() -> None:
    facts = {0: of_words(14), 1: of_words(14), 2: of_words(5), 3: of_words(5)}
    assert [each.joins for each in joined(facts, 3) or ()] == [False, False, False, True]


def test_only_what_follows_in_the_article_is_joined() -> None:
    assert joined({0: of_words(5), 2: of_words(5)}, 1) is None


def test_there_is_room_beside_the_shorter_neighbour() -> None:
    assert room({0: of_words(20), 2: of_words(12), 5: of_words(1)}, 1) == POINT_WORDS - 12
    assert room({0: of_words(20)}, 2) == 0


@given(st.lists(st.integers(1, 30), max_size=8), st.integers(0, 5))
def test_there_are_never_more_points_nor_longer_ones(lengths: list[int], points: int) -> None:
    made = joined(dict(enumerate(map(of_words, lengths))), points)
    if made is not None:
        assert len(in_points(made)) <= points
        assert len(made) == len(lengths)
        for shared in in_points(made):
            assert len(shared) == 1 or sum(len(f.text.split()) for f in shared) <= POINT_WORDS


def test_arabic_that_waits_for_its_english_has_room_by_its_own_length() -> None:
    waits = Statement("قال " * 10, "أ", "ar", ())
    assert joined({0: of_words(18), 1: waits}, 1)
    assert joined({0: of_words(19), 1: waits}, 1) is None
