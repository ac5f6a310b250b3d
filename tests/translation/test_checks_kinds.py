"""Kinds of reversal that must not pass: `kinds.tsv`, each with a faithful English that must."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.records import Severity
from bot.translation.checks import CHECKS, Context

CASES = [
    line.split("\t")
    for line in Path(__file__).with_name("kinds.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def marks(source: str, english: str) -> list[str]:
    found = (flag for check in CHECKS.values() for flag in check(source, english, Context()))
    return [f"{flag.check}: {flag.detail}" for flag in found if flag.severity is not Severity.NOTE]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}: {case[2]}")
def test_the_faithful_passes_and_the_misleading_does_not(case: list[str]) -> None:
    _, source, faithful, misleading = case
    assert not marks(source, faithful)
    assert marks(source, misleading)
