"""Terms: the critical words of news, lost or invented on the way to English.

A small engine makes a fluent sentence with another office, deed or thing in it: a "journalist"
for a defence minister, a "magazine" for a newspaper. The table `terms.tsv`, kept by hand, says
which English may stand for which Arabic; its heading explains the columns. Only whether a
concept is there is compared: not how often, nor who did it. What the table does not name is
not judged.

The table was fitted to FLORES-200 dev: there an ERROR falls on 0.7% of 997 references (some of
which do say something else) and on 11% of the embedded engine's sentences. Four other engines,
which it was not fitted to, stand between 0.8% and 2.0%. New text will meet idioms that the table
does not know: rows written later were wrong about 2% of references before they were fitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from bot.language.arabic.fold import for_checks as fold
from bot.records import Flag, Severity
from bot.translation.checks.context import Context
from bot.translation.checks.patterns import (
    ARABIC_ENDING,
    ENGLISH_ENDING,
    Finder,
    arabic_words,
    english_words,
    meets,
)


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
class Term:
    """One row of the table; the patterns are as written there."""

    gloss: str
    kind: TermClass
    arabic: tuple[str, ...]
    english: tuple[str, ...]
    distinctive: tuple[str, ...]
    """English that says this concept and nothing else, so that it needs the Arabic."""


@cache
def table_rows() -> tuple[Term, ...]:
    """The rows of `terms.tsv`, Arabic folded."""
    text = files(__package__).joinpath("terms.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(_term(*row) for row in rows)


def _term(gloss: str, kind: str, arabic: str, english: str, distinctive: str = "") -> Term:
    return Term(gloss, TermClass(kind), *map(_split, (fold(arabic), english, distinctive)))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(pattern.strip() for pattern in cell.split("|") if pattern.strip())


@dataclass(frozen=True, slots=True)
class _Table:
    arabic: Finder
    english: Finder
    distinctive: Finder


@cache
def _table() -> _Table:
    rows = table_rows()
    return _Table(
        arabic=Finder((term.arabic for term in rows), ARABIC_ENDING),
        english=Finder((term.english + term.distinctive for term in rows), ENGLISH_ENDING),
        distinctive=Finder(
            (
                (*term.distinctive, *(e for e in term.english if e.startswith("!")))
                if term.distinctive
                else ()
                for term in rows
            ),
            ENGLISH_ENDING,
        ),
    )


def terms(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR or WARNING, as the table's class says, for each term that only one side has.

    What the source itself says in Latin letters is none of the hypothesis's making. An empty
    hypothesis is the check `empty`'s.
    """
    table, rows = _table(), table_rows()
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
        if rows[term].kind in (TermClass.STRICT, TermClass.LOOSE) and term not in theirs:
            longest = max(hits, key=lambda hit: hit.end - hit.start)
            arabic = " ".join(written[longest.start : longest.end])
            detail = f"“{arabic}” ({rows[term].gloss}) is not in the English"
            flags.append(_flag(rows[term], detail))
    for term, hits in table.distinctive.find(english).items():
        strange = [hit for hit in hits if not meets(hit, licensed)]
        if strange and term not in quoted:
            said = " ".join(word[0] for word in english[strange[0].start : strange[0].end])
            flags.append(_flag(rows[term], f"“{said}” is not in the Arabic"))
    return tuple(flags)


def _flag(term: Term, detail: str) -> Flag:
    severity = Severity.WARNING if term.kind is TermClass.LOOSE else Severity.ERROR
    return Flag("terms", severity, detail)
