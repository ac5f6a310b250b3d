"""The month and weekday words that each reader of dates knows, folded as it folds them."""

from __future__ import annotations

import json
from pathlib import Path

from bot.language.dates.calendar import MONTH_PAIRS, MONTHS, WEEKDAYS, gregorian, hijri, weekdays

GOLDEN = json.loads((Path(__file__).parent / "golden" / "dates.json").read_text(encoding="utf-8"))


def test_the_words_that_pages_are_dated_in() -> None:
    found = {"gregorian": gregorian(), "hijri": hijri(), "weekdays": weekdays()}
    assert found == GOLDEN["reading"]


def test_the_words_that_the_checks_compare() -> None:
    pairs = {" ".join(pair): month for pair, month in MONTH_PAIRS.items()}
    found = {"months": MONTHS, "pairs": pairs, "weekdays": WEEKDAYS}
    assert found == GOLDEN["checks"]
