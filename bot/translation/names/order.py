"""Order: who did it to whom. Two names in each other's place pass every check of single names.

Arabic and English mostly name people in one order (verb, subject, object; subject, verb, object),
so two certain names that stand the other way round are suspect. Not where one belongs to the
other: "Iraq's Abu Ghraib prison" is "the prison of Abu Ghraib in Iraq" turned round. Nor where
English has an order of its own: who said a thing may stand behind the quotation, and where and when
before the subject ("In a press conference in Geneva, Bolton said").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.records import Flag, Severity
from bot.translation.names.letters import words
from bot.translation.names.mentions import Mention
from bot.translation.names.speakers import is_said_by, speaks
from bot.translation.names.spelling import accepted

_APART = 2
"""Arabic words that stand at least between two names that do not belong together."""

_FRONTED = re.compile(
    r"[\"“”'‘«\s]*(?:In|At|On|During|After|Following|From|Before|According|Speaking|Under|With|For|Since"
    r"|Throughout|Near|Through|By|To|Between|Inside|Outside|Within|Alongside|Besides|Despite|As)\b"
    r"[^,;:]*"
)
"""An opening phrase up to its comma."""

_ACTORS = frozenset(("person", "country", "organisation", "outlet", "place"))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A name that both sides say exactly once."""

    mention: Mention
    said: str
    at: int
    """In the English."""


def names_turned(source: str, mentions: Sequence[Mention], hypothesis: str) -> tuple[Flag, ...]:
    """ERROR for two names said once each that stand in the other order in the English."""
    placed = _placed(mentions, hypothesis)
    for number, first in enumerate(placed):
        for second in placed[number + 1 :]:
            between = source[first.mention.end : second.mention.start]
            near = len(list(words(between))) < _APART
            if second.at >= first.at or near or _fronted(second, first, hypothesis):
                continue
            said = speaks(source, first.mention, mentions) and is_said_by(first.mention, hypothesis)
            if not said:
                detail = (
                    f"{first.said} comes before {second.said} in the Arabic, not in the English"
                )
                return (Flag("names_order", Severity.ERROR, detail),)
    return ()


def _fronted(second: _Placed, first: _Placed, hypothesis: str) -> bool:
    opening = _FRONTED.match(hypothesis)
    return opening is not None and second.at < opening.end() <= first.at


def _placed(mentions: Sequence[Mention], hypothesis: str) -> list[_Placed]:
    certain = [m for m in mentions if m.kind in _ACTORS and (m.certain or m.kind == "country")]
    # Donald Trump is Trump again two lines down.
    times = Counter(m.spellings[0].split()[-1] for m in mentions)
    found = []
    for mention in certain:
        if times[mention.spellings[0].split()[-1]] > 1:
            continue
        places = {p for s in accepted(mention) for p in _places(s, hypothesis)}
        # A longer spelling holds the shorter one: they end at the same place or start there.
        starts = sorted(places)
        if starts and all(b[0] <= a[1] for a, b in pairwise(starts)):
            found.append(_Placed(mention, mention.spellings[0], starts[0][0]))
    return found


def _places(spelling: str, text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(rf"(?<!\w){re.escape(spelling)}(?!\w)", text)]
