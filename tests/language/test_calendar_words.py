"""The month and weekday words that each reader of dates knows, folded as it folds them."""

from __future__ import annotations

import json
from pathlib import Path

from bot.language.arabic.fold import for_checks as fold
from bot.language.dates.calendar import (
    AMBIGUOUS_MONTHS,
    AMBIGUOUS_WEEKDAYS,
    ENGLISH_MONTHS,
    MONTH_PAIRS,
    MONTHS,
    SHORT_MONTHS,
    WEEKDAYS,
    gregorian,
    hijri,
    weekdays,
)

GOLDEN = json.loads((Path(__file__).parent / "golden" / "dates.json").read_text(encoding="utf-8"))


def test_the_words_that_pages_are_dated_in() -> None:
    found = {"gregorian": gregorian(), "hijri": hijri(), "weekdays": weekdays()}
    assert found == GOLDEN["reading"]


def test_the_words_that_the_checks_compare() -> None:
    pairs = {" ".join(pair): month for pair, month in MONTH_PAIRS.items()}
    found = {"months": MONTHS, "pairs": pairs, "weekdays": WEEKDAYS}
    assert found == GOLDEN["checks"]


def test_every_month_and_weekday_has_a_name() -> None:
    # Levantine January, October, November and December are two words.
    assert set(MONTHS.values()) == set(range(1, 13))
    assert set(WEEKDAYS.values()) == set(range(7))
    assert set(MONTH_PAIRS.values()) == {1, 10, 11, 12}
    assert set(ENGLISH_MONTHS.values()) == set(SHORT_MONTHS.values()) == set(range(1, 13))


def test_august_is_no_father_and_a_doubtful_month() -> None:
    assert MONTHS[fold("آب")] == 8 and fold("أب") not in MONTHS
    assert fold("آب") in AMBIGUOUS_MONTHS <= MONTHS.keys()
    assert WEEKDAYS.keys() >= AMBIGUOUS_WEEKDAYS
