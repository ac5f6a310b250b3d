"""Which facts share a point."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.formats.points import POINT_WORDS, in_points
from bot.records import Statement
from bot.summary.joining import joined


def fact(text: str) -> Statement:
    return Statement(text, "أ", "en", ())


def of_words(number: int) -> Statement:
    return fact(" ".join(["Word"] * number) + ".")


def test_facts_are_joined_only_where_there_is_no_room() -> None:
    facts = {n: (of_words(10),) for n in range(3)}
    assert [each.joins for each in joined(facts, 3) or ()] == [False] * 3
    assert [each.joins for each in joined(facts, 2) or ()] == [False, False, True]
    assert joined(facts, 1) is None


def test_the_shortest_are_joined() -> None:
    facts = {0: (of_words(14),), 1: (of_words(14),), 2: (of_words(5),), 3: (of_words(5),)}
    assert [each.joins for each in joined(facts, 3) or ()] == [False, False, False, True]


def test_a_fact_is_cut_no_shorter_than_the_other_needs() -> None:
    facts = {0: (of_words(20), of_words(15), of_words(9)), 4: (of_words(13),)}
    assert joined({0: facts[0]}, 1) == (of_words(20),)
    assert [len(each.text.split()) for each in joined(facts, 1) or ()] == [15, 13]
    assert joined({0: (of_words(20),), 4: (of_words(13),)}, 1) is None


def test_the_bank_is_none_that_another_sentence_names() -> None:
    other, bank = fact("Goldman Sachs expects a cut."), fact("The bank's governor said no.")
    assert joined({3: (other,), 4: (bank,)}, 1)
    assert joined({3: (other,), 5: (bank,)}, 1) is None


def test_what_opens_a_brief_stays_first() -> None:
    said, told = fact("Ali Fadel said that prices fell."), fact("Gaza is open.")
    assert joined({0: (said,), 1: (told,)}, 1) is None
    found = joined({0: (of_words(20),), 1: (said,), 2: (told,)}, 2) or ()
    assert [(each.text, each.joins) for each in found[1:]] == [
        (told.text, False),
        (said.text, True),
    ]


@given(st.lists(st.integers(1, 30), max_size=8), st.integers(0, 5))
def test_there_are_never_more_points_nor_longer_ones(lengths: list[int], points: int) -> None:
    made = joined({n: (of_words(length),) for n, length in enumerate(lengths)}, points)
    if made is not None:
        assert len(in_points(made)) <= points
        assert len(made) == len(lengths)
        for shared in in_points(made):
            assert len(shared) == 1 or sum(len(f.text.split()) for f in shared) <= POINT_WORDS


def test_arabic_that_waits_for_its_english_has_room_by_its_own_length() -> None:
    waits = Statement("قال " * 10, "أ", "ar", ())
    assert joined({0: (waits,), 1: (waits,)}, 1)
    assert joined({0: (waits,), 1: (waits,), 2: (waits,)}, 1) is None
