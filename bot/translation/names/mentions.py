"""Names in an Arabic text: who and what is mentioned, and how it is spelled in English.

`Names.find` reads one sentence, `Names.scope` what a whole article (or digest) makes certain,
`Names.inline` puts spellings into the source as hints for the model. It ends at the Arabic:
what a translation made of the names is in `spelling` and `checks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from bot.translation.names import tables
from bot.translation.names.letters import Word, readings, words, written_length
from bot.translation.names.sound import similarity, weight

INLINED = frozenset({"person", "organisation", "outlet"})
"""Kinds whose English spelling in the source helps the model; measured, see README.md."""
_JOINT = re.compile(r"[\s\-–\"“”«»'‘’]{1,4}\Z")
_GLOSS = re.compile(r"[\s\"”»“]*[(\[]\s*([A-Z][A-Za-zÀ-ž'’.\- ]{2,60}?)\s*[)\]]")
_INFLECTED = ("", "ه", "ون", "ين", "ات", "ان", "تين", "تان", "ا", "هم", "ها")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands: `source[start:end] == text`, clitic included."""

    start: int
    end: int
    text: str
    clitic: str
    """The letters before the name that are not of it: "و", "ل", "وبال"; "" for none."""
    spellings: tuple[str, ...]
    """Accepted English, the preferred one first."""
    kind: str
    """person, place, organisation, outlet, title, treaty, country, demonym or word."""
    certain: bool
    name: str = ""
    """The folded Arabic name without the clitic."""

    @property
    def surname(self) -> bool:
        """A person mentioned by one word or a particle and a word."""
        return self.kind == "person" and " " not in self.name


@dataclass(frozen=True, slots=True)
class Scope:
    """What an article makes certain beyond the tables.

    `full`: folded full names that occur; `glossed`: Arabic name and English spelling where the
    article itself gives it, as in جيك سوليفان (Jake Sullivan).
    """

    full: frozenset[str] = frozenset()
    glossed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Inlined:
    """A source with English spellings in it, and the mentions that were replaced."""

    text: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """The name tables as one lookup; make it with `Names.load`."""

    inlined: frozenset[str] = field(default=INLINED)

    @staticmethod
    @cache
    def load() -> Names:
        """The packaged tables; read on first use and kept."""
        return Names()

    def find(
        self, text: str, *, known: Scope | frozenset[str] | tuple[str, ...] = ()
    ) -> tuple[Mention, ...]:
        """The names of a text in order, never overlapping, the longest reading first.

        `known` is `scope(...)` of the article, or folded full names that occur in it.
        """
        scope = known if isinstance(known, Scope) else Scope(frozenset(known))
        return _find(text, scope)

    def scope(self, texts: Iterable[str]) -> Scope:
        """What these texts together make certain: full names, and names they gloss in English."""
        full: set[str] = set()
        glossed: dict[str, str] = {}
        for text in texts:
            for mention in self.find(text):
                if mention.kind == "person" and " " in mention.name:
                    full.add(mention.name)
            glossed.update(_glosses(text))
        return Scope(frozenset(full), tuple(sorted(glossed.items())))

    def inline(self, text: str, scope: Scope | None = None) -> Inlined:
        """The text with certain names of the inlined kinds spelled in English.

        A clitic stays before the name as a word of its own: "لبومبيو" gives "ل Pompeo".
        """
        pieces: list[str] = []
        replaced: list[Mention] = []
        last = 0
        for mention in self.find(text, known=scope or Scope()):
            if not mention.certain or mention.kind not in self.inlined:
                continue
            spelling = mention.spellings[0].removeprefix("the ")
            pieces.append(text[last : mention.start])
            pieces.append(f"{mention.clitic} {spelling}" if mention.clitic else spelling)
            replaced.append(mention)
            last = mention.end
        pieces.append(text[last:])
        return Inlined("".join(pieces), tuple(replaced))


@lru_cache(maxsize=4096)
def _find(text: str, scope: Scope) -> tuple[Mention, ...]:
    tokens = tuple(words(text))
    glossed = dict(scope.glossed)
    found: list[Mention] = []
    position = 0
    while position < len(tokens):
        mention, taken = _at(text, tokens, position, scope, glossed)
        if mention is not None:
            found.append(mention)
        position += taken
    return tuple(found)


def _at(
    text: str, tokens: tuple[Word, ...], position: int, scope: Scope, glossed: dict[str, str]
) -> tuple[Mention | None, int]:
    """The name starting at a word, and how many words to go on by."""
    token = tokens[position]
    best: tuple[int, str, str, tables.Entry, bool] | None = None
    for clitic, first in _heads(token.folded):
        most = max(tables.longest().get(first, 0), 4 if glossed or scope.full else 0)
        for count in range(min(most, len(tokens) - position), 0, -1):
            if best is not None and count <= best[0]:
                break
            if not _adjacent(text, tokens, position, count):
                continue
            name = " ".join([first, *(t.folded for t in tokens[position + 1 : position + count])])
            certified = _entry(name, clitic, scope, glossed)
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
        Mention(start, end, written, prefix, found.spellings, found.kind, certain, name),
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


def _adjacent(text: str, tokens: tuple[Word, ...], position: int, count: int) -> bool:
    return all(
        _JOINT.match(text[tokens[i].end : tokens[i + 1].start])
        for i in range(position, position + count - 1)
    )


def _entry(
    name: str, clitic: str, scope: Scope, glossed: dict[str, str]
) -> tuple[tables.Entry, bool] | None:
    """The entry of a folded name, and whether the name is certain here."""
    one_word = " " not in name
    if one_word and clitic and len(name) < 4 and name not in _SHORT_COUNTRIES:
        return None
    if name in glossed:
        return tables.Entry((glossed[name],), "person"), True
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
    return entry, not (name in tables.shared() and entry.kind == "person")


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


def _glosses(text: str) -> dict[str, str]:
    """Arabic names that the text itself spells in English, in brackets right after them."""
    found: dict[str, str] = {}
    tokens = tuple(words(text))
    for place, token in enumerate(tokens):
        match = _GLOSS.match(text, token.end)
        if match is None:
            continue
        english = match.group(1).strip().split()
        if not 1 <= len(english) <= 4 or place + 1 < len(english):
            continue
        run = tokens[place + 1 - len(english) : place + 1]
        if not _adjacent(text, run, 0, len(run)):
            continue
        for clitic, first in readings(run[0].folded):
            arabic = [first, *(t.folded for t in run[1:])]
            if all(_sounds(a, e) for a, e in zip(arabic, english, strict=True)):
                found[" ".join(arabic)] = " ".join(english)
                if len(arabic) > 1 and len(arabic[-1]) > 3:
                    found[arabic[-1]] = english[-1]
                break
            if clitic and len(clitic) > 2:
                break
    return found


def _sounds(arabic: str, english: str) -> bool:
    return weight(english.casefold()) >= 1 and similarity(arabic, english) >= 0.75
