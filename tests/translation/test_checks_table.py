from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import Flag, Severity
from bot.translation.checks import CHECKS, Context, run_checks

MIXED = st.text(max_size=80) | st.text(
    alphabet="0123456789٠١٢٫٬،.,:/-–%() \"'«»؟?الف مئة وعشرون لا لم not two hundred and million st",
    max_size=80,
)
MEASURE = st.none() | st.floats(-3, 1)


@given(MIXED, MIXED, MEASURE)
def test_checks_never_raise_and_name_themselves(source, hypothesis, similarity) -> None:
    context = Context(similarity=similarity)
    for name, check in CHECKS.items():
        for flag in check(source, hypothesis, context):
            assert flag.check == name
            assert flag.detail and "\n" not in flag.detail


def test_flags_come_in_the_order_of_the_table_and_extra_checks_last() -> None:
    def spelling(source: str, hypothesis: str, context: Context, /) -> tuple[Flag, ...]:
        return (Flag("names", Severity.ERROR, f"{context.similarity}"),)

    flags = run_checks("قتل 40 شخصا", "", Context(similarity=0.5), extra=(spelling,))
    assert [flag.check for flag in flags] == ["empty", "numbers", "meaning", "names"]
    assert flags[-1].detail == "0.5"


@pytest.mark.parametrize(
    ("check", "context", "severity"),
    [
        ("meaning", Context(similarity=0.3), Severity.ERROR),
        ("meaning", Context(similarity=0.58), Severity.NOTE),
        ("meaning", Context(similarity=0.8), None),
        ("meaning", Context(), None),
    ],
)
def test_trust(check: str, context: Context, severity: Severity | None) -> None:
    flags = CHECKS[check]("قال", "He said", context)
    assert [flag.severity for flag in flags] == ([] if severity is None else [severity])
