"""The names of one Arabic text: the longest reading of every word that may begin one.

The glossary's entries come first, then what the article itself glosses, then the tables. What a
translation made of the names is in `spelling` and `checks`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from bot.translation.names import tables
from bot.translation.names.glossary import Occurring, alike_spellings, by_glossary, with_family
from bot.translation.names.namesakes import namesakes
from bot.translation.names.tables import HAMZAS, KnownName, SpellingOrigin
from bot.translation.names.terms import MOST_WORDS, Term
from bot.translation.names.words import (
    adjacent,
    heads,
    readings,
    surname,
    words,
    written_length,
)

T = TypeVar("T")

_INFLECTED = ("", "ه", "ون", "ين", "ات", "ان", "تين", "تان", "ا", "هم", "ها")
_SURE_WITH_CLITIC = 5
"""Letters of a gazetteer's name of one word that is certain behind a clitic."""
_VERB = 4
"""Letters of a verb in the present."""
_NO_ARTICLE = frozenset(("person", "place"))
"""Kinds whose names stand with the article always or never: السيول are floods, and no Seoul."""
_SHORT_COUNTRIES = frozenset(("مصر", "جده"))


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name where it stands: `source[start:end] == text`, clitic included."""

    start: int
    end: int
    text: str
    clitic: str
    """The letters before the name that are not of it: "و", "ل", "وبال"; "" for none."""
    spellings: tuple[str, ...]
    """Accepted English, the preferred one first."""
    kind: str
    """person, place, organisation, outlet, title, treaty, country, demonym, other or word."""
    certain: bool
    name: str = ""
    """The folded Arabic name without the clitic."""
    origin: SpellingOrigin = SpellingOrigin.SEED
    """Whose spelling it is."""
    replaced: tuple[str, ...] = ()
    """Other spellings of the same name, which give way to the preferred one."""
    owed: bool = True
    """Good English has it; False where it is often said in other words."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an article makes certain beyond the tables."""

    full: frozenset[str] = frozenset()
    """Folded full names that occur."""
    glossed: tuple[tuple[str, str], ...] = ()
    """Arabic name, and its English where the article has it: جيك سوليفان (Jake Sullivan)."""
    terms: Occurring = ()
    """The entries of the glossary that occur, and no others."""
    namesakes: tuple[tuple[str, KnownName], ...] = ()
    """Folded name, and which of its bearers is meant, where the article tells."""


NO_SCOPE = Scope()
"""Of a text that stands alone: the tables decide."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read some words as a name."""

    count: int
    """Words it takes."""
    clitic: str
    name: str
    known: KnownName
    certain: bool


@lru_cache(maxsize=1024)
def find(text: str, scope: Scope) -> tuple[NameMention, ...]:
    """The names of a text in order, never overlapping, the longest reading first."""
    return tuple(_Finder(text, scope).mentions())


class _Finder:
    def __init__(self, text: str, scope: Scope) -> None:
        self._text = text
        self._tokens = tuple(words(text))
        self._full = scope.full
        self._glossed = dict(scope.glossed)
        self._terms = dict(scope.terms)
        self._namesakes = dict(scope.namesakes)

    def mentions(self) -> Iterable[NameMention]:
        position = 0
        while position < len(self._tokens):
            mention, taken = self._mention(position)
            if mention is not None:
                yield mention
            position += taken

    def _mention(self, position: int) -> tuple[NameMention | None, int]:
        """The name that starts at a word, and how many words to go on by."""
        found = self._read(position, self._glossed, self._terms)
        if found is not None and self._behind_a_given_name(found, position):
            family = found.name
            term = self._terms.get(family)
            if family in self._glossed or (term is not None and term.family):
                # What the tables say of the family, and not what is said of one who bears it.
                stated, others = _without(family, self._glossed), _without(family, self._terms)
                found = self._read(position, stated, others)
            elif found.known.kind == "organisation" and family.endswith("ي"):
                # محمد علي الحوثي is a man, and الحوثي alone the Houthis.
                found = replace(found, certain=False)
        if found is None:
            return None, 1
        if self._is_given_name(found, position):
            found = replace(found, certain=False)
        return self._placed(found, position), found.count

    def _placed(self, found: _Reading, position: int) -> NameMention:
        start, end = self._tokens[position].start, self._end(found, position)
        written = self._text[start:end]
        return NameMention(
            start,
            end,
            written,
            clitic=written[: written_length(written, len(found.clitic))],
            spellings=found.known.spellings,
            kind=found.known.kind,
            certain=found.certain,
            name=found.name,
            origin=found.known.origin,
            replaced=found.known.replaced,
            owed=found.known.owed,
        )

    def _end(self, found: _Reading, position: int) -> int:
        return self._tokens[position + found.count - 1].end

    def _is_given_name(self, found: _Reading, position: int) -> bool:
        """Whether an unknown name follows this one word, which then is its bearer's given name.

        هاريس أليكسيو is a singer, and no Kamala Harris.
        """
        if found.known.kind != "person" or " " in found.name or position + 1 >= len(self._tokens):
            return False
        following = self._tokens[position + 1]
        if not self._text[self._end(found, position) : following.start].isspace():
            return False
        word = _word(following.folded)
        return word is not None and not word.clitic and following.folded not in tables.entries()

    def _behind_a_given_name(self, found: _Reading, position: int) -> bool:
        """Whether this one word follows a given name, and so is its bearer's family name.

        An entry for Gerd Müller says nothing of Stephen Miller, who has the same letters.
        """
        alone = " " not in found.name and not found.clitic
        if not alone or not position:
            return False
        if not adjacent(self._text, self._tokens[position - 1 : position + 1]):
            return False
        before = self._tokens[position - 1].folded
        return any(rest in tables.given() for _, rest in readings(before, shortest=3)) or (
            _word(before) is not None
        )

    def _read(
        self, position: int, glossed: dict[str, str], terms: dict[str, Term]
    ) -> _Reading | None:
        """The longest reading of the words from a position."""
        text, tokens = self._text, self._tokens
        token = tokens[position]
        best: _Reading | None = None
        for clitic, first in heads(token.folded):
            most = max(
                tables.longest().get(first, 0),
                4 if glossed or self._full else 0,
                MOST_WORDS if terms else 0,
            )
            for count in range(min(most, len(tokens) - position), 0, -1):
                if best is not None and count <= best.count:
                    break
                if not adjacent(text, tokens[position : position + count]):
                    continue
                rest = (t.folded for t in tokens[position + 1 : position + count])
                name = " ".join([first, *rest])
                if count == 1 and self._another_word(position, name, clitic):
                    continue
                word = count == 1 and name in tables.ordinary()
                acts = word and self._acts(position, clitic)
                entry = self._entry(name, clitic, glossed, terms, acts=acts)
                if entry is not None:
                    best = _Reading(count, clitic, name, *entry)
                    break
        return best or _adjective(token.folded) or _word(token.folded)

    def _acts(self, position: int, clitic: str) -> bool:
        """Whether a word opens a clause and a verb of the present or a colon follows it, as who
        acts does in a headline: "... وسلام يلتقي لودريان", "عون: ..."."""
        token, text = self._tokens[position], self._text
        before = text[self._tokens[position - 1].end if position else 0 : token.start]
        if clitic not in ("", "و") or not (clitic or not position or before.strip()):
            return False
        if position + 1 == len(self._tokens):
            return text[token.end :].lstrip().startswith(":")
        following = self._tokens[position + 1]
        between = text[token.end : following.start].strip()
        verb = following.folded.startswith("ي") and len(following.folded) >= _VERB
        return between.startswith(":") or (not between and verb)

    def _another_word(self, position: int, name: str, clitic: str) -> bool:
        """Whether a hamza stands in it that nobody writes into this name: ترأس is no Truss."""
        known = tables.hamzas().get(name)
        if known is None:
            return False
        token = self._tokens[position]
        written = self._text[token.start : token.end]
        inside = written[written_length(written, len(clitic)) :][1:]
        return not set(inside) & HAMZAS <= known

    def _entry(
        self,
        name: str,
        clitic: str,
        glossed: dict[str, str],
        terms: dict[str, Term],
        *,
        acts: bool = False,
    ) -> tuple[KnownName, bool] | None:
        """The entry of a folded name, and whether the name is certain here. `acts`: it stands as
        whoever says or does something."""
        one_word = " " not in name
        if one_word and clitic and len(name) < 4 and name not in _SHORT_COUNTRIES:
            return None
        term = terms.get(name)
        if term is not None and term.kind == "person" and clitic.endswith(("ال", "لل")):
            term = None
        if term is not None and one_word and clitic and clitic + name in tables.ordinary():
            # بليون is a billion, and not "in Lyon".
            term = None
        if name in glossed and (term is None or term.origin is not SpellingOrigin.OPERATOR):
            return KnownName((glossed[name],), "person"), True
        if term is not None:
            return by_glossary(term, name), True
        if name in namesakes() and clitic + name not in tables.ordinary():
            meant = self._namesakes.get(name)
            return (meant, True) if meant else (namesakes()[name], False)
        bearers = [full for full in tables.surnames().get(name, ()) if full in self._full]
        named = acts or name not in tables.ordinary()
        if bearers and named and not clitic.endswith("ال"):
            return _family(bearers)
        entry = tables.entries().get(name)
        if entry is None or (entry.kind in _NO_ARTICLE and clitic.endswith(("ال", "لل"))):
            return None
        if one_word and (name in tables.ordinary() or clitic + name in tables.ordinary()):
            return None
        certain = entry.certain and not (name in tables.shared() and entry.kind == "person")
        if one_word and clitic and len(name) < _SURE_WITH_CLITIC and name not in tables.by_hand():
            # كارنو is no "like Arno".
            certain = False
        return with_family(entry, terms) if terms else alike_spellings(entry), certain


def _without(name: str, table: dict[str, T]) -> dict[str, T]:
    return {key: value for key, value in table.items() if key != name}


def _family(bearers: list[str]) -> tuple[KnownName, bool]:
    """The family name of these persons; certain where all of them are spelled alike."""
    spelled = [tables.entries()[full].spellings for full in bearers]
    families = tuple(dict.fromkeys(surname(s) for spellings in spelled for s in spellings))
    return KnownName(families, "person"), len({surname(first) for first, *_ in spelled}) == 1


def _adjective(folded: str) -> _Reading | None:
    """A country's adjective in any gender or number: الأميركيين, وروسية."""
    for clitic, rest in readings(folded, shortest=3):
        for ending in _INFLECTED:
            stem = rest.removesuffix(ending)
            if not rest.endswith(ending) or stem not in tables.adjectives():
                continue
            # Plurals such as عرب and روس take no ending: عربات are carriages.
            if stem.endswith("ي") or ending in ("", "ا"):
                return _Reading(1, clitic, stem, tables.adjectives()[stem], certain=True)
    return None


def _word(folded: str) -> _Reading | None:
    """A name word of the Wikidata table: a hint, never certain."""
    if folded in tables.ordinary():
        return None
    for clitic, rest in readings(folded, shortest=4):
        if "ال" in clitic or clitic in ("ك", "لل", "ف"):
            continue
        if rest in tables.ordinary():
            return None
        spellings = tables.words().get(rest)
        if spellings is not None:
            known = KnownName(tuple(spellings.split("|")), "word")
            return _Reading(1, clitic, rest, known, certain=False)
    return None
