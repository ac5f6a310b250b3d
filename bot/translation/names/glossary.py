"""The glossary: names whose English spelling somebody settled, and what they change.

`Glossary` finds which of its entries occur in an article, with any clitics and variant letters,
and `Scope.terms` holds those. An entry that does not occur in an article is not in its scope, so
that a changed entry changes no other article. `by_glossary`, `with_family` and `alike_spellings`
say how a name is spelled then, and which other spellings give way. The shell keeps the entries
and decides who may change them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from bot.translation.names import tables
from bot.translation.names.sound import plain
from bot.translation.names.tables import KnownName, SpellingOrigin
from bot.translation.names.terms import Term
from bot.translation.names.variants import one_name, sound_key
from bot.translation.names.words import arabic_surname, readings, surname, words

Occurring = tuple[tuple[str, Term], ...]
"""Folded form as it stands in the text, and the entry that spells it; sorted by the form."""

_RANK = {origin: place for place, origin in enumerate(SpellingOrigin)}
_SHORTEST_SURNAME = 4
_SURE_WITH_CLITIC = 5
_ADJECTIVE = ("an", "en", "ens", "us", "ca", "ça")
"""Endings that make of a place's name another word: Chechen, Catalan, Barça."""
_DESCRIBING = frozenset(("Soviet", "Houthi", "Huthi"))
_ALIKE = 70.0
"""Likeness of two spellings of one name: Kiev and Kyiv have 75, MBS and Mohammed bin Salman 17."""


class Glossary:
    """Entries, found by their Arabic. A glossary never changes; `with_terms` makes another."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self._by_key: dict[str, Term] = {}
        for term in terms:
            held = self._by_key.get(term.key)
            if held is None or _RANK[term.origin] <= _RANK[held.origin]:
                self._by_key[term.key] = term
        self._by_sound: dict[str, list[Term]] = {}
        self._by_seed: dict[tuple[str, str], Term] = {}
        for key, term in self._by_key.items():
            self._by_sound.setdefault(sound_key(key), []).append(term)
            entry = tables.entries().get(key)
            if entry is not None:
                self._by_seed.setdefault((entry.spellings[0], entry.kind), term)
        self._most = max((key.count(" ") + 1 for key in self._by_key), default=0)
        self._surnames: dict[str, Term] = {}
        self._add_seed_surnames()

    def __len__(self) -> int:
        return len(self._by_key)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The entries that hold, one a name."""
        return tuple(self._by_key.values())

    def with_terms(self, more: Iterable[Term]) -> Glossary:
        """A glossary of these entries and more; of two for one name the origin's rank decides."""
        return Glossary((*self.terms, *more))

    def occurring(self, texts: Iterable[str]) -> Occurring:
        """The entries that occur in the texts of one article, in the forms they stand in.

        A person whose full name stands there is found by the family name alone as well.
        """
        if not self._by_key:
            return ()
        found: dict[str, Term] = {}
        folded = [[word.folded for word in words(text)] for text in texts]
        bare = {word for each in folded for word in each}
        for each in folded:
            for place, word in enumerate(each):
                for first in dict.fromkeys(_starts(word)):
                    for count in range(1, min(self._most, len(each) - place) + 1):
                        form = " ".join([first, *each[place + 1 : place + count]])
                        term = found.get(form) or self.of(form)
                        if term is not None and (count > 1 or _stands_alone(form, bare)):
                            found[form] = term
        return tuple(sorted({**_family_names(found), **found}.items()))

    def of(self, form: str) -> Term | None:
        """The entry of a folded Arabic name in any of its spellings; None where there is none."""
        term = self._by_key.get(form) or self._surnames.get(form)
        if term is not None:
            return term
        entry = tables.entries().get(form)
        if entry is not None:
            # The tables know this form, so they decide whether it is the entry's.
            return self._by_seed.get((entry.spellings[0], entry.kind))
        for each in self._by_sound.get(sound_key(form), ()):
            if each.kind in ("person", "place") and one_name(
                each.key, form, each.english.removeprefix("the ")
            ):
                return each
        return None

    def _add_seed_surnames(self) -> None:
        """Family names that the tables know of one person, whom an entry spells in full."""
        for key, term in self._by_key.items():
            entry = tables.entries().get(key)
            if entry is None or not entry.surname or " " not in term.english:
                continue
            family = " ".join(entry.surname)
            bearers = {
                tables.entries()[full].spellings[0] for full in tables.surnames().get(family, ())
            }
            if len(bearers) == 1 and family not in self._by_key:
                alone = _family(term, family)
                self._surnames[family] = alone
                # The tables may list the family name in other letters: شويجو.
                self._by_seed.setdefault((surname(entry.spellings[0]), "person"), alone)


def _stands_alone(form: str, bare: Collection[str]) -> bool:
    """Whether a name of one word is long enough to be known with a clitic, or has none somewhere.

    Other words begin with a clitic's letter and go on like a short name: وكيلي is "my agent",
    and no Kelly.
    """
    return len(form) >= _SURE_WITH_CLITIC or form in bare or f"ال{form}" in bare


def _family(term: Term, family: str) -> Term:
    return Term(family, surname(term.english), term.kind, term.origin, family=True)


def _starts(folded: str) -> Iterator[str]:
    """The ways to read the first word of a name, with its article and without clitics."""
    for clitic, rest in readings(folded):
        if clitic.endswith(("لل", "ال")) and clitic != "ال":
            yield "ال" + rest
        yield rest


def _family_names(found: Mapping[str, Term]) -> dict[str, Term]:
    """Family names of the persons found in full, where only one of them bears it."""
    families: dict[str, Term | None] = {}
    for form, term in found.items():
        parts = tuple(form.split())
        family = " ".join(arabic_surname(parts))
        if term.kind != "person" or len(parts) < 2 or " " not in term.english:
            continue
        if len(family) < _SHORTEST_SURNAME or family in tables.ordinary():
            continue
        alone = _family(term, family)
        known = tables.entries().get(family)
        other = known is not None and surname(known.spellings[0]) != alone.english
        doubtful = other and term.origin is not SpellingOrigin.OPERATOR
        shared = family in families and families[family] != alone
        families[family] = None if doubtful or shared else alone
    return {family: term for family, term in families.items() if term is not None}


def by_glossary(term: Term, form: str) -> KnownName:
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
    return KnownName((term.english, *kept), kind, origin=term.origin, replaced=replaced)


def _describes(spelling: str, entry: KnownName) -> bool:
    """Whether a spelling of a place is its adjective or may stand as one: Russian, US, Chechen."""
    if entry.kind == "country":
        return spelling not in tables.country_names()
    return spelling in _DESCRIBING or (entry.kind == "place" and _adjective(spelling, entry))


def _adjective(spelling: str, entry: KnownName) -> bool:
    return spelling.endswith(_ADJECTIVE) and entry.spellings[0][-2:] != spelling[-2:]


def with_family(entry: KnownName, terms: Mapping[str, Term]) -> KnownName:
    """A person's entry with the family name spelled as the operator spells it."""
    term = terms.get(" ".join(entry.surname)) if entry.surname else None
    # Of one who is entered in full the family name says nothing of others who bear it.
    alone = term is not None and not term.family and term.origin is SpellingOrigin.OPERATOR
    if term is None or not alone or entry.kind != "person":
        return alike_spellings(entry)
    first = entry.spellings[0]
    family = surname(first)
    if fuzz.ratio(plain(family), plain(term.english)) < _ALIKE:
        # The Brauns' entry says nothing of Gordon Brown.
        return alike_spellings(entry)
    settled = first.removesuffix(family) + surname(term.english)
    if settled == first:
        return alike_spellings(entry)
    return replace(
        entry, spellings=(settled,), origin=SpellingOrigin.OPERATOR, replaced=entry.spellings
    )


@lru_cache(maxsize=4096)
def alike_spellings(entry: KnownName) -> KnownName:
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
