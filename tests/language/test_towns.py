"""Towns by the tables, whatever is written before them."""

from __future__ import annotations

from bot.language.towns import towns


def test_towns_are_found_with_their_prepositions() -> None:
    assert towns("حادث بطنطا وآخر في سوهاج") == towns("طنطا سوهاج") != frozenset()
    assert towns("سافر إلى بورسعيد") and not towns("سافر إلى البحر")


def test_a_name_of_two_words_is_one_town() -> None:
    assert len(towns("انفجار في غازي عنتاب") - towns("عنتاب")) == 1


def test_a_capital_that_stands_for_a_government_is_no_town() -> None:
    assert not towns("القاهرة ترد على واشنطن")
