"""What translations teach: spellings of names that no table is sure of.

A spelling is learnt in two cases. An article gives a full name in Latin letters right behind the
Arabic, and both sound alike. Or two or three unknown name words in a row became as many
capitalised words in a verified sentence, each spelled as the tables would spell it. A wrong
spelling would be worse than none: one word alone is never learnt, nor a name that the tables or
the glossary have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.records import Translation
from bot.translation.names import tables
from bot.translation.names.find import NameMention, Scope
from bot.translation.names.lookup import Names
from bot.translation.names.sound import plain
from bot.translation.names.tables import SpellingOrigin
from bot.translation.names.terms import Term

_LONGEST_NAME = 3
_CAPITALISED = re.compile(r"[A-ZÀ-Ž][\w'’-]*")
_GAP = re.compile(r"[ \u00a0]+\Z")
_CLITICS = frozenset({"", "و", "ف", "ب", "ل", "ول", "وب"})


@dataclass(frozen=True, slots=True)
class Learnt:
    """A term, and the article that taught it."""

    term: Term
    article: str
    """`Article.id`"""


def learnt(translations: Sequence[Translation], names: Names) -> tuple[Learnt, ...]:
    """What these translations teach beyond the tables and the glossary, one term a name."""
    found: dict[str, Learnt] = {}
    for translation in translations:
        scope = names.scope(translation.article.texts)
        for term in (*_stated(scope), *_spelled(translation, names, scope)):
            if term.key not in found and not _known(term, names):
                found[term.key] = Learnt(term, translation.article.id)
    return tuple(found.values())


def _known(term: Term, names: Names) -> bool:
    return term.key in tables.entries() or names.glossary.of(term.key) is not None


def _stated(scope: Scope) -> Iterable[Term]:
    for arabic, english in scope.glossed:
        if " " in arabic and arabic.count(" ") == english.count(" "):
            # A given name that the Wikidata table of persons has makes it a person's.
            person = arabic.split()[0] in tables.words()
            yield Term(arabic, english, "person" if person else "other", SpellingOrigin.STATED)


def _spelled(translation: Translation, names: Names, scope: Scope) -> Iterable[Term]:
    for segment in translation.segments:
        if segment.passed_through or not segment.verified:
            continue
        source = segment.segment.source
        for run in _runs(source, names.find(source, known=scope)):
            english = _found(run, segment.target)
            if english:
                arabic = " ".join(mention.name for mention in run)
                yield Term(arabic, english, "person", SpellingOrigin.REMEMBERED)


def _runs(source: str, mentions: Sequence[NameMention]) -> Iterable[list[NameMention]]:
    """Two or three unknown name words in a row, with nothing that could be more of the name."""
    run: list[NameMention] = []
    for mention in mentions:
        joined = run and mention.clitic == "" and _GAP.match(source[run[-1].end : mention.start])
        if run and not joined:
            yield from _whole(run)
            run = []
        if mention.kind == "word" and (joined or mention.clitic in _CLITICS):
            run.append(mention)
        elif joined:
            # A known name right behind: the run is the beginning of something longer.
            run = []
    yield from _whole(run)


def _whole(run: list[NameMention]) -> Iterable[list[NameMention]]:
    if 2 <= len(run) <= _LONGEST_NAME:
        yield run


def _found(run: Sequence[NameMention], english: str) -> str:
    """The run's spelling in the English; empty where it is not there once, whole and alone."""
    tokens = list(_CAPITALISED.finditer(english))
    hits = []
    for place in range(len(tokens) - len(run) + 1):
        some = tokens[place : place + len(run)]
        if not all(map(_spells, run, (t.group() for t in some))):
            continue
        if not all(_GAP.match(english[a.end() : b.start()]) for a, b in pairwise(some)):
            continue
        after = tokens[place + len(run)] if place + len(run) < len(tokens) else None
        if after is not None and _GAP.match(english[some[-1].end() : after.start()]):
            continue
        hits.append(" ".join(t.group().removesuffix("'s").removesuffix("’s") for t in some))
    return hits[0] if len(hits) == 1 else ""


def _spells(mention: NameMention, token: str) -> bool:
    bare = token.casefold().removesuffix("'s").removesuffix("’s")
    return bare not in tables.english() and plain(bare) in map(plain, mention.spellings)
