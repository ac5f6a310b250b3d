"""The order and the counts that every format shares, the JSON included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.records import Brief, Digest, EngineIdentity, Story, StoryPoint


def in_order(story: Story) -> tuple[tuple[StoryPoint, ...], tuple[StoryPoint, ...]]:
    """The points shown before the differences, and those after them.

    What is verified comes first, but for what tells in English of an Arabic headline: a reader
    must know what it is about before the rest. A report shown whole keeps its own order, since
    its sentences lean on each other.
    """
    if all(brief.whole for brief in story.briefs):
        return story.points, ()
    gist = story.points[: story.headline.language == "ar"]
    rest = story.points[len(gist) :]
    sure = [point for point in rest if _sure(point)]
    unsure = [point for point in rest if not _sure(point)]
    return (*gist, *sure), tuple(unsure)


def _sure(point: StoryPoint) -> bool:
    return point.statement.verified and point.statement.language != "ar"


def outlet_of(brief: Brief) -> str:
    """As in `StoryPoint.outlets`: the article's origin where its outlet is unknown."""
    return brief.article.outlet or brief.article.origin


def outlets_of(briefs: Sequence[Brief]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(outlet_of(brief) for brief in briefs))


def counted_segments(digest: Digest) -> tuple[int, int]:
    """Sentences translated, and how many of them are unverified.

    What was English already and passed through is neither.
    """
    total = unverified = 0
    for brief in _briefs(digest):
        for segment in brief.translation.segments:
            if not segment.passed_through:
                total += 1
                unverified += not segment.verified
    return total, unverified


def counted_engines(digest: Digest) -> list[tuple[EngineIdentity, int]]:
    """Who translated how many of those sentences, whoever did most first."""
    return Counter(
        engine for brief in _briefs(digest) for engine in brief.translation.translators
    ).most_common()


def absent_engines(digest: Digest) -> tuple[EngineIdentity, ...]:
    """Those that should have been asked and could not be used, each once."""
    return tuple(dict.fromkeys(e for brief in _briefs(digest) for e in brief.translation.absent))


def _briefs(digest: Digest) -> list[Brief]:
    return [brief for story in (*digest.stories, *digest.also) for brief in story.briefs]
