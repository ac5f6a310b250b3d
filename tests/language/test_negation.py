from __future__ import annotations

import pytest

from bot.language.negation import negated


@pytest.mark.parametrize(
    ("text", "denies"),
    [
        ("قال إن بلاده لن تتسامح", True),
        ("ولم ترد أنباء", True),
        ("نفى الوزير الخبر", True),
        ("They wouldn't say", True),
        ("He denied the report", True),
        ("There were no injuries", True),
        ("ملامح الاتفاق", False),
        ("He noted the notable northern note", False),
        ("قال إن بلاده ستتسامح", False),
    ],
)
def test_denial_in_either_language(text: str, denies: bool) -> None:
    assert negated(text) is denies


def test_an_exception_denies_nothing() -> None:
    assert negated("ألا يعود")
    assert not negated("إلا الوزير")
