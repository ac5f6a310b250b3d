"""Checks on the names of one translated sentence.

| flag | an ERROR or a WARNING where |
|---|---|
| `names_lost` | a certain name of the Arabic has no acceptable spelling in the English |
| `names_invented` | the English has a name that no word of the Arabic could have produced |
| `names_misspelled` | a certain name is there in a wrong spelling |
| `nation_changed` | a country's adjective became another country's |
| `office_changed` | an office became another office |
| `names_order` | two names stand in each other's place |
| `speaker` | the English gives what was said to another of the names |
| `counterpart` | the English calls another of the persons the counterpart |
"""

from __future__ import annotations

from collections.abc import Callable

from bot.records import Flag
from bot.translation.names.checks.changed import nation_changed, office_changed
from bot.translation.names.checks.invented import invented
from bot.translation.names.checks.lost import lost, misspelled_names
from bot.translation.names.checks.roles import counterpart_changed, names_turned, speaker_changed
from bot.translation.names.find import NO_SCOPE, NameMention, Scope
from bot.translation.names.lookup import Names

NameCheck = Callable[[str, str, object], tuple[Flag, ...]]
"""Takes the source, the hypothesis, and a context that it does not use."""

_CHECKS: tuple[Callable[[str, tuple[NameMention, ...], str], tuple[Flag, ...]], ...] = (
    *(lost, invented, misspelled_names, nation_changed, office_changed),
    *(names_turned, speaker_changed, counterpart_changed),
)
"""Each takes the source as written or inlined, its mentions, and the hypothesis."""


def name_checks(names: Names, scope: Scope = NO_SCOPE) -> tuple[NameCheck, ...]:
    """The checks bound to an article's scope."""
    return tuple(_bound(check, names, scope) for check in _CHECKS)


def _bound(
    check: Callable[[str, tuple[NameMention, ...], str], tuple[Flag, ...]],
    names: Names,
    scope: Scope,
) -> NameCheck:
    def bound(source: str, hypothesis: str, context: object) -> tuple[Flag, ...]:
        return check(source, names.find(source, known=scope), hypothesis)

    return bound
