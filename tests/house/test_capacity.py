"""The model of bench/capacity.py, and what docs/scaling.md says of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bench.capacity import Load, Measured, articles_a_day, needs, on_record, report

PAGE = Path(__file__).parents[2] / "docs" / "scaling.md"
ONE = Measured(cpu_seconds=10.0, words=100.0, stored_kb=50.0, memory_mb=800.0)


def test_a_core_does_as_many_as_fit_into_a_day() -> None:
    assert articles_a_day(ONE, 1) == 8640
    assert articles_a_day(ONE, 4, 0.5) == 17_280


def test_what_is_needed_grows_with_what_is_asked() -> None:
    small = needs(Load(100, chats=900), ONE)
    assert (small.articles_a_day, small.cores, small.bots) == (4000, 1, 1)
    assert small.database_gb == 18
    assert small.delivery_minutes == 1
    large = needs(replace(Load(100), outlets=10_000, chats=1_000_000), ONE)
    assert large.cores == 47
    assert large.bots == 19


def test_the_page_has_the_tables_of_the_script() -> None:
    page = PAGE.read_text("utf-8")
    for line in report(on_record()):
        if line.startswith("|"):
            assert line in page
