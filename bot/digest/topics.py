"""What an article is about: its topics, the first one first, and the countries it is of.

Words of the table `topics` count where they stand in the headline most, in the lead less and in
the rest least; and sentences typical of a topic are compared with headline and lead by their
vectors, so that an article whose words nobody listed has a topic too. Countries are those that
headline or else lead name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.language.arabic.countries import places
from bot.language.lexicon import RuleRow, rows
from bot.language.patterns import Finder, Language, arabic_words
from bot.records import Article, Encoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

TITLE, LEAD, REST = 3.0, 1.5, 0.5
"""What a word of the table counts by where it stands. Headlines are written to say what it is."""
SENTENCES = 10
"""Of the prose that are looked at; what comes further down is background."""
MEANING = 4.0
"""Share of the vectors against that of the words, per unit of cosine above the mean topic's."""
SECOND = 0.6
"""An article is also of a topic that has this share of the first one's score."""
MOST = 2
LEAST = 0.3
"""Score under which nothing tells the topic."""


class Topics:
    """Tells the topics of articles by a table of the form of `data/topics.tsv`."""

    def __init__(self, encoder: Encoder, table: Sequence[RuleRow] | None = None) -> None:
        """`table`: the shipped one where none is given."""
        listed = rows("topics") if table is None else table
        self.names = tuple(dict.fromkeys(row["topic"] for row in listed))
        self._rows = tuple(row["topic"] for row in listed)
        self._finder = Finder([row.listed("arabic") for row in listed], Language.ARABIC)
        typical = [(row["topic"], text) for row in listed for text in row.listed("typical")]
        self._typical = tuple(topic for topic, _ in typical)
        self._encoder = encoder
        self._texts = [text for _, text in typical]
        self._vectors: Vectors | None = None

    def of(self, article: Article) -> tuple[str, ...]:
        """Topics, most of all the first, and then ISO codes of countries, by name."""
        return (*self._topics(article), *sorted(_countries(article)))

    def _topics(self, article: Article) -> list[str]:
        scores = self._scores(article)
        best = sorted(scores, key=lambda topic: (-scores[topic], self.names.index(topic)))
        top = scores[best[0]] if best else 0.0
        if top < LEAST:
            return []
        return [topic for topic in best[:MOST] if scores[topic] >= SECOND * top]

    def _scores(self, article: Article) -> dict[str, float]:
        counted = dict.fromkeys(self.names, 0.0)
        for text, weight in _parts(article):
            for row, hits in self._finder.find(arabic_words(text)[1]).items():
                counted[self._rows[row]] += weight * len({hit.start for hit in hits})
        total = sum(counted.values())
        likeness = self._likeness(article)
        mean = sum(likeness.values()) / max(1, len(likeness))
        return {
            topic: (counted[topic] / total if total else 0.0)
            + MEANING * (likeness.get(topic, mean) - mean)
            for topic in self.names
        }

    def _likeness(self, article: Article) -> dict[str, float]:
        """Cosine of headline and lead with the most typical sentence of each topic."""
        said = [text for text, weight in _parts(article) if weight >= LEAD]
        if not said or not self._texts:
            return {}
        if self._vectors is None:
            self._vectors = self._encoder.encode(self._texts)
        cosines = (self._encoder.encode(said) @ self._vectors.T).mean(axis=0)
        found: dict[str, float] = {}
        for topic, cosine in zip(self._typical, cosines, strict=True):
            found[topic] = max(float(cosine), found.get(topic, -1.0))
        return found


def _parts(article: Article) -> Iterable[tuple[str, float]]:
    """Headline, lead and the next sentences, with what their words count. The section that an
    outlet files an article under says no less than its headline."""
    for head in (article.section, article.title):
        if head:
            yield head, TITLE
    sentences = [s.text for p in article.prose for s in p.sentences][:SENTENCES]
    for place, text in enumerate(sentences):
        yield text, REST if place else LEAD


def _countries(article: Article) -> frozenset[str]:
    texts = [text for text, weight in _parts(article) if weight >= LEAD]
    of = [places(text) for text in texts]
    return next(filter(None, of), frozenset())
