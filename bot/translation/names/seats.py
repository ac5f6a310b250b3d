"""Seats of government that stand for their country: "Washington said" is "the United States said".

English that names the country instead is less exact and not wrong; the reverse, a city that the
Arabic has not, is an invention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.language.lexicon import rows
from bot.translation.names.mentions import Mention

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


def country_of(mention: Mention) -> frozenset[str]:
    """English names and adjectives of the country that a place is the seat of; empty for others."""
    country = next((_SEATS[s] for s in mention.spellings if s in _SEATS), None)
    return _said(country) if country and mention.kind == "place" else frozenset()


def stands_for(mention: Mention, mentions: Sequence[Mention], hypothesis: str) -> bool:
    """Whether the English names the country where the Arabic names its seat.

    A country that the Arabic names as well is owed on its own account: each time that the English
    has it stands for one of them.
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
