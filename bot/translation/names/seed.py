"""The packaged names as entries, to be looked through by people."""

from __future__ import annotations

from functools import cache

from bot.translation.names import tables
from bot.translation.names.origins import Origin
from bot.translation.names.terms import KINDS, Term, key_of

_KINDS = {"country": "place", "outlet": "organisation"}


def seed_terms(words: str, most: int) -> tuple[Term, ...]:
    """Packaged names with these words in the Arabic or the English, the shortest first."""
    arabic, english = key_of(words), words.casefold().strip()
    found = [
        term
        for term in _all()
        if (arabic and arabic in term.arabic) or (english and english in term.english.casefold())
    ]
    return tuple(sorted(found, key=lambda term: len(term.arabic))[:most])


@cache
def _all() -> tuple[Term, ...]:
    return tuple(
        Term(
            name,
            entry.spellings[0].removeprefix("the "),
            entry.kind if entry.kind in KINDS else _KINDS.get(entry.kind, "other"),
            Origin.SEED,
        )
        for name, entry in tables.entries().items()
    )
