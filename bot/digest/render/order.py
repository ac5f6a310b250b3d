"""The order and the counts that every format shares, the JSON included."""

from __future__ import annotations

from collections.abc import Sequence

from bot.records import Brief, Digest, Story, StoryPoint


def in_order(story: Story) -> tuple[tuple[StoryPoint, ...], tuple[StoryPoint, ...]]:
    """The points shown before the differences, and those after them.

    What is verified comes first. A report shown whole keeps its own order, since its
    sentences lean on each other.
    """
    if all(brief.whole for brief in story.briefs):
        return story.points, ()
    sure = [point for point in story.points if _sure(point)]
    unsure = [point for point in story.points if not _sure(point)]
    return tuple(sure), tuple(unsure)


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
    for story in (*digest.stories, *digest.also):
        for brief in story.briefs:
            for segment in brief.translation.segments:
                if not segment.passed_through:
                    total += 1
                    unverified += not segment.verified
    return total, unverified
