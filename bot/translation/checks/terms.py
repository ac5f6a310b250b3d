"""Terms: the critical words of news, lost or invented on the way to English.

A small engine makes a fluent sentence with another office, deed or thing in it: a "journalist"
for a defence minister, a "magazine" for a newspaper. The table `terms.tsv` says which English may
stand for which Arabic; its head explains the columns. Only whether a concept is there is compared:
not how often, nor who did it. What the table does not name is not judged.

The table was fitted to FLORES-200 dev: there an ERROR falls on 0.7% of 997 references (some of
which do say something else) and on 11% of the embedded engine's sentences. Four other engines,
which it was not fitted to, stand between 0.8% and 2.0%. New text will meet idioms that the table
does not know: rows written later were wrong about 2% of references before they were fitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.language.lexicon import rows
from bot.language.patterns import Finder, Language, arabic_words, english_words, meets
from bot.records import Flag, Severity
from bot.translation.checks.context import Context


class TermClass(StrEnum):
    """How much rests on a concept."""

    STRICT = "strict"
    """Lost or invented it is an ERROR."""
    LOOSE = "loose"
    """Lost or invented it is a WARNING: good English often says it in another way."""
    INVENTED = "invented"
    """Owes nothing, and invented it is an ERROR."""
    MAY = "may"
    """Owes nothing: it only licenses its English."""


@dataclass(frozen=True, slots=True)
class NewsTerm:
    """One row of the table; the patterns are as written there."""

    gloss: str
    kind: TermClass
    arabic: tuple[str, ...]
    english: tuple[str, ...]
    distinctive: tuple[str, ...]
    """English that says this concept and nothing else, so that it needs the Arabic."""


_PATTERNS = ("arabic", "english", "distinctive")


@cache
def table_rows() -> tuple[NewsTerm, ...]:
    return tuple(
        NewsTerm(row["gloss"], TermClass(row["class"]), *map(row.listed, _PATTERNS))
        for row in rows("terms")
    )


@dataclass(frozen=True, slots=True)
class _Table:
    arabic: Finder
    english: Finder
    distinctive: Finder


@cache
def _table() -> _Table:
    table = table_rows()
    return _Table(
        arabic=Finder((term.arabic for term in table), Language.ARABIC),
        english=Finder((term.english + term.distinctive for term in table), Language.ENGLISH),
        distinctive=Finder(
            (
                (*term.distinctive, *(e for e in term.english if e.startswith("!")))
                if term.distinctive
                else ()
                for term in table
            ),
            Language.ENGLISH,
        ),
    )


def terms(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR or WARNING, as the table's class says, for each term that only one side has.

    What the source itself says in Latin letters is none of the hypothesis's making. An empty
    hypothesis is the check `empty`'s.
    """
    table, named = _table(), table_rows()
    written, stems = arabic_words(source)
    english = english_words(hypothesis)
    if not stems or not english:
        return ()
    ours = table.arabic.find(stems)
    theirs = table.english.find(english)
    quoted = table.distinctive.find(english_words(source))
    licensed = [hit for term in ours for hit in theirs.get(term, ())]
    flags = []
    for term, hits in ours.items():
        if named[term].kind in (TermClass.STRICT, TermClass.LOOSE) and term not in theirs:
            longest = max(hits, key=lambda hit: hit.end - hit.start)
            arabic = " ".join(written[longest.start : longest.end])
            detail = f"“{arabic}” ({named[term].gloss}) is not in the English"
            flags.append(_flag(named[term], detail))
    for term, hits in table.distinctive.find(english).items():
        strange = [hit for hit in hits if not meets(hit, licensed)]
        if strange and term not in quoted:
            said = " ".join(word[0] for word in english[strange[0].start : strange[0].end])
            flags.append(_flag(named[term], f"“{said}” is not in the Arabic"))
    return tuple(flags)


def _flag(term: NewsTerm, detail: str) -> Flag:
    severity = Severity.WARNING if term.kind is TermClass.LOOSE else Severity.ERROR
    return Flag("terms", severity, detail)
