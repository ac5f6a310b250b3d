"""Every litter rule takes what it says it takes, and spares news that looks much like it."""

from __future__ import annotations

import pytest

from bot.reading.litter import litter_rule, rules

TAKEN = [(rule.name, line) for rule in rules() for line in rule.takes]
SPARED = [line for rule in rules() for line in rule.spares]


@pytest.mark.parametrize(("name", "line"), TAKEN)
def test_a_rule_takes_its_lines(name: str, line: str) -> None:
    assert litter_rule(line) == name


@pytest.mark.parametrize("line", SPARED)
def test_news_is_spared(line: str) -> None:
    assert litter_rule(line) is None


def test_every_rule_states_both() -> None:
    assert all(rule.takes and rule.spares for rule in rules())


@pytest.mark.parametrize(
    ("line", "name"), [("***", "separator"), ("•", "separator"), ("12", "counter")]
)
def test_lines_without_letters(line: str, name: str) -> None:
    assert litter_rule(line) == name


def test_spelling_does_not_matter() -> None:
    # teh marbuta as heh, alef without hamza, vowel signs, tatweel
    for line in ("مقالات ذات صله", "مقالاتٌ ذاتُ صلةٍ", "مقـالات ذات صلة"):
        assert litter_rule(line) == "related-head"
