"""What counts as wrong, decided on what was seen alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.delivery.troubles import LITTLE_ROOM, ROOM_AGAIN, Engine, Sight, Trouble, wrong

WELL = Sight(9000, "/", Engine(True), 0, 0, 10)


def test_where_all_is_well_nothing_is_wrong() -> None:
    assert wrong(WELL, ()) == {}
    assert wrong(WELL, tuple(Trouble)) == {}


@pytest.mark.parametrize(
    ("seen", "trouble"),
    [
        (replace(WELL, free_mb=LITTLE_ROOM - 1), Trouble.DISK),
        (replace(WELL, engine=Engine(False, "gone")), Trouble.ENGINE),
        (replace(WELL, late=1), Trouble.LATE),
        (replace(WELL, failing=6), Trouble.SOURCES),
        (replace(WELL, backup="no room"), Trouble.BACKUP),
    ],
)
def test_each_is_wrong_alone(seen: Sight, trouble: Trouble) -> None:
    assert set(wrong(seen, ())) == {trouble}
    assert set(wrong(seen, {trouble})) == {trouble}


def test_what_is_near_its_limit_does_not_flutter() -> None:
    between = replace(WELL, free_mb=ROOM_AGAIN - 1, failing=4)
    assert wrong(between, ()) == {}
    assert set(wrong(between, {"disk", "sources"})) == {Trouble.DISK, Trouble.SOURCES}


def test_an_engine_that_was_not_asked_stays_as_it_was() -> None:
    unasked = replace(WELL, engine=Engine(None))
    assert wrong(unasked, ()) == {}
    assert set(wrong(unasked, {"engine"})) == {Trouble.ENGINE}


def test_one_of_two_sources_is_not_most() -> None:
    assert wrong(replace(WELL, failing=2, sources=2), ()) == {}
