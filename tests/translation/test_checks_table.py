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


@given(MIXED, MIXED, MEASURE, MEASURE)
def test_checks_never_raise_and_name_themselves(source, hypothesis, score, similarity) -> None:
    context = Context(score=score, similarity=similarity)
    for name, check in CHECKS.items():
        for flag in check(source, hypothesis, context):
            assert flag.check == name
            assert flag.detail and "\n" not in flag.detail


def test_flags_come_in_the_order_of_the_table_and_extra_checks_last() -> None:
    def spelling(source: str, hypothesis: str, context: Context, /) -> tuple[Flag, ...]:
        return (Flag("names", Severity.ERROR, f"{context.score}"),)

    flags = run_checks("قتل 40 شخصا", "", Context(score=-2.0), extra=(spelling,))
    assert [flag.check for flag in flags] == ["empty", "numbers", "confidence", "names"]
    assert flags[-1].detail == "-2.0"


@pytest.mark.parametrize(
    ("check", "context", "severity"),
    [
        ("meaning", Context(similarity=0.3), Severity.ERROR),
        ("meaning", Context(similarity=0.58), Severity.WARNING),
        ("meaning", Context(similarity=0.8), None),
        ("meaning", Context(), None),
        ("confidence", Context(score=-1.2), Severity.ERROR),
        ("confidence", Context(score=-1.2, similarity=0.95), Severity.ERROR),
        ("confidence", Context(score=-0.7), Severity.WARNING),
        ("confidence", Context(score=-0.7, similarity=0.65), Severity.ERROR),
        ("confidence", Context(score=-0.7, similarity=0.74), Severity.WARNING),
        ("confidence", Context(score=-0.7, similarity=0.85), None),
        ("confidence", Context(score=-0.4, similarity=0.68), None),
        ("confidence", Context(score=-0.4), None),
        ("confidence", Context(), None),
    ],
)
def test_trust(check: str, context: Context, severity: Severity | None) -> None:
    flags = CHECKS[check]("قال", "He said", context)
    assert [flag.severity for flag in flags] == ([] if severity is None else [severity])
