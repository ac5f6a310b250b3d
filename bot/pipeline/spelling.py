"""The names of Arabic texts with their settled spellings, for rooms that know no names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.records import Named
from bot.translation.names import Names


@dataclass(frozen=True, slots=True)
class NamesSpeller:
    """A `Speller` over the name tables and a glossary that may grow while it is in use."""

    names: Callable[[], Names]

    def named(self, texts: Sequence[str]) -> list[tuple[Named, ...]]:
        names = self.names()
        scope = names.scope(texts)
        return [
            tuple(
                Named(
                    mention.start + len(mention.clitic),
                    mention.end,
                    mention.spellings[0],
                    mention.kind,
                    mention.certain,
                )
                for mention in names.find(text, known=scope)
                if mention.spellings
            )
            for text in texts
        ]
