"""Entries of the tables as the glossary and the rule of one spelling change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from bot.translation.names import tables
from bot.translation.names.origins import Origin
from bot.translation.names.sound import plain
from bot.translation.names.terms import Term

_ADJECTIVE = ("an", "en", "ens", "us", "ca", "ça")
"""Endings that make of a place's name another word: Chechen, Catalan, Barça."""
_DESCRIBING = frozenset(("Soviet", "Houthi", "Huthi"))
_ALIKE = 70.0
"""Likeness of two spellings of one name: Kiev and Kyiv have 75, MBS and Mohammed bin Salman 17."""


def by_glossary(term: Term, form: str) -> tables.Entry:
    """A term as an entry: its spelling alone, those of the tables to give way to it."""
    entry = tables.entries().get(form) or tables.entries().get(term.key)
    others = () if entry is None or entry.merged else entry.spellings
    others = tuple(s for s in others if s.removeprefix("the ") != term.english)
    # "Russian troops" keeps a name that is spelled anew, and is no spelling of it.
    kept = tuple(s for s in others if entry is not None and _describes(s, entry))
    replaced = tuple(s for s in others if s not in kept)
    kind = term.kind
    if kind == "other" and entry is not None:
        kind = entry.kind
    return tables.Entry((term.english, *kept), kind, origin=term.origin, replaced=replaced)


def _describes(spelling: str, entry: tables.Entry) -> bool:
    """Whether a spelling of a place is its adjective or may stand as one: Russian, US, Chechen."""
    if entry.kind == "country":
        return spelling not in tables.country_names()
    return spelling in _DESCRIBING or (entry.kind == "place" and _adjective(spelling, entry))


def _adjective(spelling: str, entry: tables.Entry) -> bool:
    return spelling.endswith(_ADJECTIVE) and entry.spellings[0][-2:] != spelling[-2:]


def with_family(entry: tables.Entry, terms: Mapping[str, Term]) -> tables.Entry:
    """A person's entry with the family name spelled as the operator spells it."""
    term = terms.get(" ".join(entry.surname)) if entry.surname else None
    if term is None or term.origin is not Origin.OPERATOR or entry.kind != "person":
        return alike_spellings(entry)
    first = entry.spellings[0]
    family = tables.surname(first)
    if fuzz.ratio(plain(family), plain(term.english)) < _ALIKE:
        # The Brauns' entry says nothing of Gordon Brown.
        return alike_spellings(entry)
    settled = first.removesuffix(family) + tables.surname(term.english)
    if settled == first:
        return alike_spellings(entry)
    return replace(entry, spellings=(settled,), origin=Origin.OPERATOR, replaced=entry.spellings)


@lru_cache(maxsize=4096)
def alike_spellings(entry: tables.Entry) -> tables.Entry:
    """An entry whose spellings that are like the preferred one give way to it.

    Sergey Lavrov becomes Sergei Lavrov and Kiev becomes Kyiv, so that a digest has one spelling;
    another name of the same thing stays, and so does a name with two meanings.
    """
    first = entry.spellings[0]
    if entry.kind not in ("person", "place") or entry.merged or len(entry.spellings) == 1:
        return entry
    others = tuple(
        spelling
        for spelling in entry.spellings[1:]
        if spelling.count(" ") == first.count(" ")
        and fuzz.ratio(plain(spelling), plain(first)) >= _ALIKE
        and not (entry.kind == "place" and _adjective(spelling, entry))
    )
    return replace(entry, replaced=others) if others else entry
