"""A place as somebody types it to IANA time zones: a city in English or Arabic, or an offset.

Names: the IANA database's own, CLDR's exemplar cities and territories through Babel, and the table
`cities` of what these lack: most cities of the Arab countries, and where those live who left.
"""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

from bot.language import lexicon
from bot.language.digits import western
from bot.language.search import words

MOST = 6
"""Zones offered for one text."""
CLOSE = 80
"""rapidfuzz score, 0 to 100, from which a misspelt name is offered."""
BEGUN = 4
"""Letters of a name's beginning from which on it is offered: shorter ones are abbreviations."""
MISSPELT = 5
"""Letters of a name that may be misspelt."""

_APOSTROPHE = re.compile("['’‘ʼʻ`]")
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−])\s*(\d{1,2})(?::?00)?", re.IGNORECASE)
_FIXED = re.compile(r"Etc/(?:GMT|UTC|UCT|Greenwich|Universal|Zulu)(?:([+\-])(\d{1,2})|0)?")
_ABBREVIATIONS = frozenset(
    {"ACST", "ADT", "AEDT", "AEST", "AKST", "AST", "AWST", "BST", "CAT", "CDT", "CEST", "CET",
     "CST", "EAT", "EDT", "EEST", "EET", "EST", "GST", "HST", "IST", "MDT", "MSK", "MST", "PDT",
     "PKT", "PST", "TRT", "WAT", "WEST", "WET"}
)  # fmt: skip
_AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian",
     "Pacific", "Arctic"}
)  # fmt: skip


def zones_for(text: str) -> tuple[str, ...]:
    """IANA names, the surest first; none where nothing is like the text.

    What is only like it is to be asked about: `certain_zone`. Abbreviations such as EST or AST are
    refused, since several zones have each of them.
    """
    if exact := _exact(text):
        return exact
    key = _key(western(text.strip()))
    return _likely(key) or _alike(key)


def is_abbreviation(text: str) -> bool:
    """Of a clock that several places have: EST, CET."""
    return text.strip().upper() in _ABBREVIATIONS


def certain_zone(text: str) -> str | None:
    """The one zone that the text names; None where there are several, or one is only like it."""
    found = _exact(text)
    return found[0] if len(found) == 1 else None


def _exact(text: str) -> tuple[str, ...]:
    wanted = western(text.strip())
    if wanted.casefold() in ("utc", "gmt"):
        return ("UTC",)
    if offset := _OFFSET.fullmatch(wanted):
        return _fixed(offset[1] == "+", int(offset[2]))
    for name in available_timezones():
        if name.casefold() == wanted.casefold() and (name == "UTC" or "/" in name):
            return (name,)
    return tuple(_named().get(_key(wanted), ()))[:MOST]


def _likely(key: str) -> tuple[str, ...]:
    """Places whose name begins so, has these words, or stands among them ("Rome, Italy")."""
    if len(key) < BEGUN:
        return ()
    named = _named()
    begun = [z for name, zones in sorted(named.items()) if name.startswith(key) for z in zones]
    within = [
        z for name, zones in named.items() if set(key.split()) <= set(name.split()) for z in zones
    ]
    among = [
        z
        for name, zones in named.items()
        if len(name) >= BEGUN and f" {name} " in f" {key} "
        for z in zones
    ]
    return tuple(dict.fromkeys(begun + within + among))[:MOST]


def _alike(key: str) -> tuple[str, ...]:
    if len(key) < MISSPELT:
        return ()
    from rapidfuzz import fuzz, process

    names = process.extract(key, list(_named()), scorer=fuzz.ratio, limit=MOST, score_cutoff=CLOSE)
    return tuple(dict.fromkeys(z for name, _, _ in names for z in _named()[name]))[:MOST]


def _fixed(east: bool, hours: int) -> tuple[str, ...]:
    # The signs of the Etc zones are POSIX's: west is positive.
    name = f"Etc/GMT{'-' if east else '+'}{hours}" if hours else "UTC"
    return (name,) if name in available_timezones() else ()


def zone_shown(zone: str) -> str:
    """For people: "Etc/GMT-3" is what they call UTC+3, and reads as its contrary."""
    found = _FIXED.fullmatch(zone)
    if found is None:
        return zone
    hours = int(found[2] or 0)
    return f"UTC{'+' if found[1] == '-' else '-'}{hours}" if hours else "UTC"


def city_shown(zone: str, language: str) -> str:
    """The zone's city as the language writes it, for a button: "Amman", "UTC"."""
    from babel import Locale

    known = Locale.parse(language).time_zones.get(zone, {}).get("city")
    return str(known or zone.rpartition("/")[2].replace("_", " "))


def _key(name: str) -> str:
    # "Ta'if" is written Taif as well.
    return " ".join(words(_APOSTROPHE.sub("", name)))


@cache
def _named() -> dict[str, list[str]]:
    from babel import Locale
    from babel.core import get_global

    found: dict[str, list[str]] = {}

    def add(name: str, zone: str) -> None:
        if (key := _key(name)) and zone not in found.setdefault(key, []):
            found[key].append(zone)

    known = available_timezones()
    cities = lexicon.rows("cities")
    # Zones of the table's cities come first among those of a country.
    rank = {zone: place for place, zone in enumerate(dict.fromkeys(row["zone"] for row in cities))}
    places = [zone for zone in sorted(known) if zone.partition("/")[0] in _AREAS]
    for zone in places:
        add(zone.rpartition("/")[2].replace("_", " "), zone)
    for language in ("ar", "en"):
        locale = Locale.parse(language)
        for zone, forms in locale.time_zones.items():
            if "city" in forms and zone in known and zone.partition("/")[0] in _AREAS:
                add(forms["city"], zone)
        for territory, zones in get_global("territory_zones").items():
            name = locale.territories.get(territory)
            if name and territory.isalpha():
                for zone in sorted(zones, key=lambda each: rank.get(each, len(rank))):
                    if zone in known:
                        add(name, zone)
    for row in cities:
        for name in (*row.listed("english"), *row.listed("arabic")):
            add(name, row["zone"])
    return found
