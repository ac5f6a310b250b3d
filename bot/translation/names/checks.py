"""Checks on the names of one translated sentence.

`names_lost`: a certain name of the Arabic has no acceptable spelling in the English.
`names_invented`: the English has a name that no word of the Arabic could have produced.
`names_misspelled`: a certain name is there in a wrong spelling.
The others are in `nations`, `offices`, `order`, `speakers` and `counterparts`. Each takes the
source as written or inlined, the hypothesis, and a context it does not use.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.records import Flag, Severity
from bot.translation.names.counterparts import counterpart_changed
from bot.translation.names.invented import invented
from bot.translation.names.mentions import Mention, Names, Scope
from bot.translation.names.nations import nation_changed
from bot.translation.names.offices import office_changed
from bot.translation.names.order import names_turned
from bot.translation.names.origins import Origin
from bot.translation.names.seats import stands_for
from bot.translation.names.speakers import speaker_changed
from bot.translation.names.spelling import Match, match

Check = Callable[[str, str, object], tuple[Flag, ...]]


def name_checks(names: Names, scope: Scope | None = None) -> tuple[Check, ...]:
    """The checks bound to an article's scope, each `(source, hypothesis, context) -> flags`."""
    known = scope or Scope()

    def names_lost(source: str, hypothesis: str, context: object = None) -> tuple[Flag, ...]:
        return lost(names.find(source, known=known), hypothesis)

    def names_invented(source: str, hypothesis: str, context: object = None) -> tuple[Flag, ...]:
        return invented(source, hypothesis, names.find(source, known=known))

    def names_misspelled(source: str, hypothesis: str, context: object = None) -> tuple[Flag, ...]:
        return misspellings(names.find(source, known=known), hypothesis)

    def names_order(source: str, hypothesis: str, context: object = None) -> tuple[Flag, ...]:
        return names_turned(source, names.find(source, known=known), hypothesis)

    def speaker(source: str, hypothesis: str, context: object = None) -> tuple[Flag, ...]:
        return speaker_changed(source, names.find(source, known=known), hypothesis)

    def counterpart(source: str, hypothesis: str, context: object = None) -> tuple[Flag, ...]:
        return counterpart_changed(source, names.find(source, known=known), hypothesis)

    def nation(source: str, hypothesis: str, context: object = None) -> tuple[Flag, ...]:
        return nation_changed(names.find(source, known=known), hypothesis)

    own = names_lost, names_invented, names_misspelled
    return *own, nation, office_changed, names_order, speaker, counterpart


def lost(mentions: tuple[Mention, ...], hypothesis: str) -> tuple[Flag, ...]:
    """ERROR for each certain name that is gone, WARNING for a country's adjective or its seat."""
    flags: dict[str, Flag] = {}
    for mention in mentions:
        if not mention.certain or match(mention, hypothesis) is not Match.LOST:
            continue
        right = mention.spellings[0]
        soft = mention.kind in _SOFT or mention.origin in _LEARNT
        soft = soft or stands_for(mention, mentions, hypothesis)
        severity = Severity.WARNING if soft else Severity.ERROR
        flags.setdefault(
            right, Flag("names_lost", severity, f"{mention.name} ({right}) is not in the English")
        )
    return tuple(flags.values())


_SOFT = frozenset(("demonym", "title", "treaty", "other"))
_LEARNT = (Origin.STATED, Origin.REMEMBERED)
"""Another article's spelling: the name may be another's in this one."""


def misspellings(mentions: tuple[Mention, ...], hypothesis: str) -> tuple[Flag, ...]:
    """WARNING for each certain name that stands misspelled, with its right spelling."""
    return tuple(
        dict.fromkeys(
            Flag("names_misspelled", Severity.WARNING, f"should be spelled {m.spellings[0]}")
            for m in mentions
            if m.certain and match(m, hypothesis) is Match.CLOSE
        )
    )
