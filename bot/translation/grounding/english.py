"""A line against the English of the sentences it cites, claim by claim.

Each rule looks at one kind of word and what stands beside it: what is denied, what is only
supposed, whom a number counts, who speaks, what is quoted, why something is so. What the line
leaves out together with its word is no fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from bot.language.figures import figures
from bot.language.patterns import Finder, Hit, Language
from bot.language.synonyms import Likeness, likeness
from bot.translation.checks.contrast import finders, senses
from bot.translation.checks.phrases import alike
from bot.translation.grounding.words import (
    Line,
    akin,
    finder,
    initials,
    is_number,
    line,
    of_class,
    same,
    same_country,
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
    before: tuple[str, ...] = ()
    """What stands before it in its clause, the nearest first."""

    def holds(self, words: Sequence[str]) -> bool:
        """Whether these words say what it is said of: half of it, and the nearest word or two."""
        found = [any(same(word, other) for other in words) for word in self.said_of]
        if len(found) == 1 and self.before and not any_of(self.before, words):
            # "Rejected the result": of whom it is said counts too.
            return False
        return 2 * sum(found) >= len(found) and (found[0] or sum(found) > 1)

    def near(self, other: _Scope) -> bool:
        """Whether both are said of one thing, before or behind the word. Of a number only what
        stands right behind counts."""
        if self.said_of[0].isdigit() or other.said_of[0].isdigit():
            return any_of(self.said_of, other.said_of) or any_of(self.before, other.said_of)
        return any_of(self.said_of + self.before, other.said_of + other.before)


def any_of(words: Sequence[str], others: Sequence[str]) -> bool:
    return any(akin(word, other) for word in words for other in others)


def _scopes(text: Line, *classes: str) -> list[_Scope]:
    """Each word of these classes with what it is said of, in order."""
    found = finder(*classes).find(split(text))
    hits = sorted((hit for _, hit in text.hits(found)), key=lambda hit: (hit.start, -hit.end))
    scopes: list[_Scope] = []
    last = -1
    for hit in hits:
        if hit.start < last:
            continue
        if "deny" in classes and last >= hit.start - 1 and scopes:
            # "Does not rule out": one denial takes the other back.
            scopes.pop()
            last = hit.end
            continue
        last = hit.end
        of, before = _behind(text, hit.end), _before(text, hit.start)
        if not of and not {"alleged", "future"} & set(classes):
            # "Ready to talk but not, so far, to compromise": the clause has no more than the word.
            of, before = before or _others(text, hit), ()
        if of:
            scopes.append(_Scope(" ".join(text.words[hit.start : hit.end]), of, before))
    return scopes


def _others(text: Line, hit: Hit) -> tuple[str, ...]:
    places = (n for n in range(len(text.words)) if not hit.start <= n < hit.end and text.says(n))
    return tuple(text.words[n] for n in places)


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
    ending = list(_ceasing(said))
    for scope in theirs:
        if not scope.holds(said.words) or any(scope.near(own) for own in ours):
            continue
        if scope.word not in _PLAIN_NOT and any_of(scope.said_of + scope.before, ending):
            continue
        known = {word for text in cited for word in text.words}
        fresh = [word for word in said.words if word not in known]
        if not any(_contrary(word, other) for word in fresh for other in scope.said_of):
            yield f"the sentence says “{scope.word} … {scope.said_of[0]}”, the line denies nothing"
    ceased = [word for text in cited for word in _ceasing(text)]
    for own in ours:
        stopped = own.word in _PLAIN_NOT and any_of(own.said_of + own.before, ceased)
        verbs = own.word not in _PLAIN_NOT and any(s.word not in _PLAIN_NOT for s in theirs)
        if stopped or verbs or any(own.near(scope) for scope in theirs):
            continue
        words = (word for text in cited for word in text.words)
        if not any(_contrary(word, other) for word in words for other in own.said_of):
            yield f"the line says “{own.word} … {own.said_of[0]}”, the sentence does not deny that"


_PLAIN_NOT = ("not", "no", "never", "none", "nobody", "nothing", "without", "neither", "nor", "t")
"""Denials that may tell what another word tells: "not running" for "halted"."""


def _ceasing(text: Line) -> Iterator[str]:
    """What stands beside a word that may be told by a denial: "halted" for "not running"."""
    for _, hit in text.hits(finder("ceased").find(split(text))):
        part = text.part[hit.start]
        yield from (w for n, w in enumerate(text.words) if text.part[n] == part and text.says(n))


def _contrary(one: str, two: str) -> bool:
    """ "Unchanged" is "not changed"."""
    bare = (one.removeprefix(prefix) for prefix in _UN if one.startswith(prefix))
    if any(len(stem) > 3 and alike(stem, two) for stem in bare):
        return True
    return likeness(one, two) is Likeness.CONTRARY


_UN = ("un", "in", "im", "non", "dis")


def hedges(said: Line, cited: Sequence[Line]) -> Iterator[str]:
    """What the sentences only suppose, expect or ask for, told as what is."""
    denies = _scopes(said, "deny")
    for kind, weighty in _AS_WEIGHTY.items():
        if finder(*weighty).find(split(said)):
            continue
        for text in cited:
            for scope in _scopes(text, kind):
                denied = _is("deny", scope.word) and any(scope.near(own) for own in denies)
                if scope.holds(said.words) and not denied:
                    yield f"“{scope.word} … {scope.said_of[0]}” is told as a fact"


def _is(kind: str, words: str) -> bool:
    return bool(finder(kind).find([[word] for word in words.split()]))


def universal(said: Line, cited: Sequence[Line]) -> Iterator[str]:
    """All of them, where the sentences speak of some."""
    every, some = finder("every"), finder("some")
    found = every.find(split(said))
    if found and not any(every.find(split(text)) for text in cited):
        for text in cited:
            for _, part in text.hits(some.find(split(text))):
                _, whole = next(said.hits(found))
                if whole.end < len(said.words) and is_number(said.words[whole.end]):
                    # "All nine" are nine.
                    return
                words = " ".join(said.words[whole.start : whole.end])
                yield f"“{words}” for “{' '.join(text.words[part.start : part.end])}”"
                return


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


def order(said: Line, cited: Sequence[Line]) -> Iterator[str]:
    """Two names in each other's place around the same words: who beat whom."""
    ours = _once(said)
    for text in cited:
        theirs = _once(text)
        shared = sorted(ours.keys() & theirs.keys(), key=theirs.__getitem__)
        for one, two in combinations(shared, 2):
            if ours[one] < ours[two]:
                continue
            before = range(theirs[one] + 1, theirs[two])
            after = range(ours[two] + 1, ours[one])
            if text.part[theirs[one]] != text.part[theirs[two]]:
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


def actor(said: Line, cited: Sequence[Line]) -> Iterator[str]:
    """A line that opens with a name and gives it the deed of another."""
    start = next(
        (n for n, word in enumerate(said.words) if not said.capital[n] and word not in _WITHIN), 0
    )
    known = {w for text in cited for n, w in enumerate(text.words) if n and text.capital[n]}
    # The first word has a capital whatever it is.
    own = [w for n, w in enumerate(said.words[:start]) if said.says(n) and (n or w in known)]
    deed = next((n for n in range(start, len(said.words)) if said.says(n)), None)
    if "by" in said.words:
        # The name is whom it befell.
        return
    if not own or deed is None or said.capital[deed] or said.part[deed] != said.part[0]:
        return
    doers = [
        _named_before(text, n)
        for text in cited
        for n, word in enumerate(text.words)
        if not text.capital[n]
        and same(word, said.words[deed])
        and not (n and text.words[n - 1] in _BEING)
    ]
    if doers and all(doers) and not any(_all_among(own, words) for words in doers):
        yield f"“{said.words[deed]}” is not what {' '.join(own).title()} did"


_BEING = frozenset(("is", "are", "was", "were", "be", "been", "being"))
"""Behind these the names before are whom it befell."""
_WITHIN = frozenset(("of", "the", "for", "and", "al", "s"))
"""Small words within names."""


def _named_before(text: Line, place: int) -> frozenset[str]:
    """The names before a word, with what else they may be called."""
    named = frozenset(
        word for n, word in enumerate(text.words[:place]) if text.capital[n] and text.says(n)
    )
    return named | same_country(named) | initials([text]) if named else named


def _all_among(words: Sequence[str], others: Collection[str]) -> bool:
    return all(any(same(word, other) for other in others) for word in words)
