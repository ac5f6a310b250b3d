"""Whose counterpart."""

from __future__ import annotations

import pytest

from bot.translation.names import Names, name_checks

TOLD = "قال الوزير سيرغي لافروف لنظيره الأميركي مايك بومبيو إن النهج مدمر"


@pytest.mark.parametrize(
    ("hypothesis", "changed"),
    [
        ("Sergei Lavrov told his American counterpart Mike Pompeo the approach was bad", False),
        ("Mike Pompeo was told by Sergei Lavrov that the approach was bad", False),
        ("Lavrov told his counterpart that the approach was bad", False),
        ("The American counterpart, Sergei Lavrov, told Mike Pompeo it was bad", True),
        ("Pompeo heard from his counterpart Lavrov that it was bad", True),
    ],
)
def test_the_counterpart_stays_who_it_is(hypothesis: str, changed: bool) -> None:
    checks = name_checks(Names.load())
    found = {flag.check for check in checks for flag in check(TOLD, hypothesis, None)}
    assert ("counterpart" in found) is changed
