"""The article's most important facts, each in the first form that holds.

What is told is decided on the Arabic (`importance`), how it is told by what its translation can
bear (`rungs`). Nothing is reworded, so nothing is invented. A sentence that tells again what the
headline or a chosen one says makes room for the next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.formats.points import sure
from bot.language.content_words import content_words, shared_share
from bot.language.dates.calendar import WEEKDAY_NAMES
from bot.language.figures import figures
from bot.language.lexicon import rows
from bot.language.negation import negated
from bot.records import Brief, Encoder, Form, Named, Speller, Statement, Translation
from bot.summary.candidates import Prose, title, too_short, with_names
from bot.summary.headline import headline
from bot.summary.importance import Slot, Weighed, best, weigh
from bot.summary.joining import joined
from bot.summary.rungs import awaited, cuts, whole

if TYPE_CHECKING:
    from bot.records import Vectors

_WORD = re.compile(r"[^\W\d_]{4,}")
_DAYS = frozenset(WEEKDAY_NAMES.values())
STEM = 5
"""Letters by which two English words are one: "Egypt" and "Egyptian"."""
SAME = 0.80
"""Cosine, in Arabic, from which two sentences of one article tell one fact."""
RETOLD, RETOLD_WORDS = 0.5, 0.55
"""Cosine and share of common words from which one does: an article's second paragraph often
tells its first again in the speaker's own words."""
ONLY_THE_TITLE = 1.5
"""Times the title's length, up to which a lead like it tells nothing else."""
LEAST = 1.0
"""Weight under which a sentence surrounds the news; told only where nothing else is left."""


class Extractive:
    """The embedded summariser."""

    works_in_part = True

    def __init__(self, encoder: Encoder, speller: Speller) -> None:
        self._encoder = encoder
        self._speller = speller

    def summarise(self, translation: Translation, points: int) -> Brief:
        return self.brief_of(*with_names(translation, self._speller), points)

    def brief_of(self, text: Prose, named: tuple[Named, ...], points: int) -> Brief:
        """The same of an article whose names were looked up; `named`: those of its title."""
        if points < 0:
            raise ValueError("points must not be negative")
        translation, article = text.translation, text.translation.article
        sentences, top = text.sentences, title(translation)
        sources = [s.segment.source for s in sentences]
        year = article.published.day.year if article.published and article.published.day else None
        silent = frozenset(n for n in range(len(sentences)) if text.asks(n) or text.signs(n))
        weighed = weigh(top.source if top else None, sources, year, silent)
        lead = next((w.place for w in weighed if w.slot is Slot.EVENT), None)
        shown = headline(text, top, named, lead)
        if too_short(translation):
            return Brief(translation, shown, _whole(text, shown), whole=True)
        vectors = self._encoder.encode([shown.source, *sources])
        chosen = _chosen(text, weighed, shown, vectors, points)
        return Brief(translation, shown, chosen)


def _whole(text: Prose, top: Statement) -> tuple[Statement, ...]:
    """Every sentence in order, but for questions and for one that is the headline already."""
    told_whole = (
        whole(text, place) for place in range(len(text.sentences)) if not text.asks(place)
    )
    # An urgent line alone is headline and text at once.
    return tuple(
        s for s in told_whole if s and (s.evidence != top.evidence and s.source != top.source)
    )


@dataclass(frozen=True, slots=True)
class _Fact:
    """A sentence's Arabic, ready to be compared."""

    vector: Vectors
    words: frozenset[str]
    figures: frozenset[str]
    negated: bool
    length: int


def _fact(source: str, vector: Vectors) -> _Fact:
    return _Fact(vector, content_words(source), figures(source), negated(source), len(source))


def _chosen(
    text: Prose, weighed: list[Weighed], top: Statement, vectors: Vectors, points: int
) -> tuple[Statement, ...]:
    """The most important facts that stand in `points` points, in the article's order."""
    headline_fact = _fact(top.source, vectors[0])
    by_lead = top.form is Form.CLAUSE or top.evidence == ()
    kept: dict[int, tuple[Statement, ...]] = {}
    known: list[_Fact] = []
    # A question between two answers does not part them.
    order = {w.place: n for n, w in enumerate(w for w in weighed if w.slot is not Slot.NONE)}
    for each in best(weighed):
        if each.weight < LEAST and kept:
            break
        sentence, at = text.sentences[each.place], order[each.place]
        # What has no room by its Arabic need not be translated to be left out.
        if joined({**kept, at: (awaited(text.translation, sentence),)}, points) is None:
            continue
        fact = _fact(sentence.segment.source, vectors[each.place + 1])
        is_top = any(e.segment == sentence.segment.index for e in top.evidence)
        if (is_top and not by_lead) or _only_the_title(fact, headline_fact):
            continue
        if any(_tells_again(fact, other) for other in known):
            continue
        told_before = " ".join(cut[0].text for cut in kept.values())
        statements = cuts(text, each.place, told_before)
        if not statements or _adds_nothing(statements[0], top):
            continue
        if len(kept) >= points and not sure(statements[0]):
            continue
        if _one_report(statements[0], kept) and joined({**kept, at: statements}, points):
            kept[at] = statements
            known.append(fact)
    return joined(kept, points) or ()


def _one_report(statement: Statement, kept: Mapping[int, Sequence[Statement]]) -> bool:
    """A second line that nothing could be translated tells nothing."""
    return statement.form is not Form.REPORT or all(
        other[0].form is not Form.REPORT for other in kept.values()
    )


def _adds_nothing(statement: Statement, top: Statement) -> bool:
    """The headline itself, or a line of figures and words that are all in it but for the day."""
    if statement.text == top.text:
        return True
    if statement.form is not Form.FACTS or not figures(statement.text) <= figures(top.text):
        return False
    known = [word.casefold() for word in _WORD.findall(top.text)]
    # The first word of a line of amounts says of what: "Interest rate cut by 25 basis points".
    _, *words = _WORD.findall(statement.text)
    return all(
        any(_one_word(word.casefold(), k) for k in known)
        for word in words
        if word not in _DAYS and word not in _moves()
    )


@cache
def _moves() -> frozenset[str]:
    """English words of a figure's going up or down."""
    return frozenset(row["english"] for row in rows("facts") if row["class"] == "move")


def _one_word(this: str, that: str) -> bool:
    """Whether two English words begin alike: "Egypt" and "Egyptian", "sink" and "sinking"."""
    shared = min(len(this), len(that), STEM)
    return this[:shared] == that[:shared]


def _only_the_title(fact: _Fact, top: _Fact) -> bool:
    """A lead says its headline again with who and when; only a sentence hardly longer than the
    headline is nothing but the headline again."""
    return (
        float(fact.vector @ top.vector) >= SAME
        and fact.negated == top.negated
        and fact.figures <= top.figures
        and fact.length < ONLY_THE_TITLE * top.length
    )


def _tells_again(this: _Fact, that: _Fact) -> bool:
    likeness = float(this.vector @ that.vector)
    same = likeness >= SAME or (
        likeness >= RETOLD and shared_share(this.words, that.words) >= RETOLD_WORDS
    )
    return same and this.negated == that.negated and this.figures <= that.figures
