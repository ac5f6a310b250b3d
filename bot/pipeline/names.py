"""Entries of the glossary as people give and get them: typed, in files, and looked through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.translation.names import exchange, terms
from bot.translation.names.exchange import Listing as Listing
from bot.translation.names.known_as import known_as as known_as
from bot.translation.names.terms import Term as Term
from bot.translation.names.terms import seed_terms

LARGEST = exchange.LARGEST
"""Bytes of a glossary file."""


def entry(arabic: str, english: str, kind: str = "") -> Term:
    """An entry as somebody types it. Raises BadTerm where it can be none."""
    return terms.checked(arabic, english, kind)


def read_file(data: bytes) -> Listing:
    """A TSV or TBX file, told apart by what is in it. Raises NotAGlossary."""
    return exchange.read_glossary(data)


def written(entries: Iterable[Term], kind: str = "tsv") -> bytes:
    """A file of entries. `kind`: "tsv" or "tbx"."""
    return exchange.write_tbx(entries) if kind == "tbx" else exchange.write_tsv(entries)


def packaged(words: str, most: int, but: Iterable[str] = ()) -> list[Term]:
    """Names that come with Mujaz, with these words in either language. `but`: keys left out."""
    known = set(but)
    return [term for term in seed_terms(words, most) if term.key not in known]


def with_words(entries: Iterable[Term], words: str) -> Sequence[Term]:
    """Those with these words in the Arabic or the English."""
    key, plain = terms.key_of(words), words.casefold()
    return [t for t in entries if (key and key in t.key) or plain in t.english.casefold()]
