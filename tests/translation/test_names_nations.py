"""A country's adjective that became another's."""

from __future__ import annotations

import pytest

from bot.translation.names import Names, name_checks

CHECKS = name_checks(Names.load())
SOURCE = "هاجم الجيش الحامية البريطانية قرب المدينة."


def found(source: str, hypothesis: str) -> set[str]:
    return {flag.check for check in CHECKS for flag in check(source, hypothesis, None)}


def test_another_nation_in_its_place() -> None:
    wrong = "The army attacked the Russian garrison near the city."
    assert "nation_changed" in found(SOURCE, wrong)


@pytest.mark.parametrize(
    "hypothesis",
    [
        "The army attacked the British garrison near the city.",
        "The army attacked the UK garrison near the city.",
        "The army attacked the garrison near the city.",
    ],
)
def test_the_same_nation_or_none(hypothesis: str) -> None:
    assert "nation_changed" not in found(SOURCE, hypothesis)
