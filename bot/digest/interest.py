"""What a chat cares for, in a story: the parts that its own choices add to the score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.language.search import occurs, sought, words
from bot.records import Brief, Encoder, Interest, Reason, Story, Watched, Worth

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

WATCHED = 3.0
"""What a watched name is worth, in outlets: with it a story of one outlet comes before one of
three, and after one of five."""
TOPIC, OUTLET = 1.0, 0.75
LIKED = 1.5
"""Of a story that says what one says that the chat called good; less the less alike they are."""
LIKE = 0.45
"""Cosine of two Arabic headlines from which they begin to be of one matter."""


@dataclass(frozen=True, slots=True)
class Taste:
    """The headlines that a chat called good, and not, as vectors."""

    liked: Vectors | None = None
    disliked: Vectors | None = None

    @staticmethod
    def of(interest: Interest, encoder: Encoder) -> Taste:
        def vectors(headlines: Sequence[str]) -> Vectors | None:
            return encoder.encode(headlines) if headlines else None

        return Taste(vectors(interest.liked), vectors(interest.disliked))


def cared_for(story: Story, vector: Vectors, interest: Interest, taste: Taste) -> Iterator[Worth]:
    """The parts of the score that are this chat's own. `vector`: of the story's headline."""
    if interest.watched and (names := seen_in(story.briefs, interest.watched)):
        yield Worth(Reason.WATCHED, WATCHED, names)
    if topics := tuple(topic for topic in interest.topics if topic in story.topics):
        yield Worth(Reason.TOPIC, TOPIC, topics)
    if named := _outlets(story, interest.outlets):
        yield Worth(Reason.OUTLET, OUTLET, named)
    good, bad = _alike(vector, taste.liked), _alike(vector, taste.disliked)
    if good > bad:
        yield Worth(Reason.LIKED, LIKED * good)
    elif bad > good:
        yield Worth(Reason.DISLIKED, -LIKED * bad)


def seen_in(briefs: Sequence[Brief], watched: Sequence[Watched]) -> tuple[str, ...]:
    """Which of the watched names, or words, stand in the reports, in Arabic or in English."""
    texts = [_words(brief) for brief in briefs]

    def stands(form: str) -> bool:
        wanted = sought(form)
        return bool(wanted) and any(occurs(text, wanted) for text in texts)

    return tuple(each.name for each in watched if any(map(stands, each.forms)))


def _words(brief: Brief) -> list[str]:
    """All of a report, a mark that is no word between its parts."""
    parts = (*brief.article.texts, *(each.target for each in brief.translation.segments))
    return [word for part in parts if part for word in (*words(part), "")]


def _outlets(story: Story, first: Sequence[str]) -> tuple[str, ...]:
    labels = [words(brief.article.outlet_label) for brief in story.briefs]
    return tuple(name for name in first if any(occurs(label, sought(name)) for label in labels))


def _alike(vector: Vectors, told: Vectors | None) -> float:
    """How much a headline is like the nearest of those, 0 to 1."""
    if told is None:
        return 0.0
    return max(0.0, (float((told @ vector).max()) - LIKE) / (1 - LIKE))
