"""Names that the English lost or misspells, and seats of government that stand for a country.

"Washington said" is "the United States said": English that names the country where the Arabic
names its seat is less exact and not wrong. The reverse, a city that the Arabic has not, is an
invention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.language.lexicon import rows
from bot.records import Flag, Severity
from bot.translation.names.find import NameMention
from bot.translation.names.spelling import Match, match
from bot.translation.names.tables import SpellingOrigin

_SOFT = frozenset(("demonym", "title", "treaty", "other"))
_LEARNT = (SpellingOrigin.STATED, SpellingOrigin.REMEMBERED)
"""Another article's spelling: the name may be another's in this one."""
_PARTING = frozenset("/|([–—-")
_SEATS = {
    "Washington": "United States",
    "Moscow": "Russia",
    "Beijing": "China",
    "London": "United Kingdom",
    "Paris": "France",
    "Berlin": "Germany",
    "Tehran": "Iran",
    "Ankara": "Turkey",
    "Kyiv": "Ukraine",
    "Riyadh": "Saudi Arabia",
    "Cairo": "Egypt",
    "Baghdad": "Iraq",
    "Damascus": "Syria",
    "Beirut": "Lebanon",
    "Tel Aviv": "Israel",
    "Doha": "Qatar",
    "Abu Dhabi": "United Arab Emirates",
    "Amman": "Jordan",
    "Islamabad": "Pakistan",
    "New Delhi": "India",
    "Tokyo": "Japan",
    "Seoul": "South Korea",
    "Pyongyang": "North Korea",
    "Kabul": "Afghanistan",
    "Khartoum": "Sudan",
    "Sanaa": "Yemen",
    "Rabat": "Morocco",
    "Madrid": "Spain",
    "Rome": "Italy",
    "Warsaw": "Poland",
    "Caracas": "Venezuela",
    "Havana": "Cuba",
}


def lost(source: str, mentions: Sequence[NameMention], hypothesis: str) -> tuple[Flag, ...]:
    """ERROR for each certain name that is gone, WARNING for a country's adjective or its seat."""
    flags: dict[str, Flag] = {}
    for mention in mentions:
        if not (mention.certain and mention.owed):
            continue
        if match(mention, hypothesis) is not Match.LOST:
            continue
        right = mention.spellings[0]
        soft = mention.kind in _SOFT or mention.origin in _LEARNT
        soft = soft or _stands_for(mention, mentions, hypothesis) or _credit(mention, source)
        severity = Severity.WARNING if soft else Severity.ERROR
        flags.setdefault(
            right, Flag("names_lost", severity, f"{mention.name} ({right}) is not in the English")
        )
    return tuple(flags.values())


def _credit(mention: NameMention, source: str) -> bool:
    """Whether an outlet stands apart at the end: whose the picture is ("/ رويترز", "(أ ف ب)")."""
    apart = source[: mention.start].rstrip()[-1:] in _PARTING
    return mention.kind == "outlet" and apart and not source[mention.end :].strip(" .)]")


def misspelled_names(
    source: str, mentions: Sequence[NameMention], hypothesis: str
) -> tuple[Flag, ...]:
    """WARNING for each certain name that stands misspelled, with its right spelling."""
    return tuple(
        dict.fromkeys(
            Flag("names_misspelled", Severity.WARNING, f"should be spelled {m.spellings[0]}")
            for m in mentions
            if m.certain and match(m, hypothesis) is Match.CLOSE
        )
    )


def country_of(mention: NameMention) -> frozenset[str]:
    """English names and adjectives of the country that a place is the seat of; empty for others."""
    country = next((_SEATS[s] for s in mention.spellings if s in _SEATS), None)
    return _said(country) if country and mention.kind == "place" else frozenset()


def _stands_for(mention: NameMention, mentions: Sequence[NameMention], hypothesis: str) -> bool:
    """Whether the English names the country where the Arabic names its seat.

    The Arabic may name the country as well: then the English must have it once more.
    """
    words = country_of(mention)
    if not words:
        return False
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    said = len(re.findall(rf"(?<!\w)(?:{pattern})(?!\w)", hypothesis))
    owed = sum(bool(words.intersection(each.spellings)) for each in mentions)
    return said > owed


@cache
def _said(country: str) -> frozenset[str]:
    for row in rows("countries"):
        if country in row.listed("english"):
            return frozenset(row.listed("english") + row.listed("demonyms"))
    return frozenset((country,))
