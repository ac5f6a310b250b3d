from __future__ import annotations

import pytest

from bot.language.english import singular


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("ministers", "minister"),
        ("policies", "policy"),
        ("houses", "house"),
        ("shoes", "shoes"),
        ("crisis", "crisi"),
        ("campus", "campus"),
        ("congress", "congress"),
        ("bus", "bus"),
        ("gas", "gas"),
    ],
)
def test_the_ending_of_the_plural_is_taken_off(word: str, stem: str) -> None:
    assert singular(word) == stem
