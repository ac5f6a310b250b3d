"""Points taken from the article as it stands: no sentence is rewritten, so none is invented.

Maximal marginal relevance (Carbonell and Goldstein, 1998) over sentence vectors: each next
point is the one most telling of the article and least like what is already said, the headline
included. Telling means near to the rest of the article, near to its start, and faithfully
translated as far as the distance between a sentence and its English shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bot.language.content_words import content_words, shared_share
from bot.language.figures import figures
from bot.language.negation import negated
from bot.records import Brief, Encoder, Severity, Statement, TranslatedSegment, Translation
from bot.summary.candidates import as_statement, evidence, gist, prose, readable, too_short
from bot.summary.context import Dependence, standing
from bot.summary.headline import headline

if TYPE_CHECKING:
    from bot.records import Vectors

DIVERSITY = 0.4
"""Share of a sentence's worth that its likeness to what is said can cost it."""
CENTRALITY, LEAD, FIDELITY = 0.45, 0.3, 0.8
"""What a sentence's relevance is made of. News puts first what matters; but between two sentences
the better translated is the one to show."""
SCORE_SHARE = 0.5
"""Of the engine's score in fidelity, beside the likeness of source and English: both then vary
alike (standard deviations 0.19 and 0.10, see bot/translation/checks/measured.py)."""
LEAD_HALVES = 3.0
"""Sentences after which the lead's bonus has fallen to half."""
WARNING_COST = 0.1
SAME = 0.80
"""Cosine, in Arabic or in English, from which two sentences of one article tell one fact."""
RETOLD, RETOLD_WORDS = 0.5, 0.55
"""Cosine and share of common words from which one does: an article's second paragraph often
tells its first again in the speaker's own words."""
UNFAITHFUL = 0.45
"""Cosine between a sentence and its English under which they hardly speak of one thing. Of 108
sentences of the samples those under it were page litter; the worst true one had 0.52."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    segment: TranslatedSegment
    standing: Dependence
    relevance: float
    figures: frozenset[str]
    negated: bool
    words: frozenset[str]


class Extractive:
    """The embedded summariser: sentences of the article, chosen."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def summarise(self, translation: Translation, points: int) -> Brief:
        if points < 0:
            raise ValueError("points must not be negative")
        encoder = self._encoder
        top = headline(translation)
        if too_short(translation):
            return Brief(translation, top, _whole(translation, top), whole=True)
        sentences = prose(translation)
        sources = encoder.encode([s.segment.source for s in sentences])
        targets = encoder.encode([s.target for s in sentences])
        about = gist(translation) if top.language == "ar" else None
        # An Arabic headline has told our readers nothing, nor has what is marked been told.
        said = top if top.language != "ar" else about if about and about.verified else None
        selection = _Selection(
            _weigh(sentences, sources, targets),
            np.maximum(sources @ sources.T, targets @ targets.T),
            _said(said, sources, targets, encoder),
            said,
            about,
        )
        return Brief(translation, top, selection.choose(translation, points))


def _whole(translation: Translation, top: Statement) -> tuple[Statement, ...]:
    """Every sentence in order, but for one that already stands as the headline in its language."""
    statements = tuple(as_statement(translation, s) for s in prose(translation))
    # An urgent line alone is headline and text at once.
    said = tuple(
        s
        for s in statements
        if s.language != top.language or (s.evidence != top.evidence and s.source != top.source)
    )
    about = gist(translation) if top.language == "ar" else None
    if about is None or any(s.language != "ar" for s in said):
        return said
    return (about, *said)


def _weigh(
    sentences: tuple[TranslatedSegment, ...], sources: Vectors, targets: Vectors
) -> list[_Sentence]:
    centre = sources.mean(axis=0)
    central = sources @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    faithful = (sources * targets).sum(axis=1)
    weighed = []
    for rank, sentence in enumerate(sentences):
        cost = WARNING_COST * _doubted(sentence)
        source, target = sentence.segment.source, sentence.target
        unfaithful = not sentence.passed_through and float(faithful[rank]) < UNFAITHFUL
        weighed.append(
            _Sentence(
                segment=sentence,
                standing=Dependence.FRAGMENT if unfaithful else standing(source, target),
                relevance=CENTRALITY * float(central[rank])
                + LEAD / (1.0 + rank / LEAD_HALVES)
                + FIDELITY * (float(faithful[rank]) + SCORE_SHARE * (sentence.score or 0.0))
                - cost,
                figures=figures(source),
                negated=negated(source),
                words=content_words(source),
            )
        )
    return weighed


def _said(said: Statement | None, sources: Vectors, targets: Vectors, encoder: Encoder) -> Vectors:
    """How near each sentence is to what is said, in the language where it is nearer."""
    if said is None:
        return np.zeros(len(sources), dtype=np.float32)
    source, target = encoder.encode([said.source, said.text])
    near: Vectors = np.maximum(sources @ source, targets @ target)
    return near


def _doubted(sentence: TranslatedSegment) -> bool:
    return any(flag.severity is not Severity.ERROR for flag in sentence.flags)


class _Selection:
    """One article's sentences being chosen, best first."""

    def __init__(
        self,
        sentences: list[_Sentence],
        likeness: Vectors,
        to_said: Vectors,
        said: Statement | None,
        about: Statement | None,
    ) -> None:
        """`said`: what the reader has read before the points. `about`: what opens them, where
        the headline is in Arabic; a reader must learn what the story is, if only from a sentence
        that is marked."""
        self._sentences = sentences
        self._likeness = likeness
        self._to_said = to_said
        self._said = said
        self._about = about
        self._said_figures: frozenset[str] = figures(said.source) if said else frozenset()
        self._chosen: list[int] = []

    def choose(self, translation: Translation, points: int) -> tuple[Statement, ...]:
        """At most `points` sentences in the article's order, after what opens them; fewer rather
        than misleading ones.

        Sentences that passed their checks without a doubt come first, then those with a warning;
        unverified ones fill what is missing, but stay fewer than the verified. A sentence that
        leans on the one before it is taken only after that one. Where no verified sentence can
        be read alone, one unverified sentence is shown, marked; failing that, the best of the
        rest.
        """
        opening = (self._about,) if self._about and points else ()
        marked = sum(not statement.verified for statement in opening)
        points -= len(opening)
        verified = [i for i in self._open() if self._sentences[i].segment.verified]
        self._take([i for i in verified if not _doubted(self._sentences[i].segment)], points)
        self._take(verified, points)
        unverified = [i for i in self._open() if not self._sentences[i].segment.verified]
        sure = len(self._chosen) + len(opening) - marked
        spare = max(1, sure) - bool(sure) - marked
        self._take(unverified, min(points, len(self._chosen) + spare))
        if not self._chosen and not opening:
            self._take_any(verified, min(points, 1))
        return opening + tuple(self._statement(translation, i) for i in sorted(self._chosen))

    def _statement(self, translation: Translation, i: int) -> Statement:
        """A sentence that leans on the one before it stands on that one too, and says so."""
        this = self._sentences[i]
        shown = as_statement(translation, this.segment)
        if this.standing is not Dependence.LEANS or i - 1 not in self._chosen:
            return shown
        before = evidence(translation, self._sentences[i - 1].segment)
        return replace(shown, evidence=shown.evidence + before)

    def _open(self) -> list[int]:
        return [
            i
            for i, s in enumerate(self._sentences)
            if i not in self._chosen and readable(s.segment) and not self._is_told(s)
        ]

    def _is_told(self, sentence: _Sentence) -> bool:
        index = sentence.segment.segment.index
        return any(
            e.segment == index for told in (self._said, self._about) if told for e in told.evidence
        )

    def _take(self, among: list[int], limit: int) -> None:
        while len(self._chosen) < limit:
            fit = [i for i in among if self._stands(i) and not self._repeats(i)]
            if not fit:
                return
            self._chosen.append(max(fit, key=lambda i: (self._worth(i), -i)))

    def _take_any(self, among: list[int], limit: int) -> None:
        whole = [
            i
            for i in among
            if self._sentences[i].standing is not Dependence.FRAGMENT and not self._repeats(i)
        ]
        self._chosen += sorted(whole, key=lambda i: (-self._worth(i), i))[:limit]

    def _stands(self, i: int) -> bool:
        how = self._sentences[i].standing
        if how is Dependence.LEANS:
            return i > 0 and i - 1 in self._chosen and self._adjacent(i)
        return how is Dependence.ALONE and i not in self._chosen

    def _adjacent(self, i: int) -> bool:
        """No heading or caption between a sentence and the one before it."""
        here, before = (self._sentences[k].segment.segment.index for k in (i, i - 1))
        return i not in self._chosen and here == before + 1

    def _worth(self, i: int) -> float:
        said = max((float(self._likeness[i, j]) for j in self._chosen), default=0.0)
        # The lead says the headline again with its who and when, so likeness to it costs half.
        said = max(said, 0.5 * float(self._to_said[i]))
        return (1 - DIVERSITY) * self._sentences[i].relevance - DIVERSITY * said

    def _repeats(self, i: int) -> bool:
        """Whether a sentence tells nothing beyond the headline or a sentence already chosen."""
        this = self._sentences[i]
        if (
            self._said is not None
            and float(self._to_said[i]) >= SAME
            and this.negated == negated(self._said.source)
            and this.figures <= self._said_figures
            and len(this.segment.segment.source) < 1.5 * len(self._said.source)
        ):
            return True
        return any(self._tells_again(i, j) for j in self._chosen)

    def _tells_again(self, i: int, j: int) -> bool:
        this, that = self._sentences[i], self._sentences[j]
        likeness = float(self._likeness[i, j])
        same = likeness >= SAME or (
            likeness >= RETOLD and shared_share(this.words, that.words) >= RETOLD_WORDS
        )
        return same and this.negated == that.negated and this.figures <= that.figures
