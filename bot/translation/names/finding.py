"""The names of one text: the longest reading of every word that may begin one.

The glossary's entries, then what the article itself glosses, then the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from bot.translation.names import tables
from bot.translation.names.found import Mention, Scope
from bot.translation.names.letters import Word, readings, words, written_length
from bot.translation.names.origins import Origin
from bot.translation.names.settled import alike_spellings, by_glossary, with_family
from bot.translation.names.terms import MOST_WORDS, Term

T = TypeVar("T")

_JOINT = re.compile(r"[\s\-–\"“”«»'‘’]{1,4}\Z")
_PREPOSITIONS = frozenset(("على", "إلى", "الى", "حتى"))
"""As written: folded, "on" is Ali, and وجد محمد على الطاولة would hold a Muhammad Ali."""
_INFLECTED = ("", "ه", "ون", "ين", "ات", "ان", "تين", "تان", "ا", "هم", "ها")


@lru_cache(maxsize=4096)
def find(text: str, scope: Scope) -> tuple[Mention, ...]:
    """The names of a text in order, never overlapping, the longest reading first."""
    tokens = tuple(words(text))
    glossed, terms = dict(scope.glossed), dict(scope.terms)
    found: list[Mention] = []
    position = 0
    while position < len(tokens):
        mention, taken = _at(text, tokens, position, scope, glossed, terms)
        if mention is not None and _behind_a_given_name(mention, tokens, position, text):
            family = mention.name
            if family in glossed or (family in terms and terms[family].family):
                # What the tables say of the family, and not what is said of one who bears it.
                stated, others = _without(family, glossed), _without(family, terms)
                mention, taken = _at(text, tokens, position, scope, stated, others)
            elif mention.kind == "organisation" and family.endswith("ي"):
                # محمد علي الحوثي is a man, and الحوثي alone the Houthis.
                mention = replace(mention, certain=False)
        if mention is not None and _is_given_name(mention, tokens, position, text):
            mention = replace(mention, certain=False)
        if mention is not None:
            found.append(mention)
        position += taken
    return tuple(found)


def _without(name: str, table: dict[str, T]) -> dict[str, T]:
    return {key: value for key, value in table.items() if key != name}


def _is_given_name(mention: Mention, tokens: tuple[Word, ...], position: int, text: str) -> bool:
    """Whether an unknown name follows one word, which then is its bearer's given name.

    هاريس أليكسيو is a singer, and no Kamala Harris.
    """
    if mention.kind != "person" or " " in mention.name or position + 1 >= len(tokens):
        return False
    following = tokens[position + 1]
    if not text[mention.end : following.start].isspace():
        return False
    word = _word(following.folded)
    return word is not None and not word[1] and following.folded not in tables.entries()


def _behind_a_given_name(
    mention: Mention, tokens: tuple[Word, ...], position: int, text: str
) -> bool:
    """Whether one word stands right behind a given name, and so is its bearer's family name.

    An entry for Gerd Müller says nothing of Stephen Miller, who has the same letters.
    """
    alone = " " not in mention.name and not mention.clitic
    if not alone or not position or not adjacent(text, tokens, position - 1, 2):
        return False
    before = tokens[position - 1].folded
    return any(rest in tables.given() for _, rest in readings(before, shortest=3)) or (
        _word(before) is not None
    )


def _at(
    text: str,
    tokens: tuple[Word, ...],
    position: int,
    scope: Scope,
    glossed: dict[str, str],
    terms: dict[str, Term],
) -> tuple[Mention | None, int]:
    """The name starting at a word, and how many words to go on by."""
    token = tokens[position]
    best: tuple[int, str, str, tables.Entry, bool] | None = None
    for clitic, first in _heads(token.folded):
        most = max(
            tables.longest().get(first, 0),
            4 if glossed or scope.full else 0,
            MOST_WORDS if terms else 0,
        )
        for count in range(min(most, len(tokens) - position), 0, -1):
            if best is not None and count <= best[0]:
                break
            if not adjacent(text, tokens, position, count):
                continue
            name = " ".join([first, *(t.folded for t in tokens[position + 1 : position + count])])
            certified = _entry(name, clitic, scope, glossed, terms)
            if certified is not None:
                best = (count, clitic, name, *certified)
                break
    best = best or _adjective(token.folded) or _word(token.folded)
    if best is None:
        return None, 1
    count, clitic, name, found, certain = best
    start, end = token.start, tokens[position + count - 1].end
    written = text[start:end]
    prefix = written[: written_length(written, len(clitic))]
    return (
        Mention(
            start,
            end,
            written,
            prefix,
            found.spellings,
            found.kind,
            certain,
            name,
            found.origin,
            found.replaced,
        ),
        count,
    )


def _heads(folded: str) -> Iterable[tuple[str, str]]:
    """Ways to read a name's first word: the article may belong to the name or not."""
    for clitic, rest in readings(folded):
        if clitic.endswith("لل"):
            yield clitic[:-1], "ال" + rest
        elif clitic.endswith("ال") and clitic != "ال":
            yield clitic[:-2], "ال" + rest
        yield clitic, rest


def adjacent(text: str, tokens: tuple[Word, ...], position: int, count: int) -> bool:
    """Whether so many words from a position stand next to each other, in one name."""
    return all(
        _JOINT.match(text[tokens[i].end : tokens[i + 1].start])
        and text[tokens[i + 1].start : tokens[i + 1].end] not in _PREPOSITIONS
        for i in range(position, position + count - 1)
    )


def _entry(
    name: str, clitic: str, scope: Scope, glossed: dict[str, str], terms: dict[str, Term]
) -> tuple[tables.Entry, bool] | None:
    """The entry of a folded name, and whether the name is certain here."""
    one_word = " " not in name
    if one_word and clitic and len(name) < 4 and name not in _SHORT_COUNTRIES:
        return None
    term = terms.get(name)
    if term is not None and term.kind == "person" and clitic.endswith(("ال", "لل")):
        term = None
    if term is not None and one_word and clitic and clitic + name in tables.ordinary():
        # بليون is a billion, and not "in Lyon".
        term = None
    if name in glossed and (term is None or term.origin is not Origin.OPERATOR):
        return tables.Entry((glossed[name],), "person"), True
    if term is not None:
        return by_glossary(term, name), True
    bearers = [full for full in tables.surnames().get(name, ()) if full in scope.full]
    if bearers:
        families = dict.fromkeys(
            tables.surname(s) for full in bearers for s in tables.entries()[full].spellings
        )
        first = {tables.surname(tables.entries()[full].spellings[0]) for full in bearers}
        plain = name not in tables.ordinary() and not (clitic.endswith("ال"))
        if plain:
            return tables.Entry(tuple(families), "person"), len(first) == 1
    entry = tables.entries().get(name)
    if entry is None or (entry.kind == "person" and clitic.endswith(("ال", "لل"))):
        return None
    if one_word and (name in tables.ordinary() or clitic + name in tables.ordinary()):
        return None
    certain = not (name in tables.shared() and entry.kind == "person")
    return with_family(entry, terms) if terms else alike_spellings(entry), certain


_SHORT_COUNTRIES = frozenset(("مصر", "جده"))


def _adjective(folded: str) -> tuple[int, str, str, tables.Entry, bool] | None:
    """A country's adjective in any gender or number: الأميركيين, وروسية."""
    for clitic, rest in readings(folded, shortest=3):
        for ending in _INFLECTED:
            stem = rest.removesuffix(ending)
            if not rest.endswith(ending) or stem not in tables.adjectives():
                continue
            # Plurals such as عرب and روس take no ending: عربات are carriages.
            if stem.endswith("ي") or ending in ("", "ا"):
                return 1, clitic, stem, tables.adjectives()[stem], True
    return None


def _word(folded: str) -> tuple[int, str, str, tables.Entry, bool] | None:
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
            return 1, clitic, rest, tables.Entry(tuple(spellings.split("|")), "word"), False
    return None
