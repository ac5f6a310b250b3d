"""`Names`: the name tables and a glossary as one lookup for a sentence or an article.

`find` reads one sentence, `scope` tells what a whole article (or digest) makes certain, and
`inline` and `entries_for` hint spellings to an engine.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from bot.translation.names.find import NO_SCOPE, NameMention, Scope, find
from bot.translation.names.glossary import Glossary
from bot.translation.names.namesakes import meant, namesakes
from bot.translation.names.phrases import phrases
from bot.translation.names.sound import similarity, weight
from bot.translation.names.tables import SpellingOrigin
from bot.translation.names.terms import Term
from bot.translation.names.words import adjacent, readings, words

INLINED = frozenset({"person", "organisation", "outlet", "place", "country"})
"""Kinds whose English in the source helps the embedded model; measured, see README.md."""
_TOLD = frozenset(
    {"person", "place", "organisation", "outlet", "title", "treaty", "country", "other"}
)
"""Kinds of names whose spelling is worth telling to an engine; the others are words."""
_GLOSS = re.compile(r"[\s\"”»“]*[(\[]\s*([A-Z][A-Za-zÀ-ž'’.\- ]{2,60}?)\s*[)\]]")


@dataclass(frozen=True, slots=True)
class Names:
    """The name tables and a glossary as one lookup; make it with `Names.load`."""

    glossary: Glossary = field(default_factory=Glossary)

    @staticmethod
    @cache
    def load() -> Names:
        """The packaged tables; read on first use and kept."""
        return Names()

    def with_terms(self, terms: Iterable[Term]) -> Names:
        """The same with these entries of a glossary besides those it has."""
        return replace(self, glossary=self.glossary.with_terms(terms))

    def find(self, text: str, *, known: Scope = NO_SCOPE) -> tuple[NameMention, ...]:
        """The names of a text in order, never overlapping, the longest reading first.

        `known` is the `scope` of the article that the text is part of.
        """
        return find(text, known)

    def scope(self, texts: Iterable[str]) -> Scope:
        """What these texts together make certain.

        That is full names, names they gloss in English, entries of the glossary that occur, and
        which of two namesakes is meant.
        """
        listed = tuple(texts)
        full: set[str] = set()
        glossed: dict[str, str] = {}
        alike: set[str] = set()
        for text in listed:
            for mention in self.find(text):
                if mention.name in namesakes():
                    alike.add(mention.name)
                if mention.kind == "person" and " " in mention.name:
                    full.add(mention.name)
            glossed.update(_glosses(text))
        occurring = self.glossary.occurring(listed)
        told = ((name, which) for name in sorted(alike) if (which := meant(name, listed)))
        return Scope(frozenset(full), tuple(sorted(glossed.items())), occurring, tuple(told))

    def entries_for(self, sentence: str, scope: Scope | None = None) -> list[tuple[str, str]]:
        """The certain names of a sentence, Arabic as it stands and English, each once, in order.

        An engine that takes instructions is told them.
        """
        known = scope if scope is not None else self.scope([sentence])
        found = {
            _without_clitic(mention): mention.spellings[0].removeprefix("the ")
            for mention in self.find(sentence, known=known)
            if mention.certain and mention.kind in _TOLD
        }
        return list(found.items())

    def inline(self, text: str, scope: Scope = NO_SCOPE, kinds: Collection[str] = INLINED) -> str:
        """The text with certain names and phrases of these kinds spelled in English.

        A clitic stays before the name as a word of its own: "لبومبيو" gives "ل Pompeo". Where a
        name and a phrase overlap, the longer one is put in.
        """
        found = [
            _Inlined(m.start, m.end, m.clitic, m.spellings[0].removeprefix("the "))
            for m in self.find(text, known=scope)
            if _inlines(m, kinds)
        ]
        if "phrase" in kinds:
            found += [
                _Inlined(m.start, m.end, m.clitic, m.phrase.english[0])
                for m in phrases(text)
                if m.phrase.inlined
            ]
        pieces: list[str] = []
        last = 0
        for each in _apart(found):
            pieces.append(text[last : each.start])
            pieces.append(f"{each.clitic} {each.english}" if each.clitic else each.english)
            last = each.end
        pieces.append(text[last:])
        return "".join(pieces)


@dataclass(frozen=True, slots=True)
class _Inlined:
    """English that takes the place of `text[start:end]`, but for the clitic."""

    start: int
    end: int
    clitic: str
    english: str


def _apart(found: Iterable[_Inlined]) -> list[_Inlined]:
    """Those that do not overlap, in order; of two that do the longer."""
    kept: list[_Inlined] = []
    for each in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(each.end <= one.start or one.end <= each.start for one in kept):
            kept.append(each)
    return sorted(kept, key=lambda one: one.start)


def _inlines(mention: NameMention, kinds: Collection[str]) -> bool:
    # What was learnt from a translation stays out of the source: else the article that taught
    # it would be translated anew on the next run.
    if mention.origin is SpellingOrigin.REMEMBERED:
        return False
    if not mention.certain and mention.kind != "word":
        return False
    settled = mention.origin in (SpellingOrigin.OPERATOR, SpellingOrigin.STATED)
    return settled or mention.kind in kinds


def _without_clitic(mention: NameMention) -> str:
    """The Arabic as it stands, but for للأمم المتحدة, of which الأمم المتحدة is told."""
    bare = mention.text[len(mention.clitic) :]
    return f"ا{bare}" if mention.name.startswith("ال") and bare.startswith("ل") else bare


def _glosses(text: str) -> dict[str, str]:
    """Folded Arabic names that the text itself spells in English, in brackets right after them.

    In جيك سوليفان (Jake Sullivan) the family name alone is one as well.
    """
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
        if not adjacent(text, run):
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
