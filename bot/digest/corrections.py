"""What an outlet changed in an article that was sent: its title, a number, a name, a denial.

Only what is certain: two sentences are compared where they are plainly one sentence edited, and a
sentence that came or went is news or its absence, not a correction. How numbers, names and
negations are read is given from outside, since they are the checks' business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.digest.profile import prose
from bot.digest.render.order import outlet_of
from bot.language.arabic.clitics import ARTICLE
from bot.language.arabic.fold import for_identity
from bot.records import (
    Brief,
    Change,
    Changed,
    Correction,
    Part,
    Standing,
    Statement,
    TranslatedSegment,
    Translation,
)

States = Callable[[Translation, TranslatedSegment], Statement]
"""A sentence as it is shown to readers."""
Lacks = Callable[[str, str], bool]
"""Whether the first Arabic text states a number (or a name, or a negation) that the second does
not."""

ONE_SENTENCE = 0.6
"""Share of common words in order from which two sentences are one, edited. Changing one number
in a sentence of five words leaves 0.8."""
SHORTEST = 3
"""Words of a sentence that can be told again."""
MOST_SENTENCES = 200
"""Of either version, that are compared; what changes further down is not what was sent."""
MOST_OF_A_NAME = 3
"""Words that another person's name takes the place of."""
LISTED = 5
"""Changes shown of one article."""

_WORD = re.compile(r"[^\W_]+")
_CAPITALISED = re.compile(r"(?<![.?!:\"“«]\s)(?<!^)(?<!\w)[A-Z][a-zA-Z'’-]{2,}")


@dataclass(frozen=True, slots=True)
class Readers:
    """What this room does not know itself."""

    states: States
    numbers: Lacks
    names: Lacks
    negations: Lacks


def correction(old: Brief, new: Brief, readers: Readers) -> Correction | None:
    """What readers of `old` should know of `new`, the same article's later version; None where
    neither title nor numbers nor names nor negations changed."""
    changes = [*_title(old, new, readers), *_sentences(old, new, readers)]
    if not changes:
        return None
    return Correction(
        article=new.article.id,
        replaces=old.article.id,
        outlet=outlet_of(new),
        url=new.article.url or old.article.url,
        headline=new.headline,
        changes=tuple(changes[:LISTED]),
        more=max(0, len(changes) - LISTED),
    )


def _title(old: Brief, new: Brief, readers: Readers) -> Iterator[Change]:
    if old.article.title is None or new.article.title is None:
        return
    if _words(old.article.title) == _words(new.article.title):
        return
    before, after = old.headline, new.headline
    if before.text == after.text and _plain(before) and _plain(after):
        # Reworded in Arabic, and the same to our readers.
        return
    yield Change(Changed.TITLE, before, after)


def _sentences(old: Brief, new: Brief, readers: Readers) -> Iterator[Change]:
    """In the order of what was sent: the points first, then the rest of the text."""
    then, now = (" ".join(f"{part} \n" for part in _texts(brief)) for brief in (old, new))
    for before, after in sorted(_edited(old, new), key=lambda pair: _rank(old, pair[0])):
        what = _what(before, after, then, now, readers)
        if what is None and _engine_of(old, before) == _engine_of(new, after):
            what = Changed.NAME if _other_capitals(before, after) else None
        if what is not None:
            yield Change(
                what,
                readers.states(old.translation, before),
                readers.states(new.translation, after),
            )


def _texts(brief: Brief) -> Iterator[str]:
    yield from (segment.segment.source for segment in brief.translation.segments)


def _rank(old: Brief, segment: TranslatedSegment) -> tuple[bool, int]:
    shown = {e.segment for point in old.points for e in point.evidence}
    return segment.segment.index not in shown, segment.segment.index


def _what(
    before: TranslatedSegment, after: TranslatedSegment, then: str, now: str, readers: Readers
) -> Changed | None:
    """What one sentence says no more; None where that is no number, name or negation. A reversal
    comes before the rest: nothing misleads more.

    What is only left out here may be said elsewhere; what has something in its place is changed
    even if the old value occurs elsewhere, as a day does beside a count.
    """
    was, says = before.segment.source, after.segment.source
    if readers.negations(was, says) or readers.negations(says, was):
        return Changed.NEGATION
    for what, lacks in ((Changed.NUMBER, readers.numbers), (Changed.NAME, readers.names)):
        if lacks(was, says) and (lacks(says, was) or lacks(was, now)):
            return what
    if readers.names(was, says) and _replaced(was, says, then, readers):
        return Changed.NAME
    return None


def _engine_of(brief: Brief, segment: TranslatedSegment) -> tuple[str, str]:
    """What translated the sentence. Two models spell one name in two ways."""
    engine = segment.engine or brief.translation.engine
    return engine.name, engine.version


def _replaced(was: str, says: str, then: str, readers: Readers) -> bool:
    """Whether somebody the article did not speak of stands where a name stood, which may well
    occur in it elsewhere. A word that it had, or one with the article, is what he is called."""
    known, old, new = frozenset(_words(then)), _WORD.findall(was), _WORD.findall(says)
    if len(old) != len(new):
        return False
    places = [n for n, (a, b) in enumerate(zip(old, new, strict=True)) if _words(a) != _words(b)]
    if not 1 <= len(places) <= MOST_OF_A_NAME or places[-1] - places[0] >= MOST_OF_A_NAME:
        return False
    if any(
        known.issuperset(_words(new[n])) or new[n].startswith(ARTICLE) > old[n].startswith(ARTICLE)
        for n in places
    ):
        return False
    # A first name, which is kept, may be what makes the surname certain.
    named = " ".join(old[max(0, places[0] - 1) : places[-1] + 1])
    return readers.names(named, says)


def _other_capitals(before: TranslatedSegment, after: TranslatedSegment) -> bool:
    """Whether the English names somebody else: no table holds every name.

    Only where both passed their checks, and where something stands in the old name's place.
    """
    if not (_plain(before) and _plain(after)) or before.passed_through or after.passed_through:
        return False
    was, says = (frozenset(_CAPITALISED.findall(s.target)) for s in (before, after))
    return bool(was - says) and bool(says - was)


def _plain(said: Statement | TranslatedSegment) -> bool:
    return said.standing is Standing.PLAIN


def _edited(old: Brief, new: Brief) -> list[tuple[TranslatedSegment, TranslatedSegment]]:
    """Pairs of sentences that are one sentence before and after, each in one pair at most."""
    left, right = _only_in(old, new), _only_in(new, old)
    likeness = sorted(
        (
            (_likeness(a, b), -i, -j)
            for i, (_, a) in enumerate(left)
            for j, (_, b) in enumerate(right)
        ),
        reverse=True,
    )
    pairs, taken_left, taken_right = [], set(), set()
    for share, i, j in likeness:
        if share < ONE_SENTENCE:
            break
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            pairs.append((left[-i][0], right[-j][0]))
    return pairs


def _only_in(one: Brief, other: Brief) -> list[tuple[TranslatedSegment, tuple[str, ...]]]:
    """The sentences of one version that the other does not have, with their words."""
    known = {_words(segment.segment.source) for segment in _body(other)}
    found = [(segment, _words(segment.segment.source)) for segment in _body(one)]
    return [(s, words) for s, words in found if words not in known and len(words) >= SHORTEST]


def _body(brief: Brief) -> Sequence[TranslatedSegment]:
    return (prose(brief) or brief.translation.of_part(Part.BODY))[:MOST_SENTENCES]


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    from rapidfuzz.distance import LCSseq

    return float(LCSseq.normalized_similarity(one, other))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(for_identity(text)))
