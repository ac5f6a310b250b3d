"""Tolls that the reports of one event give: so many dead, so many injured, by whom and when.

The toll of a report is what its title and first sentences count. Where two reports count
differently, the later one's leads and both are shown, each with who vouches for it: "19 (Health
Ministry via Al Jazeera, Fri) → 22 (medical source via Al-Quds, Sat)".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from bot.digest.profile import prose
from bot.language.counts import Count, counts_among
from bot.language.negation import negated
from bot.language.quantities import tokens
from bot.language.vouching import voucher, weekday
from bot.records import Brief, Part

REMEMBERED = 4096
"""Sentences that are not read again when the next digest is made."""
SENTENCES = 2
"""Of the prose, besides the title, in which a report gives its toll."""
ROLES = {"dead": "Deaths", "injured": "Injured", "missing": "Missing", "arrested": "Arrested",
         "displaced": "Displaced", "rescued": "Rescued", "kidnapped": "Kidnapped"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tally:
    """One number of one report."""

    role: str
    value: Fraction
    shown: str
    """ "22", "about 60"."""
    segments: tuple[int, ...]
    """All in which the report gives it."""
    report: int
    outlet: str
    source: str
    """Who vouches for it; empty where the report does itself."""
    day: str
    """Of the week, as the sentence or the report's own date has it."""
    published: date | None

    @property
    def vouched(self) -> str:
        """ "medical source via Al-Quds"."""
        return f"{self.source} via {self.outlet}" if self.source else self.outlet

    @property
    def attributed(self) -> str:
        """ "22 (medical source via Al-Quds, Sat)"."""
        return f"{self.shown} ({', '.join(filter(None, (self.vouched, self.day[:3])))})"


def tallies(briefs: Sequence[Brief]) -> list[Tally]:
    """What each report counts, one number a role: the first that is no part of another."""
    found: dict[tuple[int, str], Tally] = {}
    for report, brief in enumerate(briefs):
        published = brief.article.published.day if brief.article.published else None
        for segment in (*brief.translation.of_part(Part.TITLE), *prose(brief)[:SENTENCES]):
            counts, who, day = _told(segment.segment.source)
            for count in counts:
                value = count.quantity.value
                if count.role not in ROLES or count.part or value is None:
                    continue
                tally = Tally(
                    role=count.role,
                    value=value,
                    shown=count.quantity.words,
                    segments=(segment.segment.index,),
                    report=report,
                    outlet=brief.article.outlet_label,
                    source=who,
                    day=day or (published.strftime("%A") if published else ""),
                    published=published,
                )
                known = found.get((report, count.role))
                if known is None:
                    found[report, count.role] = tally
                elif known.value == value:
                    # The lead gives the title's number again, with who says so.
                    better = known if known.source else tally
                    segments = known.segments + tally.segments
                    found[report, count.role] = replace(better, segments=segments)
    return list(found.values())


@lru_cache(REMEMBERED)
def _told(sentence: str) -> tuple[tuple[Count, ...], str, str]:
    """What it counts, who vouches for it, and the day it names; nothing of one that denies."""
    if negated(sentence):
        return (), "", ""
    listed = tokens(sentence)
    return tuple(counts_among(listed)), voucher(listed), weekday(listed)


def lines(found: Sequence[Tally]) -> list[str]:
    """A line for each role of which two reports give different numbers."""
    said = []
    for role, name in ROLES.items():
        given = sorted(
            (t for t in found if t.role == role), key=lambda t: (t.published or date.min, t.value)
        )
        if len({t.value for t in given}) < 2:
            continue
        text = given[0].attributed
        for before, after in pairwise(given):
            if after.value != before.value:
                grown = _later(before, after) and after.value > before.value
                text += f" {'→' if grown else '/'} {after.attributed}"
        said.append(f"{name}: {text}")
    return said


def _later(before: Tally, after: Tally) -> bool:
    return bool(before.published and after.published and after.published > before.published)


def outdated(found: Sequence[Tally]) -> set[tuple[int, int]]:
    """(report, segment) of the tolls that a later report's number took the place of."""
    old = set()
    for role in ROLES:
        given = [t for t in found if t.role == role]
        latest = max(given, key=lambda t: (t.published or date.min, t.value), default=None)
        old |= {
            (tally.report, segment)
            for tally in given
            if latest and tally.value != latest.value
            for segment in tally.segments
        }
    return old


def weight(found: Sequence[Tally]) -> int:
    """How heavy the event is: its largest number of dead, else of injured and missing."""
    for roles in (("dead",), ("injured", "missing", "kidnapped")):
        most = max((t.value for t in found if t.role in roles), default=Fraction(0))
        if most:
            return int(most)
    return 0
