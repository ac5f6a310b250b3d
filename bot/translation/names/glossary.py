"""The glossary: names whose English spelling somebody settled, found in Arabic text.

It knows which of its entries occur in an article, whatever clitics and variant letters they
stand with, and hands them on in `Scope.terms`. What does not occur in an article is no part of
its scope, so a changed entry changes nothing for the others. Where entries are kept, and who
may change them, is the shell's affair.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.translation.names import tables
from bot.translation.names.letters import readings, words
from bot.translation.names.origins import Origin
from bot.translation.names.terms import Term
from bot.translation.names.variants import one_name, sound_key

Occurring = tuple[tuple[str, Term], ...]
"""Folded form as it stands in the text, and the entry that spells it; sorted by the form."""

_RANK = {origin: place for place, origin in enumerate(Origin)}
_SHORTEST_SURNAME = 4
_SURE_WITH_CLITIC = 5


class Glossary:
    """Entries by the Arabic they are found by. Never changed; `with_terms` makes another."""

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
        """These entries and more; of two with one name the origin's rank decides."""
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
            # The tables know this form: it is the entry's only where they say so.
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
                self._by_seed.setdefault((tables.surname(entry.spellings[0]), "person"), alone)


def _stands_alone(form: str, bare: Collection[str]) -> bool:
    """Whether a name of one word stands without a clitic somewhere, where it is so short that
    other words begin with a clitic's letter and go on like it: وكيلي is "my agent", no Kelly."""
    return len(form) >= _SURE_WITH_CLITIC or form in bare or f"ال{form}" in bare


def _family(term: Term, family: str) -> Term:
    return Term(family, tables.surname(term.english), term.kind, term.origin, family=True)


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
        family = " ".join(tables.arabic_surname(parts))
        if term.kind != "person" or len(parts) < 2 or " " not in term.english:
            continue
        if len(family) < _SHORTEST_SURNAME or family in tables.ordinary():
            continue
        alone = _family(term, family)
        known = tables.entries().get(family)
        other = known is not None and tables.surname(known.spellings[0]) != alone.english
        doubtful = other and term.origin is not Origin.OPERATOR
        shared = family in families and families[family] != alone
        families[family] = None if doubtful or shared else alone
    return {family: term for family, term in families.items() if term is not None}
