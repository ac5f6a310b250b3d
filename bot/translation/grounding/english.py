"""A line against the English of the sentences it cites, claim by claim.

Each rule looks at one kind of word and what stands beside it: what is denied, what is only
supposed, whom a number counts, who speaks, what is quoted, why something is so. What the line
leaves out together with its word is no fault.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from bot.language.arabic.quotes import QUOTED
from bot.language.figures import figures
from bot.language.patterns import Finder, Language
from bot.language.saying import english_verbs_beside
from bot.translation.checks.contrast import finders, senses
from bot.translation.grounding.words import (
    Line,
    finder,
    initials,
    is_number,
    line,
    of_class,
    same,
    split,
)

SCOPE = 3
"""Words behind a "not" or a "may" that tell what it is said of."""
_AS_WEIGHTY = {
    "possible": ("possible", "expected", "alleged"),
    "expected": ("expected", "possible", "alleged"),
    "alleged": ("alleged", "possible"),
    "proposed": ("proposed", "possible", "alleged"),
    "future": ("future", "possible", "expected", "proposed"),
}
"""What may stand for a hedge of each class."""


@dataclass(frozen=True, slots=True)
class _Scope:
    word: str
    said_of: tuple[str, ...]

    def holds(self, words: Sequence[str]) -> bool:
        """Whether these words say what it is said of: the nearest word, and half of all."""
        found = [any(same(word, other) for other in words) for word in self.said_of]
        return found[0] and 2 * sum(found) >= len(found)

    def meets(self, other: _Scope) -> bool:
        return any(same(one, two) for one in self.said_of for two in other.said_of)


def _scopes(text: Line, *classes: str) -> list[_Scope]:
    """Each word of these classes with what it is said of, in order."""
    found = finder(*classes).find(split(text))
    hits = sorted((hit for _, hit in text.hits(found)), key=lambda hit: (hit.start, -hit.end))
    scopes, last = [], -1
    for hit in hits:
        if hit.start < last:
            continue
        last = hit.end
        of = _behind(text, hit.end) or _before(text, hit.start)
        if of:
            scopes.append(_Scope(" ".join(text.words[hit.start : hit.end]), of))
    return scopes


def _behind(text: Line, at: int) -> tuple[str, ...]:
    clause = text.clause[at - 1]
    words = [
        text.words[n]
        for n in range(at, len(text.words))
        if text.clause[n] == clause and text.says(n)
    ]
    # "18 and not 81": a number right behind is all that is denied.
    return tuple(words[:1] if words and is_number(words[0]) else words[:SCOPE])


def _before(text: Line, at: int) -> tuple[str, ...]:
    words = [text.words[n] for n in range(at) if text.clause[n] == text.clause[at] and text.says(n)]
    return tuple(words[::-1][:SCOPE])


def negation(said: Line, cited: Sequence[Line]) -> Iterator[str]:
    """What one side denies and the other does not."""
    theirs = [scope for text in cited for scope in _scopes(text, "deny")]
    ours = _scopes(said, "deny")
    for scope in theirs:
        if scope.holds(said.words) and not any(scope.meets(own) for own in ours):
            yield f"the sentence says “{scope.word} … {scope.said_of[0]}”, the line denies nothing"
    for own in ours:
        if not any(own.meets(scope) for scope in theirs):
            yield f"the line says “{own.word} … {own.said_of[0]}”, the sentence does not deny that"


def hedges(said: Line, cited: Sequence[Line]) -> Iterator[str]:
    """What the sentences only suppose, expect or ask for, told as what is."""
    for kind, weighty in _AS_WEIGHTY.items():
        if finder(*weighty).find(split(said)):
            continue
        for text in cited:
            for scope in _scopes(text, kind):
                if scope.holds(said.words):
                    yield f"“{scope.word} … {scope.said_of[0]}” is told as a fact"


def causes(said: Line, cited: Sequence[Line], arabic: Sequence[Sequence[str]]) -> Iterator[str]:
    """A reason where the sentences give none."""
    found = finder("cause").find(split(said))
    if not found:
        return
    reasons = finder("cause", "reason")
    given = any(reasons.find(split(text)) for text in cited)
    if not given and not _arabic_reasons().find(arabic):
        hit = next(hit for _, hit in said.hits(found))
        yield f"“{' '.join(said.words[hit.start : hit.end])}”: the sentence gives no reason"


@cache
def _arabic_reasons() -> Finder:
    return Finder([row.listed("arabic") for row in of_class("reason")], Language.ARABIC)


def counted(said: Line, cited: Sequence[Line]) -> Iterator[str]:
    """A number beside another fate or move than it has in the sentences."""
    for clause in said.clauses:
        for figure in figures(clause):
            theirs = [c for text in cited for c in text.clauses if figure in figures(c)]
            if not theirs:
                continue
            for ours, others in (
                (_roles(clause), [_roles(c) for c in theirs]),
                (_moves(clause), [_moves(c) for c in theirs]),
            ):
                if ours and all(other and _at_odds(ours, other) for other in others):
                    yield f"{figure} counts something else in the sentence"


Marks = frozenset[tuple[str, str]]
"""(what excludes one another, which of it)."""


def _at_odds(ours: Marks, others: Marks) -> bool:
    shared = {group for group, _ in ours} & {group for group, _ in others}
    return any(
        not {m for m in ours if m[0] == group} & {m for m in others if m[0] == group}
        for group in shared
    )


def _words_of(text: str) -> list[list[str]]:
    return split(line(text))


def _roles(clause: str) -> Marks:
    listed = of_class("role")
    return frozenset(
        ("role", listed[row]["name"]) for row in finder("role").find(_words_of(clause))
    )


def _moves(clause: str) -> Marks:
    found = finders().distinctive.find(_words_of(clause))
    return frozenset(
        (senses()[sense].group, str(sense))
        for sense in found
        if senses()[sense].group in ("rise-fall", "win-lose", "sell-buy", "more-less")
    )


_SAYS = f"(?!states)(?:{english_verbs_beside()})"
""" "Member states" say nothing."""
_WHO = r"(?P<who>[^\s,;:\"“”]+(?: [^\s,;:\"“”]+){0,8}?)"
_NAME = r"(?:[A-Z][^\s:]*|of|the|sources?)"
_SPEAKERS = (
    re.compile(rf"(?:^|[,;:.]\s+|\b(?:and|but|while)\s+){_WHO}(?:,(?P<too>[^,]{{1,60}}),)?"
               rf"\s+(?:also\s+|\w+ly\s+)?{_SAYS}\b"),
    re.compile(r"\b[Aa]ccording to " + _WHO + r"(?=[,;.]|$)"),
    re.compile(rf"[,”\"]\s+{_SAYS}\s+{_WHO}(?=[,;.]|$)"),
    re.compile(rf"^(?:\d\d:\d\d\s*[-–]\s*)?(?P<who>{_NAME}(?: {_NAME}){{0,5}}):\s"),
)  # fmt: skip
_SOMEBODY = re.compile(r"(?:he|she|they|it|who|that|which)$", re.IGNORECASE)


def _speakers(text: str) -> list[str]:
    found = [match.groupdict() for p in _SPEAKERS for match in p.finditer(text)]
    return [f"{who['who']} {who.get('too') or ''}".strip() for who in found]


def speakers(said: Line, cited: Sequence[Line]) -> Iterator[str]:
    """Words put into another mouth."""
    theirs = [who for text in cited for who in _speakers(text.text)]
    ours = [who for who in _speakers(said.text) if not _SOMEBODY.search(who)]
    if theirs:
        known = [line(who) for who in theirs]
        words = {word for text in known for word in text.words} | initials(known)
        for who in ours:
            if not _names_one_of(who, words):
                yield f"“{who}” says it in the line, “{theirs[0]}” in the sentence"


def _names_one_of(who: str, known: Collection[str]) -> bool:
    """Every name of the speaker is known, and at least one of the speaker's words is."""
    words = line(who)
    named = [
        word
        for n, word in enumerate(words.words)
        if words.capital[n] and words.says(n) and (n or len(words.words) == 1)
    ]
    found = {word for word in words.words if any(same(word, other) for other in known)}
    return bool(found) and all(word in found for word in named)


def order(said: Line, cited: Sequence[Line]) -> Iterator[str]:
    """Two names of a clause in each other's place around the same words: who beat whom."""
    ours = _once(said)
    for text in cited:
        theirs = _once(text)
        shared = sorted(ours.keys() & theirs.keys(), key=theirs.__getitem__)
        for one, two in combinations(shared, 2):
            if ours[one] < ours[two]:
                continue
            before = range(theirs[one] + 1, theirs[two])
            after = range(ours[two] + 1, ours[one])
            if text.clause[theirs[one]] != text.clause[theirs[two]]:
                continue
            passive = ("by" in _between(said, after)) != ("by" in _between(text, before))
            if not passive and any(
                same(said.words[n], text.words[m])
                for n in after
                for m in before
                if said.says(n) and text.says(m) and not said.capital[n]
            ):
                yield f"{one.title()} and {two.title()} stand in each other's place"


def _once(text: Line) -> dict[str, int]:
    """The place of each word in a capital that stands once."""
    named = Counter(word for n, word in enumerate(text.words) if text.capital[n] and text.says(n))
    return {word: text.words.index(word) for word, times in named.items() if times == 1}


def _between(text: Line, places: range) -> list[str]:
    return [text.words[n] for n in places]


def quotes(said: str, cited: Sequence[str]) -> Iterator[str]:
    """Words in quotation marks that the sentences do not quote."""
    quoted = [_bare(found[0]) for text in cited for found in QUOTED.finditer(text)]
    for found in QUOTED.finditer(said):
        words = _bare(found[0])
        if words and not any(f" {words} " in f" {other} " for other in quoted):
            yield f"{found[0]} is no quotation of the sentence"


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


_SELF = re.compile(
    r"\b(?:https?://|www\.)|@\w|[<>{}\[\]`]|\b(?:AI|language) (?:model|assistant)\b"
    r"|\b(?:instructions?|prompts?)\b.{0,40}\b(?:void|ignored?|disregard\w*|followed|above)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:I|I'm|me|my|we|us|our|you|your|readers?)\b")


def addresses(said: str, cited: Sequence[str]) -> Iterator[str]:
    """Where the line speaks to its reader, or of the model, and tells no news."""
    outside = QUOTED.sub(" ", said)
    # An ordinary name of the page may look so.
    if (found := _SELF.search(outside) or _PERSON.search(outside)) and not any(
        re.search(rf"\b{re.escape(found[0])}", QUOTED.sub(" ", text)) for text in cited
    ):
        yield f"“{found[0]}” speaks to the reader"
    for text in cited:
        for part in _STOP.split(text):
            words = split(line(part))
            hits = [hit for found in finder("order").find(words).values() for hit in found]
            if any(hit.start == 0 for hit in hits):
                yield f"the sentence gives an order and tells no news: “{part.strip()}”"


_STOP = re.compile(r"[.!?:]\s+")
