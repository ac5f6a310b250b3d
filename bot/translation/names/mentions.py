"""Names in an Arabic text: who and what is mentioned, and how it is spelled in English.

`Names.find` reads one sentence, `Names.scope` what a whole article (or digest) makes certain,
`Names.inline` puts spellings into the source as hints for the model. It ends at the Arabic:
what a translation made of the names is in `spelling` and `checks`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from bot.translation.names.finding import find
from bot.translation.names.found import Inlined, Mention, Scope
from bot.translation.names.glossary import Glossary
from bot.translation.names.glosses import glosses
from bot.translation.names.origins import Origin
from bot.translation.names.terms import Term

__all__ = ["INLINED", "TOLD", "Inlined", "Mention", "Names", "Scope"]

INLINED = frozenset({"person", "organisation", "outlet"})
"""Kinds whose English spelling in the source helps the model; measured, see README.md."""
TOLD = frozenset(
    {"person", "place", "organisation", "outlet", "title", "treaty", "country", "other"}
)
"""Kinds of names whose spelling is worth telling to an engine; the others are words."""


@dataclass(frozen=True, slots=True)
class Names:
    """The name tables and a glossary as one lookup; make it with `Names.load`."""

    inlined: frozenset[str] = field(default=INLINED)
    glossary: Glossary = field(default_factory=Glossary)

    @staticmethod
    @cache
    def load() -> Names:
        """The packaged tables; read on first use and kept."""
        return Names()

    def with_terms(self, terms: Iterable[Term]) -> Names:
        """The same with these entries of a glossary besides those it has."""
        return replace(self, glossary=self.glossary.with_terms(terms))

    def find(
        self, text: str, *, known: Scope | frozenset[str] | tuple[str, ...] = ()
    ) -> tuple[Mention, ...]:
        """The names of a text in order, never overlapping, the longest reading first.

        `known` is `scope(...)` of the article, or folded full names that occur in it.
        """
        scope = known if isinstance(known, Scope) else Scope(frozenset(known))
        return find(text, scope)

    def scope(self, texts: Iterable[str]) -> Scope:
        """What these texts together make certain: full names, names they gloss in English, and
        the entries of the glossary that occur in them."""
        listed = tuple(texts)
        full: set[str] = set()
        glossed: dict[str, str] = {}
        for text in listed:
            for mention in self.find(text):
                if mention.kind == "person" and " " in mention.name:
                    full.add(mention.name)
            glossed.update(glosses(text))
        occurring = self.glossary.occurring(listed)
        return Scope(frozenset(full), tuple(sorted(glossed.items())), occurring)

    def entries_for(self, sentence: str, scope: Scope | None = None) -> list[tuple[str, str]]:
        """The names of a sentence whose spelling is settled, Arabic as it stands and English:
        what an engine that takes instructions is told. Each once, in order."""
        known = scope if scope is not None else self.scope([sentence])
        found = {
            _without_clitic(mention): mention.spellings[0].removeprefix("the ")
            for mention in self.find(sentence, known=known)
            if mention.certain and mention.kind in TOLD
        }
        return list(found.items())

    def inline(self, text: str, scope: Scope | None = None) -> Inlined:
        """The text with certain names of the inlined kinds spelled in English.

        A clitic stays before the name as a word of its own: "لبومبيو" gives "ل Pompeo".
        """
        pieces: list[str] = []
        replaced: list[Mention] = []
        last = 0
        for mention in self.find(text, known=scope or Scope()):
            if not mention.certain or not self._inlines(mention):
                continue
            spelling = mention.spellings[0].removeprefix("the ")
            pieces.append(text[last : mention.start])
            pieces.append(f"{mention.clitic} {spelling}" if mention.clitic else spelling)
            replaced.append(mention)
            last = mention.end
        pieces.append(text[last:])
        return Inlined("".join(pieces), tuple(replaced))

    def _inlines(self, mention: Mention) -> bool:
        # What was learnt from a translation stays out of the source: else the article that
        # taught it would be translated anew on the next run.
        if mention.origin is Origin.REMEMBERED:
            return False
        settled = mention.origin in (Origin.OPERATOR, Origin.STATED)
        return settled or mention.kind in self.inlined


def _without_clitic(mention: Mention) -> str:
    """The Arabic as it stands, but for للأمم المتحدة, of which الأمم المتحدة is told."""
    bare = mention.text[len(mention.clitic) :]
    return f"ا{bare}" if mention.name.startswith("ال") and bare.startswith("ل") else bare
