"""Results that are worked out once."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

import pytest

from bot.translation.worked_out import WorkedOut, version_of


class Kept:
    """A store in memory; `broken`: it fails as a full disk does."""

    def __init__(self, broken: bool = False) -> None:
        self.results: dict[str, bytes] = {}
        self.broken = broken

    def known(self, keys: Sequence[str]) -> dict[str, bytes]:
        return {key: self.results[key] for key in keys if key in self.results}

    def note(self, results: Mapping[str, bytes]) -> None:
        if self.broken:
            raise sqlite3.OperationalError("database or disk is full")
        self.results.update(results)


def doubled(made: WorkedOut, numbers: Sequence[int]) -> tuple[list[int], list[int]]:
    """Each number twice over, and those that had to be worked out."""
    worked: list[int] = []

    def work(places: list[int]) -> list[int]:
        worked.extend(numbers[place] for place in places)
        return [2 * numbers[place] for place in places]

    return made.results([made.key(number) for number in numbers], work), worked


def test_what_is_known_is_not_worked_out_again() -> None:
    store = Kept()
    assert doubled(WorkedOut(store, "double 1"), [1, 2, 1]) == ([2, 4, 2], [1, 2])
    assert doubled(WorkedOut(store, "double 1"), [2, 3, 1]) == ([4, 6, 2], [3])


def test_another_version_of_the_code_works_it_out_anew() -> None:
    store = Kept()
    doubled(WorkedOut(store, "double 1"), [1])
    assert doubled(WorkedOut(store, "double 2"), [1]) == ([2], [1])


@pytest.mark.parametrize("store", [None, Kept(broken=True)])
def test_without_a_store_that_works_the_results_are_the_same(store: Kept | None) -> None:
    made = WorkedOut(store, "double 1")
    assert doubled(made, [5]) == ([10], [5])
    assert doubled(made, [5]) == ([10], [5])


def test_a_version_is_of_the_content_and_the_same_in_every_run() -> None:
    assert version_of("translation/trust") == version_of("translation/trust")
    assert version_of("translation/trust") != version_of("translation/checks")
